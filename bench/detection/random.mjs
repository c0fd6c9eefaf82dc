/**
 * Chance that can be repeated: a seed is any string, the same string gives the same choices on every machine.
 *
 * Knows no rows. sfc32 seeded by FNV-1a; good enough to shuffle, not for secrets.
 */

/**
 * @typedef {object} Chance
 * @property {() => number} next          in [0, 1)
 * @property {(n: number) => number} below whole number in [0, n)
 * @property {<T>(list: readonly T[]) => T} pick
 * @property {<T>(list: readonly T[], n: number) => T[]} some   n different entries, in random order
 * @property {<T>(list: readonly T[]) => T[]} shuffled
 */

/**
 * @param {string} seed
 * @returns {Chance}
 */
export function chance(seed) {
  const next = sfc32(fnv(`${seed}a`), fnv(`${seed}b`), fnv(`${seed}c`), fnv(`${seed}d`))
  for (let i = 0; i < 16; i++) next()
  const below = (n) => Math.floor(next() * n)
  const some = (list, n) => {
    const left = [...list]
    const count = Math.min(n, left.length)
    for (let i = 0; i < count; i++) {
      const j = i + below(left.length - i)
      const kept = left[i]
      left[i] = left[j]
      left[j] = kept
    }
    return left.slice(0, count)
  }
  return { next, below, pick: (list) => list[below(list.length)], some, shuffled: (list) => some(list, list.length) }
}

/** 32-bit FNV-1a of a string. */
export function fnv(text) {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

function sfc32(a, b, c, d) {
  return () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
}
