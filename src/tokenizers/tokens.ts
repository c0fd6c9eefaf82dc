/**
 * Text, as UTF-8 bytes, into tokens, as 32-bit hashes: the hot loop of every reading.
 *
 * A token is a run of word characters, a single character of a script that puts no spaces, a symbol, or a run of marks that
 * seldom stand in a row: two and more sentence ends, `::`, `;;`, three and more of any other one. Sentence ends that differ are
 * known by the last run of one mark, or else by the last two marks, so that `?!` is the same behind `Why?` and behind `Why`.
 * Case, width and compatibility forms are folded; zero-width characters are left out and remembered as hidden. Between tokens
 * two marks are kept, since places depend on them: the end of a sentence and the end of a line. A word that hides something
 * (zero-width characters within, letters of another script among Latin ones) also has a *plain* hash, that of the word it
 * passes for.
 *
 * Allocates nothing but when the buffer grows. Knows no rows, turns or files.
 */
import { classOf, SENTENCE_END, SEPARATOR, SYMBOL, WORD } from './classes.ts'
import { slowToken, slowWord } from './slow-tokens.ts'
import { BASIS, finish, grow, MARK_LINE, MARK_SENTENCE, PRIME, type Tokens } from './token-list.ts'

export {
  emptyTokens,
  FIRST_TOKEN,
  FIRST_WORD,
  HIDDEN_BIDI,
  HIDDEN_TAG,
  HIDDEN_ZERO_WIDTH,
  type Tokens,
} from './token-list.ts'

/** For ASCII: the class in the high bits, the folded byte in the low seven. */
const ascii = new Uint16Array(128)
let asciiReady = false

function prepare(): void {
  for (let code = 0; code < 128; code++) {
    const lower = code >= 65 && code <= 90 ? code + 32 : code
    ascii[code] = (classOf(code) << 8) | lower
  }
  asciiReady = true
}

/**
 * Tokenises bytes[start, end) and appends to `into`.
 *
 * @param bytes  UTF-8; what is not valid is passed over as a separator
 */
export function tokenize(bytes: Uint8Array, start: number, end: number, into: Tokens): void {
  if (!asciiReady) prepare()
  if (into.count + (end - start) + 2 > into.hashes.length) grow(into, into.count + (end - start) + 2)
  const hashes = into.hashes
  const starts = into.starts
  const ends = into.ends
  let count = into.count
  let at = start
  while (at < end) {
    const byte = bytes[at]
    if (byte < 128) {
      const entry = ascii[byte]
      const kind = entry >>> 8
      if (kind === WORD) {
        const from = at
        let h = Math.imul(BASIS ^ (entry & 127), PRIME)
        at++
        let next = 0
        while (at < end) {
          const code = bytes[at]
          if (code >= 128) {
            next = 1
            break
          }
          const e = ascii[code]
          if (e >>> 8 !== WORD) break
          h = Math.imul(h ^ (e & 127), PRIME)
          at++
        }
        if (next === 1) {
          // A letter beyond ASCII may follow: the slow path takes the whole word.
          into.count = count
          at = slowWord(bytes, from, end, into)
          count = into.count
          continue
        }
        hashes[count] = finish(h)
        starts[count] = from
        ends[count++] = at
      } else if (kind === SENTENCE_END) {
        const from = at
        at++
        let last = byte
        let other = 0 // the mark before the last ones, if another
        let run = 1 // of the last mark
        while (at < end && bytes[at] < 128 && ascii[bytes[at]] >>> 8 === SENTENCE_END) {
          if (bytes[at] === last) run++
          else {
            other = last
            last = bytes[at]
            run = 1
          }
          at++
        }
        if (run >= 2 || other !== 0) {
          hashes[count] =
            run >= 2 ? runHash(last, run) : finish(Math.imul(Math.imul(BASIS ^ other, PRIME) ^ last, PRIME))
          starts[count] = at - Math.max(2, run)
          ends[count++] = at
        }
        if (count === 0 || hashes[count - 1] !== MARK_SENTENCE) {
          hashes[count] = MARK_SENTENCE
          starts[count] = from
          ends[count++] = at
        }
      } else if (kind === SEPARATOR || kind === SYMBOL) {
        const from = at
        at++
        if (at < end && bytes[at] === byte && byte > 32) while (at < end && bytes[at] === byte) at++
        const run = at - from
        if (kind === SYMBOL || (byte > 32 && (run >= 3 || (run === 2 && isColon(byte))))) {
          hashes[count] = runHash(byte, run)
          starts[count] = from
          ends[count++] = at
        }
      } else {
        if (count > 0 && hashes[count - 1] !== MARK_LINE) {
          hashes[count] = MARK_LINE
          starts[count] = at
          ends[count++] = at + 1
        }
        at++
      }
    } else {
      into.count = count
      at = slowToken(bytes, at, end, into)
      count = into.count
    }
  }
  into.count = count
}

/** A run of one mark; from four on its length says nothing more. */
function runHash(byte: number, run: number): number {
  return finish(Math.imul(Math.imul(BASIS ^ byte, PRIME) ^ (run < 4 ? run : 4), PRIME))
}

/** Colon and semicolon: two in a row part nothing in ordinary text; two commas, dashes, quotes or brackets do. */
function isColon(byte: number): boolean {
  return byte === 58 || byte === 59
}
