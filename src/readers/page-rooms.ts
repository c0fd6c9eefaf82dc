/**
 * Memory for what is read and inflated page by page, used again when the rows that stand in it are done with: what is made anew for
 * every page makes the collector run all the time.
 */
export interface PageRooms {
  /** Memory of so many bytes, with anything in it. */
  take(bytes: number): Uint8Array
  /** It was gone through: the block of rows in hand may still point to it, the next one will not. */
  leave(room: Uint8Array): void
  /** So was all there is. */
  leaveAll(): void
  /** A block of rows begins; the one before is done with. */
  turn(): void
}

const MOST_BYTES = 16 * 1024 * 1024 // of what is kept; a larger page has memory of its own
const MOST_FREE = 32 * 1024 * 1024 // bytes that wait
const SPARE = 1.25 // pages of a column are of about one size

export function createPageRooms(): PageRooms {
  let used: ArrayBuffer[] = []
  let left: ArrayBuffer[] = []
  const free: ArrayBuffer[] = [] // by rising size
  return {
    take(bytes) {
      if (bytes * SPARE > MOST_BYTES) return new Uint8Array(bytes)
      const at = free.findIndex((room) => room.byteLength >= bytes)
      const room = at < 0 ? new ArrayBuffer(Math.ceil(bytes * SPARE)) : free.splice(at, 1)[0]
      used.push(room)
      return new Uint8Array(room, 0, bytes)
    },
    leave({ buffer }) {
      const at = used.indexOf(buffer as ArrayBuffer)
      if (at >= 0) left.push(...used.splice(at, 1))
    },
    leaveAll() {
      left.push(...used)
      used = []
    },
    turn() {
      if (left.length === 0) return
      free.push(...left)
      free.sort((a, b) => a.byteLength - b.byteLength)
      left = []
      for (let bytes = sizeOf(free); bytes > MOST_FREE; ) bytes -= free.shift()!.byteLength
    },
  }
}

function sizeOf(rooms: readonly ArrayBuffer[]): number {
  return rooms.reduce((sum, { byteLength }) => sum + byteLength, 0)
}
