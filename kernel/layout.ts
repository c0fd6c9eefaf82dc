/** Where things lie in the kernel's memory, in bytes. `src/tokenizers/kernel.ts` fills the tables and knows the same numbers. */
export const COUNT: usize = 0 // what a call leaves behind besides what it returns
export const OUTCOMES_COUNT: usize = 4
export const MEANT: usize = 256 // by byte: what it stands for behind a backslash, or 0
export const HEX: usize = 512 // by byte: its worth as a hexadecimal digit, or 255
export const LEFT: usize = 1024 // by byte, four bytes each: the token or mark that one such byte leaves behind, or one of the two below
export const MASKS: usize = 2048 // by length of a word, 0 to 64, 32 bytes each: mask of its first 16 bytes, what undoes 8 and 16 steps
export const MOST: usize = 1024 // noted between two rounds of hashing, and up to 128 more
export const STARTS: usize = 8192 // of what is noted
export const LENGTHS: usize = STARTS + 8192 // of the words among it, times 32, at most 64 times 32
export const FIXES: usize = LENGTHS + 8192 // pairs: slot, value
export const HALVES: usize = 45056 // what the first eight bytes of each make
export const LONGS: usize = HALVES + 8192 // places in STARTS of words of more than eight bytes
export const SEEN: usize = 1 << 16 // features of a record that were met, by the bits of their hashes
export const SEEN_SLOTS: u32 = 1 << 18
export const UNKNOWN: usize = 8 // the 256 characters, from 1, of which one was met and is not in the next two
export const KINDS: usize = SEEN + (1 << 20) // by code point of the first plane: what it is, in the bits below, or 0 where that is not known yet
export const FOLDS: usize = KINDS + (1 << 16) // and what it folds to, four bytes each

/** Bits of KINDS: a class and one; the script of letters; whether what it folds to looks like something else. */
export const KIND: u32 = 15
export const LATIN: u32 = 16
export const OTHER_SCRIPT: u32 = 32
export const DISGUISED: u32 = 64

/** In LEFT: a separator, which leaves nothing behind unless it is said three times; and the bytes beyond ASCII. */
export const NOTHING: u32 = 3
export const BEYOND: u32 = 4
/** In LEFT: bytes of words. */
export const OF_WORD: u32 = 5
