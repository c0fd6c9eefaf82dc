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
  const grow = (): void => {
    where = grown(where, new Int32Array(count * 2))
    starts = grown(starts, new Uint32Array(count * 2))
    ends = grown(ends, new Uint32Array(count * 2))
  }
  return {
    add(bytes, start, end) {
      if (count === where.length) grow()
      if (buffers.length === 0 || buffers[buffers.length - 1] !== bytes) buffers.push(bytes)
      where[count] = buffers.length - 1
      starts[count] = start
      ends[count++] = end
    },
    addNull() {
      if (count === where.length) grow()
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
