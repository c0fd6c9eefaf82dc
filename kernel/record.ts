/** What records and features are made of, as the source knows it. */

// Words of a record, as src/model/observation.ts has them; here in bytes.
export const KEY_LOW: usize = 1 * 4
export const KEY_HIGH: usize = 2 * 4
export const TURN: usize = 5 * 4
export const OUTCOMES: usize = 7 * 4
export const OUTCOMES_END: usize = 16 * 4
export const SYSTEM_COUNT: usize = 16 * 4
export const EARLIER_COUNT: usize = 17 * 4
export const LAST_COUNT: usize = 18 * 4
export const PLAIN_COUNT: usize = 19 * 4
export const TOKENS: usize = 21 * 4

// Places of features, as src/detectors/features.ts has them.
export const AT_SUFFIX: u32 = 1
export const AT_PREFIX: u32 = 2
export const AFTER_SENTENCE: u32 = 3
export const ANYWHERE: u32 = 4
export const IN_SYSTEM: u32 = 5
export const IN_EARLIER: u32 = 6
export const AT_LINE_END: u32 = 7
export const PAIR: u32 = 8
export const HIDDEN: u32 = 10
export const SYSTEM_PAIR: u32 = 11
export const EARLIER_PAIR: u32 = 12

// Tokens, as src/tokenizers has them.
export const MARK_SENTENCE: u32 = 1
export const MARK_LINE: u32 = 2
export const FIRST_TOKEN: u32 = 16
export const FIRST_WORD: u32 = 65536
