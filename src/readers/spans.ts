/**
 * Spans: where the values stand in a buffer of bytes, whole values only, a block at a time.
 *
 * One loop fills a buffer of 1 MiB, or takes what a slow source gives, and lets a splitter (lines, JSON elements) mark the values in it. The buffer grows only
 * for a value that is longer, and never beyond `maxRowBytes`: such a value is passed over and counted. Memory is the buffer.
 */
import { InputError } from '../model/errors.ts'
import type { RowSkip } from '../model/row.ts'
import type { ByteReader } from './bytes.ts'

export const BLOCK_BYTES = 1 << 20
export const BLOCK_ROWS = 4096
const PIECE_BYTES = 1 << 16 // a block of at least so much is handed on where a source gives less than was asked for
export const MAX_ROW_BYTES = 64 * 1024 * 1024

/** Values that follow each other, as bytes. The buffer and the arrays are used again: valid until the next block is asked for. */
export interface LineBlock {
  readonly bytes: Buffer
  readonly from: number // where `bytes` begins in the text that was given
  readonly starts: Uint32Array // of each value in `bytes`
  readonly ends: Uint32Array // exclusive
  readonly lines: Float64Array // line of each value, from 0 at the start of the shard
  readonly count: number
  readonly firstRow: number // row number of the first value, from 0 at the start of the shard; the others follow on
  readonly skips: readonly RowSkip[] // values passed over; they come after the values of this block
  readonly linesRead: number // lines of the shard up to the end of this block, blank ones included
  readonly bytesRead: number // stored bytes of the shard used up so far
}

/** What a splitter marks. `skip` set: a value could not be kept; the block ends there. */
export interface Spans {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly lines: Float64Array
  count: number
  skip: '' | 'row-too-long' | 'broken-json' | 'broken-record'
}

export interface Splitter {
  /** Marks the values in bytes[from, bytes.length); returns where to go on. Stops early at a full block or a skip. */
  split(bytes: Buffer, from: number, out: Spans): number
  /** No more bytes will come: `bytes` may end in an open value. Returns a complaint if the data ended too early. */
  finish(bytes: Buffer, out: Spans): string | undefined
  /** First byte of the value that is still open, or -1. */
  open(): number
  /** `by` bytes were cut from the front of the buffer. */
  shift(by: number): void
  /** The whole buffer, `by` bytes, is thrown away; when the open value ends it is a skip. */
  drop(by: number): void
  /** Nothing more to read here, though bytes may follow. */
  done(): boolean
  linesRead(): number
}

export interface SpanOptions {
  readonly maxRowBytes?: number
  readonly signal?: AbortSignal
  readonly file: string // for messages
}

export async function* spanBlocks(
  reader: ByteReader,
  splitter: Splitter,
  { maxRowBytes = MAX_ROW_BYTES, signal, file }: SpanOptions,
): AsyncGenerator<LineBlock, void, undefined> {
  const out: Spans = {
    starts: new Uint32Array(BLOCK_ROWS),
    ends: new Uint32Array(BLOCK_ROWS),
    lines: new Float64Array(BLOCK_ROWS),
    count: 0,
    skip: '',
  }
  let bytes = Buffer.allocUnsafe(BLOCK_BYTES)
  let from = 0
  let filled = 0
  let at = 0
  let row = 0
  let fresh = 0 // bytes since the last block
  let isSlow = false // the source gave less than was asked for

  const block = (): LineBlock => {
    const { starts, ends, lines, count, skip } = out
    const firstRow = row
    row += count + (skip === '' ? 0 : 1)
    const skips = skip === '' ? [] : [{ row: firstRow + count, reason: skip }]
    out.count = 0
    out.skip = ''
    fresh = 0
    const linesRead = splitter.linesRead()
    return { bytes, from, starts, ends, lines, count, firstRow, skips, linesRead, bytesRead: reader.stored() }
  }

  const makeRoom = (): void => {
    const open = splitter.open()
    const keep = open >= 0 ? open : at
    const held = filled - keep
    if (held >= maxRowBytes) {
      splitter.drop(filled)
      from += filled
      at = 0
      filled = 0
      if (bytes.length > BLOCK_BYTES) bytes = Buffer.allocUnsafe(BLOCK_BYTES)
      return
    }
    const size = held * 2 > bytes.length ? Math.min(bytes.length * 2, maxRowBytes + BLOCK_BYTES) : BLOCK_BYTES
    if (keep === 0 || (size < bytes.length && held * 2 < size)) {
      const next = Buffer.allocUnsafe(Math.max(size, held + 1))
      bytes.copy(next, 0, keep, filled)
      bytes = next
    } else {
      bytes.copyWithin(0, keep, filled)
    }
    splitter.shift(keep)
    from += keep
    at -= keep
    filled = held
  }

  try {
    for (;;) {
      at = splitter.split(bytes.subarray(0, filled), at, out)
      // Where more is being made ready, by another thread perhaps, what is here is used meanwhile.
      const isPiece = isSlow && fresh >= PIECE_BYTES && out.count > 0
      if (out.count === BLOCK_ROWS || out.skip !== '' || isPiece) {
        yield block()
        if (!splitter.done()) continue
      }
      if (splitter.done()) break
      if (filled === bytes.length) {
        if (out.count > 0) yield block()
        makeRoom()
      }
      signal?.throwIfAborted()
      const asked = bytes.length - filled
      const got = await readOrFlush()
      if (got instanceof InputError) {
        // What was read before the fault is good: hand it on, then say what happened.
        if (out.count > 0) yield block()
        throw got
      }
      if (got === 0) {
        const complaint = splitter.finish(bytes.subarray(0, filled), out)
        yield block()
        if (complaint !== undefined) {
          throw new InputError('file-corrupt', `${file}: ${complaint}`, {
            hint: 'the rows before were read; fetch the file again',
          })
        }
        return
      }
      filled += got
      fresh += got
      isSlow = got < asked
    }
    yield block()
  } finally {
    await reader.close()
  }

  async function readOrFlush(): Promise<number | InputError> {
    try {
      return await reader.read(bytes, filled, bytes.length - filled)
    } catch (fault) {
      if (fault instanceof InputError) return fault
      throw fault
    }
  }
}
