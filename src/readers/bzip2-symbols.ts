/** The Huffman and move-to-front layers of a bzip2 block. */
import type { Bits } from './bzip2-bits.ts'

const GROUP = 50 // symbols between changes of code
const MAX_LENGTH = 20 // bits of a code
const MOST_SELECTORS = 18_002

interface Code {
  readonly limits: Int32Array // largest code of each length
  readonly offsets: Int32Array // from code to place in `symbols`
  readonly symbols: Uint16Array // by length, then by value
  readonly shortest: number
}

/** Bytes of the block before Burrows–Wheeler is undone, one each in the low bits. */
export function readSymbols(bits: Bits, size: number): { readonly symbols: Uint32Array; readonly count: number } {
  const front = usedBytes(bits)
  const codes = bits.take(3)
  const selectors = readSelectors(bits, codes)
  const alphabet = front.length + 2
  const tables = Array.from({ length: codes }, () => codeOf(lengths(bits, alphabet)))
  const end = alphabet - 1
  const symbols = new Uint32Array(size)
  let count = 0
  let run = 0
  let weight = 1
  for (let group = 0; ; group++) {
    const code = tables[selectors[group] ?? codes]
    if (code === undefined) throw new Error('a block uses a code that it does not have')
    for (let left = GROUP; left > 0; left--) {
      const symbol = decode(bits, code)
      if (symbol <= 1) {
        run += weight << symbol
        weight <<= 1
        if (run > size) throw new Error('a block is longer than it may be')
        continue
      }
      if (run > 0) {
        if (count + run > size) throw new Error('a block is longer than it may be')
        symbols.fill(front[0]!, count, count + run)
        count += run
        run = 0
        weight = 1
      }
      if (symbol === end) return { symbols, count }
      if (count === size) throw new Error('a block is longer than it may be')
      const byte = front[symbol - 1]!
      front.copyWithin(1, 0, symbol - 1)
      front[0] = byte
      symbols[count++] = byte
    }
  }
}

function usedBytes(bits: Bits): Uint8Array {
  const used: number[] = []
  const ranges = bits.take(16)
  for (let range = 0; range < 16; range++) {
    if (((ranges >> (15 - range)) & 1) === 0) continue
    const map = bits.take(16)
    for (let low = 0; low < 16; low++) if ((map >> (15 - low)) & 1) used.push(range * 16 + low)
  }
  if (used.length === 0) throw new Error('a block without bytes')
  return Uint8Array.from(used)
}

function readSelectors(bits: Bits, codes: number): Uint8Array {
  if (codes < 2 || codes > 6) throw new Error('a block with too few or too many codes')
  const count = bits.take(15)
  const front = Array.from({ length: codes }, (_, code) => code)
  const selectors = new Uint8Array(Math.min(count, MOST_SELECTORS))
  for (let index = 0; index < count; index++) {
    let place = 0
    while (bits.take(1) === 1) if (++place >= codes) throw new Error('a block chooses a code that it does not have')
    const [code] = front.splice(place, 1)
    front.unshift(code!)
    if (index < selectors.length) selectors[index] = code!
  }
  return selectors
}

function lengths(bits: Bits, alphabet: number): Uint8Array {
  let length = bits.take(5)
  return Uint8Array.from({ length: alphabet }, () => {
    while (bits.take(1) === 1) length += bits.take(1) === 1 ? -1 : 1
    if (length < 1 || length > MAX_LENGTH) throw new Error('a code of an impossible length')
    return length
  })
}

function codeOf(lengths: Uint8Array): Code {
  const counts = new Int32Array(MAX_LENGTH + 2)
  for (const length of lengths) counts[length]!++
  const symbols = Uint16Array.from(lengths.keys()).sort((a, b) => lengths[a]! - lengths[b]! || a - b)
  const limits = new Int32Array(MAX_LENGTH + 2).fill(-1)
  const offsets = new Int32Array(MAX_LENGTH + 2)
  let code = 0
  let place = 0
  for (let length = 1; length <= MAX_LENGTH; length++) {
    offsets[length] = place - code
    code += counts[length]!
    place += counts[length]!
    limits[length] = counts[length]! > 0 ? code - 1 : -1
    code <<= 1
  }
  return { limits, offsets, symbols, shortest: Math.min(...lengths) }
}

function decode(bits: Bits, { limits, offsets, symbols, shortest }: Code): number {
  const ahead = bits.peek(MAX_LENGTH)
  let length = shortest
  while (ahead >>> (MAX_LENGTH - length) > limits[length]!) {
    if (++length > MAX_LENGTH) throw new Error('a code that stands for nothing')
  }
  const symbol = symbols[bits.take(length) + offsets[length]!]
  if (symbol === undefined) throw new Error('a code that stands for nothing')
  return symbol
}
