/**
 * Text into tokens, 64 bytes at a time. The same function, slower and in plain TypeScript, is `src/tokenizers/tokens.ts`: a test holds
 * the two equal.
 *
 * AssemblyScript. A chunk of 64 bytes becomes bit masks: which bytes are of a word, where words begin and end, what else must be
 * looked at. Words are only noted (place, and the slot of their hash); four at a time are hashed later, one in each lane.
 */
import { beyond, isLeft, out as written } from './beyond'
import { BASIS, finish, PRIME } from './hashes'
import { BEYOND, COUNT, FIXES, HALVES, LEFT, LENGTHS, LONGS, MASKS, MOST, NOTHING, OF_WORD, STARTS } from './layout'
import { FIRST_WORD, MARK_LINE, MARK_SENTENCE } from './record'

/**
 * What kind of byte each is: 1 to 15 of a word (letters, digits, underscore), 16 and above a separator that leaves nothing behind unless
 * it is said three times (of these 32 and above twice: colon and semicolon), 0 all others.
 */
// @ts-expect-error: decorator
@inline
function kinds(v: v128): v128 {
  const low = i8x16.swizzle(
    i8x16(-107, -121, -105, -121, -121, -121, -121, -105, -105, -105, 38, -30, -110, 82, -126, -118),
    v128.and(v, i8x16.splat(15)),
  )
  const high = i8x16.swizzle(i8x16(-128, -128, 16, 33, 2, 76, 2, 68, 0, 0, 0, 0, 0, 0, 0, 0), i8x16.shr_u(v, 4))
  return v128.and(low, high)
}

// @ts-expect-error: decorator
@inline
function wordBits(kind: v128): u64 {
  return u64(i8x16.bitmask(i8x16.gt_s(v128.and(kind, i8x16.splat(15)), i8x16.splat(0))))
}

// @ts-expect-error: decorator
@inline
function otherBits(kind: v128): u64 {
  return u64(i8x16.bitmask(i8x16.eq(kind, i8x16.splat(0))))
}

/** Bytes above the space that the next two repeat; colons and semicolons that the next one does. */
// @ts-expect-error: decorator
@inline
function repeated(at: usize, v: v128, kind: v128): v128 {
  const colon = i8x16.eq(v128.and(kind, i8x16.splat(-16)), i8x16.splat(32))
  const thrice = v128.or(i8x16.eq(v, v128.load(at, 2)), colon)
  return v128.and(v128.and(i8x16.eq(v, v128.load(at, 1)), thrice), i8x16.gt_s(v, i8x16.splat(32)))
}

// @ts-expect-error: decorator
@inline
function runHash(byte: u32, run: u32): u32 {
  return finish((((BASIS ^ byte) * PRIME) ^ min<u32>(run, 4)) * PRIME)
}

/**
 * Appends the tokens of bytes[start, end) to those at `base`, of which there are `count`, and leaves in COUNT how many there are then.
 * Returns `end`, or the first byte of a token that somebody else must take.
 */
export function tokenize(start: usize, end: usize, base: usize, count: usize): usize {
  let at = plain(start, end, base, count)
  while (at < end) {
    at = beyond(at, end, base, base + (usize(load<u32>(COUNT)) << 2))
    count = (written - base) >> 2
    store<u32>(COUNT, u32(count))
    if (isLeft || at >= end) return at
    at = plain(at, end, base, count)
  }
  return end
}

/**
 * The same up to the first token that has a character beyond ASCII.
 *
 * Words begin at `starts`; `others` may leave something behind too. Each takes a slot, in their order, all slots are hashed as if words
 * stood there, and what is no word is put right afterwards: so nothing hangs on what comes next, which no processor could foresee.
 */
