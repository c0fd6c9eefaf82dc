/** Bits of a buffer, highest first. */
export interface Bits {
  take(count: number): number // up to 24
  take32(): number
  peek(count: number): number // up to 24, as if zeros followed the end
  position(): number // bits from the start of the buffer
}

export function bitsOf(bytes: Uint8Array, start: number): Bits {
  const length = bytes.length * 8
  let position = start
  const peek = (count: number): number => {
    const at = position >>> 3
    const word = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]! // beyond the end: 0
    return (word << (position & 7)) >>> (32 - count)
  }
  const take = (count: number): number => {
    const value = peek(count)
    position += count
    if (position > length) throw new Error('unexpected end')
    return value
  }
  return { take, take32: () => take(16) * 0x10000 + take(16), peek, position: () => position }
}
