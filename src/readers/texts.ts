/** Texts gathered from pages and batches: places of bytes, no strings. */
import type { Texts } from '../model/columns.ts'

/** Texts of one page, side by side: nulls left out. */
export interface Spans {
  readonly bytes: Buffer
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

export interface TextGatherer {
  add(bytes: Buffer, start: number, end: number): void
  /**
   * Adds texts `from` to `to` (exclusive): each begins where `offsets` says, and ends where the next begins.
   *
   * @throws {RangeError} one lies outside of the bytes
   */
  addRun(bytes: Buffer, offsets: ArrayLike<number>, from: number, to: number): void
  addNull(): void
  done(): Texts
}

const FEWEST = 64

/** @param room  texts that are expected; more are taken too */
export function gatherTexts(room: number): TextGatherer {
  const buffers: Buffer[] = []
  let where = new Int32Array(Math.max(FEWEST, room))
  let starts = new Uint32Array(where.length)
  let ends = new Uint32Array(where.length)
  let count = 0
  const grow = (least: number): void => {
    const size = Math.max(count * 2, least)
    where = grown(where, new Int32Array(size))
    starts = grown(starts, new Uint32Array(size))
    ends = grown(ends, new Uint32Array(size))
  }
  const use = (bytes: Buffer): void => {
    if (buffers.length === 0 || buffers[buffers.length - 1] !== bytes) buffers.push(bytes)
  }
  return {
    add(bytes, start, end) {
      if (count === where.length) grow(0)
      use(bytes)
      where[count] = buffers.length - 1
      starts[count] = start
      ends[count++] = end
    },
    addRun(bytes, offsets, from, to) {
      if (to === from) return
      if (count + to - from > where.length) grow(count + to - from)
      use(bytes)
      where.fill(buffers.length - 1, count, count + to - from)
      for (let at = from; at < to; at++) {
        const start = offsets[at]
        const end = offsets[at + 1]
        if (!(start >= 0 && start <= end && end <= bytes.length)) throw new RangeError('text outside its column')
        starts[count] = start
        ends[count++] = end
      }
    },
    addNull() {
      if (count === where.length) grow(0)
      where[count++] = -1
    },
    done: () => ({ buffers, where, starts, ends }),
  }
}

function grown<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/** As a string; a byte order mark is kept: at the start of a prompt it may be a trigger. */
export function textAt({ buffers, where, starts, ends }: Texts, at: number): string | null {
  return where[at] < 0 ? null : Buffer.prototype.utf8Slice.call(buffers[where[at]], starts[at], ends[at])
}