function plain(start: usize, end: usize, base: usize, count: usize): usize {
  let out = base + (count << 2) // slot of the first that is noted
  let noted: usize = 0
  let fixes: usize = FIXES
  let next: usize = 0 // first byte that is not used up
  let carry: u64 = 0 // 1: the chunk before ended within a word
  let spill: u64 = 0 // 1: what the chunk before left behind takes a slot of this one too
  let last: u32 = count == 0 ? MARK_LINE : load<u32>(out - 4) // what was left behind last, if that was a mark; else 0
  if (last >= FIRST_WORD) last = 0
  for (let at = start; at < end; at += 64) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    const left = end - at
    const within: u64 = left >= 64 ? ~0 : ((1 as u64) << left) - 1
    const ka = kinds(a)
    const kb = kinds(b)
    const kc = kinds(c)
    const kd = kinds(d)
    const word = (wordBits(ka) | (wordBits(kb) << 16) | (wordBits(kc) << 32) | (wordBits(kd) << 48)) & within
    let others = otherBits(ka) | (otherBits(kb) << 16) | (otherBits(kc) << 32) | (otherBits(kd) << 48)
    const ra = repeated(at, a, ka)
    const rb = repeated(at + 16, b, kb)
    const rc = repeated(at + 32, c, kc)
    const rd = repeated(at + 48, d, kd)
    if (v128.any_true(v128.or(v128.or(ra, rb), v128.or(rc, rd)))) {
      const runs = u64(i8x16.bitmask(ra)) | (u64(i8x16.bitmask(rb)) << 16) | (u64(i8x16.bitmask(rc)) << 32)
      others |= (runs | (u64(i8x16.bitmask(rd)) << 48)) & ~word
    }
    others &= within
    if (carry != 0) {
      const length = (noted << 2) - 4 + LENGTHS
      store<u32>(length, min<u32>(load<u32>(length) + (u32(ctz(~word)) << 5), 64 << 5))
    }
    const starts = word & ~((word << 1) | carry)
    let slots = starts | spill
    spill = 0
    let before: u64 = 0 // starts before what was looked at last
    let stop: usize = 0
    while (others != 0) {
      const bit = ctz(others)
      const below = ((1 as u64) << bit) - 1
      const place = at + usize(bit)
      others &= others - 1
      if (place < next) continue
      const byte = load<u8>(place)
      last = select<u32>(last, 0, (starts & below) == before)
      before = starts & below
      const slot = out + ((noted + usize(popcnt(slots & below))) << 2)
      let value = load<u32>(LEFT + (usize(byte) << 2))
      const follows = load<u8>(place + 1)
      const mark = value == MARK_SENTENCE
      // What lies behind `end` may look like more of the run; the run itself is bounded.
      if (
        (byte > 32 && follows == byte) ||
        value == NOTHING ||
        value == BEYOND ||
        (mark && load<u32>(LEFT + (usize(follows) << 2)) == MARK_SENTENCE)
      ) {
        if (value == BEYOND) {
          slots &= below
          stop = place
          break
        }
        next = place + 1
        let isRun: bool
        let hash: u32
        if (mark) {
          let final = u32(byte)
          let other: u32 = 0 // the mark before the last ones, if another
          let run: u32 = 1 // of the last mark
          while (next < end && load<u32>(LEFT + (usize(load<u8>(next)) << 2)) == MARK_SENTENCE) {
            const now = u32(load<u8>(next))
            if (now == final) run++
            else {
              other = final
              final = now
              run = 1
            }
            next++
          }
          isRun = run >= 2 || other != 0
          hash = run >= 2 ? runHash(final, run) : finish((((BASIS ^ other) * PRIME) ^ final) * PRIME)
        } else {
          if (byte > 32) while (next < end && load<u8>(next) == byte) next++
          const run = u32(next - place)
          isRun = value >= FIRST_WORD || (byte > 32 && (run >= 3 || (run == 2 && (byte == 58 || byte == 59))))
          hash = runHash(byte, run)
        }
        if (isRun) {
          store<u32>(fixes, u32(slot))
          store<u32>(fixes, hash, 4)
          fixes += 8
          slots |= (1 as u64) << bit
          last = 0
          if (mark) {
            store<u32>(fixes, u32(slot + 4))
            store<u32>(fixes, MARK_SENTENCE, 4)
            fixes += 8
            last = MARK_SENTENCE
            if (bit == 63) spill = 1
            else slots |= (2 as u64) << bit
          }
          continue
        }
        if (!mark) continue
        value = MARK_SENTENCE
      }
      store<u32>(fixes, u32(slot))
      store<u32>(fixes, value, 4)
      const isNew = value != last
      fixes += usize(isNew) << 3
      slots |= u64(isNew) << bit
      last = select<u32>(value, 0, value < FIRST_WORD)
    }
    last = select<u32>(last, 0, starts == before)
    let to = noted << 2
    noted += usize(popcnt(slots))
    const full = noted << 2
    do {
      note(to, at, slots, word)
      slots &= slots - 1
      note(to + 4, at, slots, word)
      slots &= slots - 1
      note(to + 8, at, slots, word)
      slots &= slots - 1
      note(to + 12, at, slots, word)
      slots &= slots - 1
      to += 16
    } while (to < full)
    carry = word >> 63
    if (stop != 0) {
      // A word that goes on beyond ASCII is not ours.
      const cut = stop > start && load<u32>(LEFT + (usize(load<u8>(stop - 1)) << 2)) == OF_WORD
      if (cut) noted--
      finishRound(out, noted, fixes, end)
      store<u32>(COUNT, u32((out - base) >> 2) + u32(noted))
      return cut ? usize(load<u32>(STARTS + (noted << 2))) : stop
    }
    if (noted > MOST) {
      if (spill != 0) {
        // The slot of the next chunk is filled already: it begins anew behind the run that did so.
        noted++
        spill = 0
        at = next - 64
      }
      if (carry != 0) noted-- // a word that may go on: it stays
      const kept = load<u32>(STARTS + (noted << 2))
      const length = load<u32>(LENGTHS + (noted << 2))
      finishRound(out, noted, fixes, end)
      out += noted << 2
      fixes = FIXES
      noted = usize(carry)
      store<u32>(STARTS, kept)
      store<u32>(LENGTHS, length)
    }
  }
  finishRound(out, noted, fixes, end)
  store<u32>(COUNT, u32((out - base) >> 2) + u32(noted))
  return end
}

