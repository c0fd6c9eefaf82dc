/**
 * LZMA2: chunk → bytes. A chunk is at most 64 KiB in and 2 MiB out, so each is decoded whole, from a buffer.
 *
 * @see the LZMA specification in Igor Pavlov's LZMA SDK (2015, public domain)
 */
export interface Lzma2 {
  /** Starts afresh where a chunk says so; properties only with a new state. */
  reset(what: { readonly dictionary: boolean; readonly state: boolean; readonly properties?: number }): void
  /** Bytes that were not compressed. */
  copy(bytes: Uint8Array): Uint8Array
  /** A compressed chunk that holds `length` bytes. The result is valid until the next call. */
  decode(packed: Uint8Array, length: number): Uint8Array
}

const SLACK_BYTES = 1 << 22
const STATES = 12

// Where each kind of probability begins.
const IS_MATCH = 0
const IS_REP = IS_MATCH + STATES * 16
const IS_REP_0 = IS_REP + STATES
const IS_REP_1 = IS_REP_0 + STATES
const IS_REP_2 = IS_REP_1 + STATES
const IS_REP_0_LONG = IS_REP_2 + STATES
const SLOT = IS_REP_0_LONG + STATES * 16
const SPECIAL = SLOT + 4 * 64
const ALIGN = SPECIAL + 128
const LENGTH = ALIGN + 16
const LENGTH_SIZE = 2 + 16 * 8 * 2 + 256
const REP_LENGTH = LENGTH + LENGTH_SIZE
const LITERAL = REP_LENGTH + LENGTH_SIZE
const HALF = 1024 // of 2048: as likely as not

