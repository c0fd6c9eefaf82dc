/**
 * Where each row of a text stands: its place among the bytes of the text, after decompression.
 *
 * Promises the same rows, with the same numbers, as the readers give, since the readers' own splitters find them. A row of
 * lines or records is the whole line, its end included; an element of JSON is its value and no more. Parses nothing.
 */
import type { Shard } from '../model/shard.ts'
import type { ByteReader } from './bytes.ts'
import { csvRecordSplitter } from './csv-records.ts'
import { jsonLayout } from './json.ts'
import { jsonValueSplitter } from './json-values.ts'
import { lineSplitter } from './lines.ts'
import { type OpenOptions, openText } from './open.ts'
import { type Spans, type Splitter, spanBlocks } from './spans.ts'

export interface LocatedRow {
  readonly row: number // in the file, from 0; -1 is the header of a CSV
  readonly start: number // byte of the text; -1 where a row that was passed over began before anyone looked
  readonly end: number // exclusive
}

export interface LocatedText {
  readonly form: 'lines' | 'records' | 'elements'
  /** Rows in the order of the text; each inner sequence is one array of JSON, or the whole text. */
  readonly runs: readonly (() => AsyncGenerator<readonly LocatedRow[]>)[]
}

/** Undefined where the rows of the file are no stretches of its text: columns, records by id, samples of a tar. */
export async function locateRows(shard: Shard, options: OpenOptions): Promise<LocatedText | undefined> {
  const { maxRowBytes } = options
  switch (shard.container) {
    case 'jsonl':
    case 'text': {
      const read = async () => tapped(await openText(shard, options), lineSplitter({ maxRowBytes }), { whole: true })
      return { form: 'lines', runs: [() => rowsFrom(read, shard, options)] }
    }
    case 'csv':
    case 'tsv': {
      const read = async () => {
        const { openCsv } = await import('./csv.ts')
        const { source, delimiter, before } = await openCsv(shard, options)
        return tapped(source, csvRecordSplitter({ maxRowBytes, delimiter }), { whole: true, first: before, row: -1 })
      }
      return { form: 'records', runs: [() => rowsFrom(read, shard, options)] }
    }
    case 'json':
      return locateElements(shard, options)
    default:
      return undefined
  }
}

async function locateElements(shard: Shard, options: OpenOptions): Promise<LocatedText | undefined> {
  const { maxRowBytes } = options
  const layout = await jsonLayout(shard, options)
  if (layout.kind === 'values' || layout.kind === 'row') {
    const read = async () => tapped(await openText(shard, options), jsonValueSplitter({ maxRowBytes }), {})
    return { form: 'elements', runs: [() => rowsFrom(read, shard, options)] }
  }
  if (layout.kind !== 'arrays') return undefined
  let rows = 0
  const runs = layout.arrays.map(
    ({ start }) =>
      async function* () {
        const read = async () =>
          tapped(await openText(shard, options, start), jsonValueSplitter({ maxRowBytes, oneArray: true }), {
            first: start,
            row: rows,
          })
        for await (const block of rowsFrom(read, shard, options)) {
          rows += block.length
          yield block
        }
      },
  )
  return { form: 'elements', runs }
}

interface Tapped {
  readonly reader: ByteReader
  readonly splitter: Splitter
  readonly seen: LocatedRow[]
}

async function* rowsFrom(
  open: () => Promise<Tapped>,
  { file }: Shard,
  { maxRowBytes, signal }: OpenOptions,
): AsyncGenerator<readonly LocatedRow[]> {
  const { reader, splitter, seen } = await open()
  for await (const _ of spanBlocks(reader, splitter, { maxRowBytes, signal, file })) {
    if (seen.length > 0) yield seen.splice(0)
  }
}

/**
 * A splitter that also notes where in the text its values stand.
 *
 * @param first  place in the text of the first byte that is read
 * @param whole  the row is its whole line, blanks and end included
 */
function tapped(
  reader: ByteReader,
  inner: Splitter,
  { first = 0, row = 0, whole = false }: { readonly first?: number; readonly row?: number; readonly whole?: boolean },
): Tapped {
  const seen: LocatedRow[] = []
  let next = row
  let base = first // place of bytes[0] in the text
  let longStart = -1 // of a value that is being passed over
  const note = (bytes: Buffer, out: Spans, before: number, at: number): void => {
    for (let index = before; index < out.count; index++) {
      const start = out.starts[index]!
      const end = out.ends[index]!
      seen.push(
        whole
          ? { row: next++, start: base + lineStart(bytes, start), end: base + lineEnd(bytes, end) }
          : { row: next++, start: base + start, end: base + end },
      )
    }
    if (out.skip === '') return
    seen.push({ row: next++, start: longStart, end: base + at })
    longStart = -1
  }
  const splitter: Splitter = {
    ...inner,
    split(bytes, from, out) {
      const before = out.count
      const at = inner.split(bytes, from, out)
      note(bytes, out, before, at)
      return at
    },
    finish(bytes, out) {
      const before = out.count
      const complaint = inner.finish(bytes, out)
      note(bytes, out, before, bytes.length)
      return complaint
    },
    shift(by) {
      base += by
      inner.shift(by)
    },
    drop(by) {
      const open = inner.open()
      if (open >= 0) longStart = base + open
      inner.drop(by)
      base += by
    },
  }
  return { reader, splitter, seen }
}

function lineStart(bytes: Buffer, from: number): number {
  return from === 0 ? 0 : bytes.lastIndexOf(10, from - 1) + 1 // an offset of -1 would mean the end
}

function lineEnd(bytes: Buffer, to: number): number {
  const newline = bytes.indexOf(10, to)
  return newline < 0 ? bytes.length : newline + 1
}
