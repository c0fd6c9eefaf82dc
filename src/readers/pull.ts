/** Bytes held until a decoder has used them: it asks for so many to be at hand, and takes them when it likes. */
import type { ByteReader } from './bytes.ts'

export interface Pull {
  /** Sees to it that `count` bytes are at hand, if the source has them; resolves to how many are. */
  have(count: number): Promise<number>
  /** The bytes at hand; valid until `have` is called. */
  bytes(): Buffer
  /** Marks the first `count` bytes as used. */
  use(count: number): void
}

const AHEAD_BYTES = 1 << 16

export function pull(reader: ByteReader): Pull {
  let buffer = Buffer.allocUnsafe(2 * AHEAD_BYTES)
  let from = 0
  let to = 0
  let ended = false
  return {
    async have(count) {
      if (to - from < count && buffer.length - from < count + AHEAD_BYTES) {
        const next = buffer.length < 2 * (count + AHEAD_BYTES) ? Buffer.allocUnsafe(2 * (count + AHEAD_BYTES)) : buffer
        buffer.copy(next, 0, from, to)
        buffer = next
        to -= from
        from = 0
      }
      while (!ended && to - from < count) {
        const got = await reader.read(buffer, to, buffer.length - to)
        ended = got === 0
        to += got
      }
      return to - from
    },
    bytes: () => buffer.subarray(from, to),
    use(count) {
      from += count
    },
  }
}
