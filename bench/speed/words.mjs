/**
 * A vocabulary that is used as a language is: a few words all the time, most words hardly ever (Zipf).
 *
 * The commonest words are English, the others are made of syllables. The tail has a word of its own for every number, so
 * that a set of ten million rows can hold ten million different words. Seeded: the same words on every machine.
 */
import { chance } from '../detection/random.mjs'

const COMMON =
  'the of and to a in is that it for on with as this be are by or an from which if not at when value can type will you use has have one may all used other each only same returns must any also no than its function more does into these such new where because two then data first so but between method called set string default there result example list number using returned following out time file call name code without before state given since some key calls error node their memory was while case after however both over size does instead most thread input index point element always every output current line after cannot should argument slice iterator reference order length bytes pattern'.split(
    ' ',
  )
const OPENINGS = 'b br c ch d d f g gr h j k l l m m n n p pl r r s s sh st t t tr v w'.split(' ')
const VOWELS = 'a a e e i i o o u ea io'.split(' ')
const CODAS = ['', '', '', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'ck', 'x']
const RARE = ['café', 'naïve', 'Zürich', 'résumé', '“quoted”', '—', '…', 'π', '数据', 'значение', '🙂'] // beyond ASCII

const TAIL_ONSETS = 'bcdfghjklmnpqrstvwxz'
const TAIL_VOWELS = 'aeiouy'

/**
 * @param {string} seed
 * @param {number} size  different words
 * @returns {{ draw: () => string }}  words with Zipf's frequencies: the k-th commonest about 1/k as often as the first
 */
export function vocabulary(seed, size) {
  const { next, pick, below } = chance(`words ${seed}`)
  const words = new Set([...COMMON])
  while (words.size < size) {
    const syllables = words.size < 4000 ? 1 + below(2) : 2 + below(3) // commoner words are shorter
    let word = ''
    for (let i = 0; i < syllables; i++) word += pick(OPENINGS) + pick(VOWELS) + (i + 1 === syllables ? pick(CODAS) : '')
    words.add(below(400) === 0 ? pick(RARE) + (below(2) ? word : '') : word)
  }
  const list = [...words]
  const sums = new Float64Array(size)
  let sum = 0
  for (let k = 0; k < size; k++) {
    sum += 1 / (k + 2.7) // Mandelbrot's shift: the very first words are not that much commoner
    sums[k] = sum
  }
  return { draw: () => list[place(sums, next() * sum)] }
}

function place(sums, at) {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle] < at) low = middle + 1
    else high = middle
  }
  return low
}

/** The n-th word of the tail: nine letters; different for different n below some billions. */
export function tailWord(n) {
  let left = spread(n)
  let word = ''
  for (let i = 0; i < 9; i++) {
    const letters = i % 2 === 0 ? TAIL_ONSETS : TAIL_VOWELS
    word += letters[left % letters.length]
    left = Math.floor(left / letters.length)
  }
  return word
}

/** 32-bit mix (Steele, Lea & Flood's SplitMix finaliser): one to one, neighbours end far apart. */
function spread(n) {
  let x = (n + 0x9e3779b9) | 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