export function lzma2(dictionaryBytes: number): Lzma2 {
  let window = Buffer.allocUnsafe(Math.min(dictionaryBytes, SLACK_BYTES) + SLACK_BYTES)
  let end = 0 // bytes in the window
  let since = 0 // bytes since the dictionary was reset, at most those in the window
  let probs = new Uint16Array(0)
  let lc = 0
  let lpMask = 0
  let pbMask = 0
  let state = 0
  let rep0 = 0
  let rep1 = 0
  let rep2 = 0
  let rep3 = 0
  let total = 0 // bytes since the dictionary was reset, for positions

  let input: Uint8Array = new Uint8Array(0)
  let at = 0
  let range = 0
  let code = 0

  const makeRoom = (length: number): void => {
    if (end + length <= window.length) return
    const keep = Math.min(since, dictionaryBytes)
    const wanted = Math.min(Math.max(keep * 2, keep + length), dictionaryBytes + length) + SLACK_BYTES
    const next = wanted > window.length ? Buffer.allocUnsafe(wanted) : window
    window.copy(next, 0, end - keep, end)
    window = next
    end = keep
    since = keep
  }

  const normalise = (): void => {
    if (range >>> 24 === 0) {
      range = (range << 8) >>> 0
      code = ((code << 8) | input[at++]!) >>> 0
    }
  }

  const bit = (index: number): number => {
    normalise()
    const prob = probs[index]!
    const bound = (range >>> 11) * prob
    if (code < bound) {
      range = bound
      probs[index] = prob + ((2048 - prob) >>> 5)
      return 0
    }
    range -= bound
    code -= bound
    probs[index] = prob - (prob >>> 5)
    return 1
  }

  const tree = (base: number, bits: number): number => {
    let symbol = 1
    for (let left = bits; left > 0; left--) symbol = (symbol << 1) | bit(base + symbol)
    return symbol - (1 << bits)
  }

  const reversed = (base: number, bits: number): number => {
    let symbol = 1
    let value = 0
    for (let place = 0; place < bits; place++) {
      const one = bit(base + symbol)
      symbol = (symbol << 1) | one
      value |= one << place
    }
    return value
  }

  const direct = (bits: number): number => {
    let value = 0
    for (let left = bits; left > 0; left--) {
      normalise()
      range >>>= 1
      const one = code >= range ? 1 : 0
      if (one === 1) code -= range
      value = ((value << 1) | one) >>> 0
    }
    return value
  }

  const lengthOf = (base: number, posState: number): number => {
    if (bit(base) === 0) return 2 + tree(base + 2 + posState * 8, 3)
    if (bit(base + 1) === 0) return 10 + tree(base + 2 + 128 + posState * 8, 3)
    return 18 + tree(base + 2 + 256, 8)
  }

  const literal = (): void => {
    const before = since > 0 ? window[end - 1]! : 0
    const base = LITERAL + 0x300 * (((total & lpMask) << lc) + (before >>> (8 - lc)))
    let symbol = 1
    if (state >= 7) {
      let match = window[end - rep0 - 1]!
      do {
        const matchBit = (match >>> 7) & 1
        match <<= 1
        const one = bit(base + ((1 + matchBit) << 8) + symbol)
        symbol = (symbol << 1) | one
        if (matchBit !== one) break
      } while (symbol < 0x100)
    }
    while (symbol < 0x100) symbol = (symbol << 1) | bit(base + symbol)
    window[end++] = symbol & 0xff
    since++
    total++
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6
  }

  const distance = (length: number): number => {
    const slot = tree(SLOT + Math.min(length - 2, 3) * 64, 6)
    if (slot < 4) return slot
    const bits = (slot >>> 1) - 1
    const high = (2 | (slot & 1)) * 2 ** bits
    if (slot < 14) return high + reversed(SPECIAL + high - slot, bits)
    return high + direct(bits - 4) * 16 + reversed(ALIGN, 4)
  }

  /** A match's length; its distance is rep0 by then. */
  const match = (posState: number): number => {
    if (bit(IS_REP + state) === 0) {
      rep3 = rep2
      rep2 = rep1
      rep1 = rep0
      const length = lengthOf(LENGTH, posState)
      state = state < 7 ? 7 : 10
      rep0 = distance(length)
      return length
    }
    if (bit(IS_REP_0 + state) === 0) {
      if (bit(IS_REP_0_LONG + state * 16 + posState) === 0) {
        state = state < 7 ? 9 : 11
        return 1
      }
    } else {
      let found = rep1
      if (bit(IS_REP_1 + state) === 1) {
        found = rep2
        if (bit(IS_REP_2 + state) === 1) {
          found = rep3
          rep3 = rep2
        }
        rep2 = rep1
      }
      rep1 = rep0
      rep0 = found
    }
    const length = lengthOf(REP_LENGTH, posState)
    state = state < 7 ? 8 : 11
    return length
  }

  return {
    reset({ dictionary, state: withState, properties }) {
      if (dictionary) {
        end = 0
        since = 0
        total = 0
      }
      if (properties !== undefined) {
        lc = properties % 9
        const rest = Math.floor(properties / 9)
        const lp = rest % 5
        const pb = Math.floor(rest / 5)
        if (pb > 4 || lc + lp > 4) throw new Error('impossible LZMA properties')
        lpMask = (1 << lp) - 1
        pbMask = (1 << pb) - 1
        probs = new Uint16Array(LITERAL + 0x300 * (1 << (lc + lp)))
      }
      if (withState) {
        probs.fill(HALF)
        state = 0
        rep0 = rep1 = rep2 = rep3 = 0
      }
    },
    copy(bytes) {
      makeRoom(bytes.length)
      window.set(bytes, end)
      end += bytes.length
      since += bytes.length
      total += bytes.length
      return window.subarray(end - bytes.length, end)
    },
    decode(packed, length) {
      if (probs.length === 0) throw new Error('an LZMA chunk before any properties')
      makeRoom(length)
      const start = end
      input = packed
      at = 5
      range = 0xffffffff
      code = ((packed[1]! << 24) | (packed[2]! << 16) | (packed[3]! << 8) | packed[4]!) >>> 0
      while (end - start < length) {
        const posState = total & pbMask
        if (bit(IS_MATCH + state * 16 + posState) === 0) {
          literal()
          continue
        }
        const run = match(posState)
        if (rep0 >= since || end - start + run > length) throw new Error('a match that leads outside')
        for (let left = run; left > 0; left--, end++) window[end] = window[end - rep0 - 1]!
        since += run
        total += run
        if (at > packed.length + 1) throw new Error('a chunk that is too short')
      }
      return window.subarray(start, end)
    },
  }
}
