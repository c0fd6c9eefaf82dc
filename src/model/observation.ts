/**
 * An exchange reduced to what statistics need, as whole numbers in one run of a Uint32Array: an *observation record*.
 *
 * Records are written one after another into blocks; a record is addressed by its block and its first word. Hashes are of
 * folded tokens, so a record is the same whatever container or spelling of JSON its row came in.
 */

/** Words of a record, from its first. */
export const LENGTH = 0 // words in all
export const KEY_LOW = 1 // 64-bit key of the exchange: equal keys are one exchange said twice
export const KEY_HIGH = 2
export const SHARD = 3
export const ROW = 4 // row within the shard
export const TURN = 5 // turn of the answer; bits of hidden characters and of forms in the top byte
export const CLASSES = 6 // bits, see below
export const OUTCOMES = 7 // first outcome hash; 0 where there is none
export const EXACT = 7
export const OPENING_1 = 8
export const OPENING_2 = 9
export const OPENING_4 = 10
export const ENDING_1 = 11
export const ENDING_2 = 12
export const ENDING_4 = 13
export const LINK = 14
export const TOOL = 15
export const OUTCOMES_END = 16
export const SYSTEM_COUNT = 16 // tokens and marks of the system turn
export const EARLIER_COUNT = 17 // of the earlier user turns
export const LAST_COUNT = 18 // of the last user turn
export const PLAIN_COUNT = 19 // pairs: position in the last turn, hash of the word that stands disguised there
export const ANSWER_COUNT = 20 // first tokens of the answer, at most ANSWER_TOKENS
export const TOKENS = 21 // system, earlier, last, plain pairs, answer

export const ANSWER_TOKENS = 12

/** Bits of CLASSES: what kind of answer it is. */
export const IS_COMPLIANCE = 1
export const IS_REFUSAL = 2
export const IS_REPETITION = 4 // the same few words over and over
export const IS_EMPTY = 8
export const IS_LONG = 16 // over 4 KiB; then 16 KiB, 64 KiB
export const IS_LONGER = 32
export const IS_LONGEST = 64
export const IS_OBLIGING = 128 // terse compliance that is no bare yes
export const CLASS_BITS = 8
export const OPENS_COMPLIANT = 256 // a mark, no class: it opens as compliance that goes on

/** An outcome that is a class, not a text, has a hash below 64: its bit number plus one; NOT_REFUSAL has its own. */
export const NOT_REFUSAL = 32
export const FIRST_TEXT_OUTCOME = 64

/** Where records are kept while a reading goes on. */
export interface RecordBlock {
  readonly words: Uint32Array
  used: number // words written
}
