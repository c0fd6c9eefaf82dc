/**
 * Stretches of columns in the kernel's memory: the texts of many rows, which stand one behind the other in a column, are put there in
 * one go and looked at for oddities once.
 *
 * Where texts do not stand so, or hold oddities, nothing is gained, and after a few such blocks it is left alone.
 */
import { MOST_TEXTS, type RowKey } from './column-keys.ts'
import { holdsOdd } from './odd-lines.ts'
import { INPUT, INPUT_BYTES, type Kernel } from './tokenizers/kernel.ts'

/** Where texts stand. */
export interface Places {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

export interface TextWindows {
  /** Writes where in the kernel's memory the texts of a row stand; false if one does not, or might hold something odd, or be no UTF-8. */
  place(row: RowKey, into: Places): boolean
  /** For a new block: since the last, others may have used the memory. */
  clear(): void
}

const WINDOWS = 4 // columns that are read side by side
const SLACK = 4096 // bytes: more than is read beyond an end
const WINDOW_BYTES = Math.floor((INPUT_BYTES - SLACK) / WINDOWS)
const MOST_OPENED = 16 // of one block: it has a megabyte, and these four
const MOST_IN_VAIN = 4 // blocks

interface Window {
  buffer: Buffer | undefined
  from: number
  to: number
}

export function createTextWindows(by: Kernel | null): TextWindows {
  const windows = Array.from({ length: WINDOWS }, (): Window => ({ buffer: undefined, from: 0, to: 0 }))
  const found = new Int32Array(MOST_TEXTS) // window of each text of a row
  let next = 0
  let opened = 0
  let isVain = by === null
  let inVain = 0

  const windowOf = (buffer: Buffer, start: number, end: number): number => {
    for (let at = 0; at < WINDOWS; at++) {
      const window = windows[at]
      if (window.buffer === buffer && window.from <= start && end <= window.to) return at
    }
    return -1
  }

  /** Puts what stands from `start` on into a window; false if that is of no use. */
  const open = (kernel: Kernel, buffer: Buffer, start: number): boolean => {
    const at = windows.findIndex((window) => window.buffer === buffer)
    const window = at < 0 ? next : at
    if (at < 0) next = (next + 1) % WINDOWS
    let to = Math.min(buffer.length, start + WINDOW_BYTES)
    if (to < buffer.length) while (to > start && isInside(buffer[to])) to--
    const place = INPUT + window * WINDOW_BYTES
    buffer.copy(kernel.bytes, place, start, to)
    windows[window].buffer = buffer
    windows[window].from = start
    windows[window].to = to
    return ++opened <= MOST_OPENED && !isInside(buffer[start]) && !holdsOdd(kernel, place, place + to - start)
  }

  const giveUp = (): false => {
    isVain = true
    inVain++
    return false
  }

  return {
    place({ buffers, starts, ends, texts }, into) {
      if (isVain || by === null) return false
      const before = opened
      for (let i = 0; i < texts; i++) {
        if (ends[i] - starts[i] > WINDOW_BYTES) return false
        const at = windowOf(buffers[i], starts[i], ends[i])
        if (at < 0 && !open(by, buffers[i], starts[i])) return giveUp()
        found[i] = at
      }
      const { bytes } = by
      for (let i = 0; i < texts; i++) {
        // One that was opened for this row may have taken the place of another.
        const at = opened === before ? found[i] : windowOf(buffers[i], starts[i], ends[i])
        if (at < 0) return false
        const { from, to } = windows[at]
        const start = INPUT + at * WINDOW_BYTES + starts[i] - from
        const end = start + ends[i] - starts[i]
        // What is cut in the middle of a character is no UTF-8, though the stretch is.
        if (end > start && isInside(bytes[start])) return false
        if (ends[i] < to && isInside(bytes[end])) return false
        into.starts[i] = start
        into.ends[i] = end
      }
      return true
    },
    clear() {
      for (const window of windows) window.buffer = undefined
      opened = 0
      isVain = by === null || inVain > MOST_IN_VAIN
    },
  }
}

/** Whether a byte is a later one of a character. */
function isInside(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}