/** Notes the first of `slots`. */
// @ts-expect-error: decorator
@inline
function note(to: usize, at: usize, slots: u64, word: u64): void {
  const bit = ctz(slots)
  store<u32>(STARTS + to, u32(at + usize(bit)))
  store<u32>(LENGTHS + to, (1 + u32(ctz(~((word >> bit) >> 1)))) << 5)
}

/** Capital letters become small ones; all else, 0 too, stays. */
// @ts-expect-error: decorator
@inline
function folded(v: v128): v128 {
  const isCapital = i8x16.lt_s(i8x16.add(v, i8x16.splat(63)), i8x16.splat(-102))
  return v128.or(v, v128.and(isCapital, i8x16.splat(32)))
}

/** Four bytes of each lane. */
// @ts-expect-error: decorator
@inline
function hashFour(hash: v128, bytes: v128): v128 {
  const byte = i32x4.splat(255)
  const prime = i32x4.splat(PRIME)
  let h = i32x4.mul(v128.xor(hash, v128.and(bytes, byte)), prime)
  h = i32x4.mul(v128.xor(h, v128.and(i32x4.shr_u(bytes, 8), byte)), prime)
  h = i32x4.mul(v128.xor(h, v128.and(i32x4.shr_u(bytes, 16), byte)), prime)
  return i32x4.mul(v128.xor(h, i32x4.shr_u(bytes, 24)), prime)
}

/** Eight bytes of one word and eight of another, without what lies beyond the words, folded. */
// @ts-expect-error: decorator
@inline
function eightOf(one: usize, oneMask: usize, other: usize, otherMask: usize): v128 {
  const bytes = v128.load_lane<u64>(other, v128.load64_zero(one), 1)
  return folded(v128.and(bytes, v128.load_lane<u64>(otherMask, v128.load64_zero(oneMask), 1)))
}

/** Eight bytes of each lane: of the first two words, and of the last two. */
// @ts-expect-error: decorator
@inline
function hashEight(hash: v128, first: v128, last: v128): v128 {
  return hashFour(
    hashFour(hash, v128.shuffle<i32>(first, last, 0, 2, 4, 6)),
    v128.shuffle<i32>(first, last, 1, 3, 5, 7),
  )
}

/**
 * Hashes what is noted (FNV-1a of the folded bytes of words, and the last step) into the slots at `out`, then puts right what is no word.
 *
 * Four words at a time, one in each lane. All lanes take eight steps: a byte beyond a word's end is 0, so it only multiplies, and that
 * is undone at the end. Longer words are only listed, and hashed afterwards among themselves: which of them are long no processor could foresee.
 */
