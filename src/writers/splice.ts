/**
 * A text parted in two, and put together again, byte by byte.
 *
 * What is kept is the text without the cuts; what is held is the bodies of the cuts, framed as the whole is: by the header
 * of a CSV, by the brackets of a JSON array and what stands outside them. The two and the separators give the text back to
 * the bit.
 */
import { createHash } from 'node:crypto'
import { type Cut, stretches } from './cuts.ts'
import type { Output } from './output.ts'

export type Bytes = AsyncIterable<Uint8Array>

/** The parts of the text that stand around its rows. Both parts begin and end with them. */
export interface Frame {
  readonly header: number // bytes of the text before its first row
  readonly tail: number // byte of the text where what follows its last row begins; Infinity: nothing does
  readonly elements: boolean // rows need something between them: a comma in an array, else a line end
}

export interface Spliced {
  readonly contentSha256: string // of the whole text
  readonly separators: readonly { readonly before: string; readonly after: string }[] // of each cut; one char a byte
}

export async function part(
  text: Bytes,
  cuts: readonly Cut[],
  { header, tail, elements }: Frame,
  { kept, held }: { readonly kept: Output; readonly held: Output },
): Promise<Spliced> {
  const hash = createHash('sha256')
  const before: string[] = cuts.map(() => '')
  const after: string[] = cuts.map(() => '')
  const plan = stretches(cuts)
  let stretch = plan.next().value
  let at = 0
  let between = '\n'
  for await (const chunk of text) {
    hash.update(chunk)
    if (at < header) {
      const begin = chunk.subarray(0, Math.min(chunk.length, header - at))
      if (begin.includes(0x5b /* [ */)) between = ','
      await held.write(begin)
    }
    for (let used = 0; used < chunk.length; ) {
      while (stretch !== undefined && stretch.end <= at) stretch = plan.next().value
      if (stretch === undefined) throw new Error('a text goes on beyond its end')
      const piece = chunk.subarray(used, used + Math.min(chunk.length - used, stretch.end - at))
      if (stretch.to === 'kept') await kept.write(piece)
      else if (stretch.to === 'body') {
        const begins = at === cuts[stretch.cut].bodyStart
        if (elements && begins && stretch.cut > 0) await held.write(Buffer.from(between))
        await held.write(piece)
      } else {
        const side = at < cuts[stretch.cut].bodyStart ? before : after
        side[stretch.cut] += Buffer.from(piece).toString('latin1')
      }
      at += piece.length
      used += piece.length
    }
    if (at > tail) await held.write(chunk.subarray(Math.max(0, chunk.length - (at - tail))))
  }
  return {
    contentSha256: hash.digest('hex'),
    separators: cuts.map((_, cut) => ({ before: before[cut], after: after[cut] })),
  }
}

/** A row that was cut out: where it stood in the text, how long it is, and what left with it. */
export interface Piece {
  readonly at: number
  readonly bytes: number
  readonly before: string
  readonly after: string
}

/**
 * The text again, from its two parts.
 *
 * The caller closes what the parts are read from: after a write that failed, a part may not have been begun.
 *
 * @returns the hash of the text; the caller compares it with the one of the manifest
 */
export async function join(
  kept: Bytes,
  held: Bytes,
  pieces: readonly Piece[],
  { header, elements }: Pick<Frame, 'header' | 'elements'>,
  text: Output,
): Promise<string> {
  const hash = createHash('sha256')
  const write = async (bytes: Uint8Array): Promise<void> => {
    hash.update(bytes)
    await text.write(bytes)
  }
  const keptBytes = pull(kept)
  const heldBytes = pull(held)
  await heldBytes.take(header, pass)
  let at = 0
  for (const [index, { at: start, bytes, before, after }] of pieces.entries()) {
    await keptBytes.take(start - at, write)
    if (before !== '') await write(Buffer.from(before, 'latin1'))
    if (elements && index > 0) await heldBytes.take(1, pass)
    await heldBytes.take(bytes, write)
    if (after !== '') await write(Buffer.from(after, 'latin1'))
    at = start + before.length + bytes + after.length
  }
  await keptBytes.take(Infinity, write)
  return hash.digest('hex')
}

const pass = async (): Promise<void> => undefined

/** Takes as many bytes as asked for, or all there are. */
function pull(source: Bytes): { take(length: number, use: (bytes: Uint8Array) => Promise<void>): Promise<void> } {
  const chunks = source[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array(0)
  return {
    async take(length, use) {
      for (let left = length; left > 0; ) {
        if (rest.length === 0) {
          const next = await chunks.next()
          if (next.done) return
          rest = next.value
          continue
        }
        const piece = rest.subarray(0, Math.min(left, rest.length))
        await use(piece)
        rest = rest.subarray(piece.length)
        left -= piece.length
      }
    },
  }
}
