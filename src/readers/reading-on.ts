/**
 * A file that is read from its front to its end: with each piece comes a little of what follows it.
 *
 * Where the head of the next piece stands right behind the last one, it need not be waited for, and the piece itself can be
 * asked for at once.
 */
import type { ColumnarFile } from './columnar-file.ts'

/** Bytes that are read beyond a piece. */
export const BEYOND = 1024
const BEFORE = 64 // bytes of the piece itself that are kept with them: its reader may have read a little too far

/** The same file; memory that is lent for a piece is used if it has room for `BEYOND` bytes more. */
export function readingOn(source: ColumnarFile): ColumnarFile {
  let held = new Uint8Array(0)
  let from = 0
  return {
    ...source,
    readNow: undefined, // what is needed now has been read already
    async read(start, end, room) {
      if (start >= from && start <= end && end <= from + held.length) return held.slice(start - from, end - from)
      const bytes = await source.read(start, Math.max(end, Math.min(source.size, end + BEYOND)), room)
      from = Math.max(start, end - BEFORE)
      held = bytes.slice(from - start)
      return bytes.subarray(0, end - start)
    },
  }
}
