/**
 * What to cut out of a text so that the rows that are held are gone and the rest is still whole.
 *
 * A line goes with its end. An element of a JSON array goes with one of the commas beside it: the one before it, or the
 * one after it where nothing that is kept stands before. Plain arithmetic: knows no files.
 */
export interface Place {
  readonly row: number
  readonly start: number // byte; -1: not known
  readonly end: number // exclusive
}

/** Bytes start to end leave the text; of these bodyStart to bodyEnd are the row, the rest what separated it. */
export interface Cut {
  readonly row: number
  readonly start: number
  readonly bodyStart: number
  readonly bodyEnd: number
  readonly end: number
}

/** The cuts of a run of rows, which may come in blocks; undefined once a place that is needed is not known. */
export async function cutsOf(
  blocks: AsyncIterable<readonly Place[]>,
  held: ReadonlySet<number>,
  form: 'lines' | 'records' | 'elements',
): Promise<readonly Cut[] | undefined> {
  const cuts: Cut[] = []
  let waiting: Place | undefined // held, with nothing kept before it: its cut ends where the next row starts
  let before: number | undefined // where the row before ended
  let kept = false
  for await (const block of blocks) {
    for (const place of block) {
      const { row, start, end } = place
      if (waiting !== undefined) {
        if (start < 0) return undefined
        cuts.push(leading(waiting, start))
        waiting = undefined
      }
      if (!held.has(row)) kept = true
      else if (start < 0) return undefined
      else if (form !== 'elements') cuts.push({ row, start, bodyStart: start, bodyEnd: end, end })
      else if (kept) cuts.push({ row, start: before ?? start, bodyStart: start, bodyEnd: end, end })
      else waiting = place
      before = end
    }
  }
  if (waiting !== undefined) cuts.push(leading(waiting, waiting.end))
  return cuts
}

const leading = ({ row, start, end }: Place, next: number): Cut => ({
  row,
  start,
  bodyStart: start,
  bodyEnd: end,
  end: next,
})

/** A stretch of the text, and where it goes. */
export interface Stretch {
  readonly to: 'kept' | 'body' | 'separator'
  readonly end: number // exclusive; it starts where the one before ended
  readonly cut: number // which cut it is of; -1 for what is kept
}

/** The text as stretches, in order; the last, to the end of the text, is kept. */
export function* stretches(cuts: readonly Cut[]): Generator<Stretch> {
  for (const [cut, { start, bodyStart, bodyEnd, end }] of cuts.entries()) {
    yield { to: 'kept', end: start, cut: -1 }
    yield { to: 'separator', end: bodyStart, cut }
    yield { to: 'body', end: bodyEnd, cut }
    yield { to: 'separator', end, cut }
  }
  yield { to: 'kept', end: Infinity, cut: -1 }
}