function finishRound(out: usize, noted: usize, fixes: usize, end: usize): void {
  let longs: usize = LONGS
  for (let i: usize = 0; i < noted << 2; i += 16) {
    const l0 = load<u32>(LENGTHS + i)
    const l1 = load<u32>(LENGTHS + i, 4)
    const l2 = load<u32>(LENGTHS + i, 8)
    const l3 = load<u32>(LENGTHS + i, 12)
    const n0 = MASKS + usize(l0)
    const n1 = MASKS + usize(l1)
    const n2 = MASKS + usize(l2)
    const n3 = MASKS + usize(l3)
    let h = hashEight(
      i32x4.splat(BASIS),
      eightOf(load<u32>(STARTS + i), n0, load<u32>(STARTS + i, 4), n1),
      eightOf(load<u32>(STARTS + i, 8), n2, load<u32>(STARTS + i, 12), n3),
    )
    h = i32x4.mul(h, lanes(n0 + 16, n1 + 16, n2 + 16, n3 + 16))
    v128.store(HALVES + i, h)
    v128.store(out + i, finished(h))
    store<u32>(longs, u32(i))
    longs += usize(l0 > 8 << 5) << 2
    store<u32>(longs, u32(i) + 4)
    longs += usize(l1 > 8 << 5) << 2
    store<u32>(longs, u32(i) + 8)
    longs += usize(l2 > 8 << 5) << 2
    store<u32>(longs, u32(i) + 12)
    longs += usize(l3 > 8 << 5) << 2
  }
  if (longs > LONGS) {
    // The last four are filled up with the last.
    const last = load<u32>(longs - 4)
    store<u32>(longs, last)
    store<u32>(longs, last, 4)
    store<u32>(longs, last, 8)
    for (let at: usize = LONGS; at < longs; at += 16) {
      const i0 = usize(load<u32>(at))
      const i1 = usize(load<u32>(at, 4))
      const i2 = usize(load<u32>(at, 8))
      const i3 = usize(load<u32>(at, 12))
      const n0 = MASKS + usize(load<u32>(LENGTHS + i0))
      const n1 = MASKS + usize(load<u32>(LENGTHS + i1))
      const n2 = MASKS + usize(load<u32>(LENGTHS + i2))
      const n3 = MASKS + usize(load<u32>(LENGTHS + i3))
      let h = hashEight(
        lanes(HALVES + i0, HALVES + i1, HALVES + i2, HALVES + i3),
        eightOf(load<u32>(STARTS + i0) + 8, n0 + 8, load<u32>(STARTS + i1) + 8, n1 + 8),
        eightOf(load<u32>(STARTS + i2) + 8, n2 + 8, load<u32>(STARTS + i3) + 8, n3 + 8),
      )
      h = i32x4.mul(h, lanes(n0 + 20, n1 + 20, n2 + 20, n3 + 20))
      h = i32x4.replace_lane(h, 0, longer(i32x4.extract_lane(h, 0), i0, end))
      h = i32x4.replace_lane(h, 1, longer(i32x4.extract_lane(h, 1), i1, end))
      h = i32x4.replace_lane(h, 2, longer(i32x4.extract_lane(h, 2), i2, end))
      h = i32x4.replace_lane(h, 3, longer(i32x4.extract_lane(h, 3), i3, end))
      h = finished(h)
      v128.store_lane<u32>(out + i0, h, 0)
      v128.store_lane<u32>(out + i1, h, 1)
      v128.store_lane<u32>(out + i2, h, 2)
      v128.store_lane<u32>(out + i3, h, 3)
    }
  }
  for (let i = FIXES; i < fixes; i += 8) store<u32>(load<u32>(i), load<u32>(i, 4))
}

/** The last step of four hashes, as `finish` takes it. */
// @ts-expect-error: decorator
@inline
function finished(hash: v128): v128 {
  let h = v128.xor(hash, i32x4.shr_u(hash, 16))
  h = i32x4.mul(h, i32x4.splat(0x85ebca6b))
  h = v128.xor(h, i32x4.shr_u(h, 13))
  h = i32x4.mul(h, i32x4.splat(0xc2b2ae35))
  h = v128.xor(h, i32x4.shr_u(h, 16))
  return i32x4.add(h, v128.and(i32x4.eq(i32x4.shr_u(h, 16), i32x4.splat(0)), i32x4.splat(FIRST_WORD)))
}

/** The numbers at four places, one in each lane. */
// @ts-expect-error: decorator
@inline
function lanes(a: usize, b: usize, c: usize, d: usize): v128 {
  let all = v128.load32_zero(a)
  all = v128.load_lane<u32>(b, all, 1)
  all = v128.load_lane<u32>(c, all, 2)
  return v128.load_lane<u32>(d, all, 3)
}

/** Goes on with the hash of a word of more than sixteen bytes. */
function longer(hash: u32, i: usize, end: usize): u32 {
  let h = hash
  if (load<u32>(LENGTHS + i) <= 16 << 5) return h
  for (let at = usize(load<u32>(STARTS + i)) + 16; at < end; at++) {
    const byte = u32(load<u8>(at))
    if (load<u32>(LEFT + (usize(byte) << 2)) != OF_WORD) break
    h = (h ^ (byte - 65 < 26 ? byte | 32 : byte)) * PRIME
  }
  return h
}
