/**
 * Where the lines of a shard stand, one of every few thousand bytes: so that some rows can be read again without the others.
 *
 * Of files of lines on this machine, cut by bytes; what is compressed, or in another encoding, has no such places.
 */
import type { Shard } from '../model/shard.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ColumnarFile } from './columnar-file.ts'
import { openColumnar } from './columnar-shard.ts'
import { lineSplitter } from './lines.ts'
import { isRange, type OpenOptions } from './open.ts'
import { placeOfPath } from './remote/place.ts'
import { type LineBlock, spanBlocks } from './spans.ts'

/** Of one shard. Three numbers a place: a row, its line, and the byte of the file where it begins. */
export interface LinePlaces {
  readonly rows: number[]
  readonly lines: number[]
  readonly starts: number[]
  end: number // behind the last row; below 0 before there is one
}

const STEP_BYTES = 16 * 1024
const MOST_PLACES = 1 << 18 // of all shards: some 6 MB

/** The places of several shards. */
export interface KeptPlaces {
  /** Places to be noted while a shard is read; undefined if it can have none, or there are too many already. */
  begin(index: number, shard: Shard): LinePlaces | undefined
  /** Those that were noted. */
  of(index: number): LinePlaces | undefined
}

/** Whether a shard is a piece of a file of lines on this machine: to read some of its rows again takes little. */
export function isPiece(shard: Shard): boolean {
  return shard.container === 'jsonl' && isRange(shard) && placeOfPath(shard.path) === undefined
}

export function keepPlaces(): KeptPlaces {
  const kept = new Map<number, LinePlaces>()
  let last: LinePlaces | undefined
  let before = 0 // places of the shards before the last
  return {
    begin(index, shard) {
      before += last?.rows.length ?? 0
      const can = isPiece(shard) && shard.start > 0
      last = can && before < MOST_PLACES ? { rows: [], lines: [], starts: [], end: -1 } : undefined
      if (last !== undefined) kept.set(index, last)
      return last
    },
    of: (index) => kept.get(index),
  }
}

/** Takes the blocks of the shard in their order. */
export function notePlaces(places: LinePlaces, shard: Shard, block: LineBlock): void {
  const { count, starts, ends, lines, firstRow } = block
  if (count === 0) return
  const base = shard.start - 1 + block.from // a range is read from one byte early
  let next = places.starts.length === 0 ? 0 : places.starts[places.starts.length - 1] + STEP_BYTES
  for (let i = 0; i < count; i++) {
    const start = base + starts[i]
    if (start < next) continue
    places.rows.push(firstRow + i)
    places.lines.push(lines[i])
    places.starts.push(start)
    next = start + STEP_BYTES
  }
  places.end = base + ends[count - 1]
}

/** The lines around some rows of a shard, numbered as they are in the whole of it. */
export async function* linesAround(
  rows: Iterable<number>,
  places: LinePlaces,
  shard: Shard,
  { maxRowBytes, signal }: OpenOptions,
): AsyncGenerator<LineBlock, void, undefined> {
  const wanted = new Set([...rows].map((row) => pieceOf(places, row)).filter((piece) => piece >= 0))
  const pieces = [...wanted].sort((a, b) => a - b)
  const source = await openColumnar(shard, { signal })
  const reader = piecesReader(source, places, pieces)
  let current = 0
  let row = 0 // of the current piece, so many have come
  let line = 0 // of the text that is read, where the current piece begins
  for await (const block of spanBlocks(reader, lineSplitter({ maxRowBytes }), {
    maxRowBytes,
    signal,
    file: shard.file,
  })) {
    const { starts, ends, lines, count, skips } = block
    const all = count + skips.length // what was passed over is a row too, and the last
    for (let from = 0; from < all; ) {
      let piece = pieces[current]
      if (row === rowsIn(places, piece)) {
        line += places.lines[piece + 1] - places.lines[piece]
        row = 0
        piece = pieces[++current]
      }
      const to = Math.min(all, from + rowsIn(places, piece) - row)
      const read = Math.min(to, count)
      for (let i = from; i < read; i++) lines[i] += places.lines[piece] - line
      yield {
        ...block,
        firstRow: places.rows[piece] + row,
        starts: starts.subarray(from, read),
        ends: ends.subarray(from, read),
        lines: lines.subarray(from, read),
        count: Math.max(0, read - from),
        skips: [],
      }
      row += to - from
      from = to
    }
  }
}

/** Rows of a piece; of the last one nobody asks. */
function rowsIn({ rows }: LinePlaces, piece: number): number {
  return piece + 1 < rows.length ? rows[piece + 1] - rows[piece] : Number.POSITIVE_INFINITY
}

/** The last piece that begins at the row or before it; -1 where there is none. */
function pieceOf({ rows }: LinePlaces, row: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (rows[middle] <= row) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Some pieces of a file, one behind the other: each ends where a line begins. */
function piecesReader(source: ColumnarFile, { starts, end }: LinePlaces, pieces: readonly number[]): ByteReader {
  let next = 0
  let [from, to] = [0, 0]
  let read = 0
  return {
    async read(target, offset, length) {
      if (from === to) {
        if (next === pieces.length) return 0
        const piece = pieces[next++]
        from = starts[piece]
        to = Math.min(source.size, starts[piece + 1] ?? end)
      }
      const bytes = source.readNow!(from, Math.min(to, from + length))
      target.set(bytes, offset)
      from += bytes.length
      read += bytes.length
      return bytes.length
    },
    stored: () => read,
    close: () => source.close(),
  }
}
