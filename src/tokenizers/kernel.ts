/**
 * The kernel: what the first reading does to every byte, as WebAssembly with SIMD. Its source is in kernel/.
 *
 * Functions of numbers over a memory of its own: copy the text of a JSON string without its escapes, find bytes, turn text into
 * tokens, and what of the records of later readings counts. Each does what its twin in TypeScript does, some times faster; where there is no WebAssembly, the twins
 * remain. One kernel a thread, and everyone who uses it leaves nothing in it.
 */

import type { Filter } from '../sketches/filter.ts'
import { startProgram } from '../sketches/program.ts'
import { classOf, foldOf, NEWLINE, SENTENCE_END, SYMBOL, WORD } from './classes.ts'
import { ESCAPES } from './escapes.ts'
import { KERNEL_PROGRAM } from './kernel-program.ts'
import { looksLike } from './look-alikes.ts'
import { scriptOf } from './scripts.ts'
import { BASIS, finish, MARK_LINE, MARK_SENTENCE, PRIME } from './token-list.ts'

/** Where things lie in the memory. The tables are as kernel/layout.ts says. */
const COUNT = 0
const MEANT = 256
const HEX = 512
const LEFT = 1024
const MASKS = 2048
const OUTCOMES_COUNT = 4
const UNKNOWN = 8
const KINDS = (1 << 16) + (1 << 20)
const FOLDS = KINDS + (1 << 16)
const TABLES_END = FOLDS + (1 << 18)
const ANSWER_TOKENS = 1 << 14
const PROMPT_TOKENS = 1 << 21
const SLACK = 4096 // bytes: more than is read or written beyond an end
export const INPUT_BYTES = (1 << 20) + SLACK
export const TEXT_BYTES = 1 << 21

/** Records whose cells are wanted, so many words at a time, and the lists of what they count in. */
export const RECORD_WORDS = 1 << 16
const RECORDS = TABLES_END
const CELLS = RECORDS + RECORD_WORDS * 4
const OUTCOME_CELLS = CELLS + RECORD_WORDS * 4 + SLACK
const MARKED = OUTCOME_CELLS + RECORD_WORDS * 2 + SLACK
const ANSWER = MARKED + RECORD_WORDS + SLACK
const PROMPT = ANSWER + ANSWER_TOKENS * 4
/** Where a block of lines may be put, and where texts may: a text takes one token a byte at most, and then some. */
export const INPUT = PROMPT + PROMPT_TOKENS * 4
export const TEXT = INPUT + INPUT_BYTES + SLACK
const FILTERS = TEXT + TEXT_BYTES + SLACK
const FILTER_BYTES = 1 << 22
const SUMS = FILTERS + FILTER_BYTES
const SUMS_BYTES = 1 << 22
const MEMORY_END = SUMS + SUMS_BYTES
/** Weights of records, the words of a turn, and the features that passed, where tokens of prompts stand while there are any. */
const WEIGHTS = PROMPT
const MOST_RECORDS = RECORD_WORDS / 16 // no record is as short
const TURN_WORDS = WEIGHTS + MOST_RECORDS * 8
const PICKED = TURN_WORDS + RECORD_WORDS * 4 + SLACK

export interface Kernel {
  /** The memory, without the slack at its end. */
  readonly bytes: Buffer
  /** Room for the tokens of a prompt and those of an answer, and at which byte of the memory it begins. */
  readonly rooms: { readonly prompt: TokenRoom; readonly answer: TokenRoom }
  copyText(at: number, limit: number, to: number): number
  findAny(at: number, end: number, a: number, b: number, c: number): number
  findTwice(at: number, end: number, byte: number): number
  capitals(at: number, end: number): number
  tokenize(at: number, end: number, base: number, count: number): number
  /** Tells the kernel of characters that the last call met and did not know; false if there was none: then the token is not for it. */
  learn(): boolean
  /** Records one after another, at most RECORD_WORDS of words, into the cells that they count in. */
  cellsOf(records: Uint32Array, shift: number, marks: readonly number[]): Cells
  /** The filter that features are held against from here on; what it says must not change. */
  putFilter(filter: Filter): void
  /**
   * Of records one after another, at most RECORD_WORDS of words, the features that pass the filter put in last: for each record how
   * many, and their hashes, repeats and all. They are valid until the kernel is used for something else.
   */
  pickFeatures(records: Uint32Array, pairs: boolean): Uint32Array
  /** Whether a table of sums, as `RowWeights` has it, is small enough. */
  takes(sums: Uint32Array): boolean
  /** Takes a table over until another is given, or none: only then what was added is seen by who gave it. */
  holdSums(sums: Uint32Array | undefined): void
  /**
   * Adds the weight of each record, from `row` on, to those of its features that pass the filter and are in the table that is held.
   * Of a weight with a minus, which counts for nothing else, it is told to which features it was added: as `pickFeatures` does.
   */
  sumFeatures(records: Uint32Array, pairs: boolean, weights: Float64Array, row: number): Uint32Array
  /** What the last call left besides what it returned. */
  left(): number
}

export interface TokenRoom {
  readonly base: number
  readonly hashes: Uint32Array
  readonly starts: Uint32Array // outside of the kernel's memory: the slow tokens' places alone
  readonly ends: Uint32Array
}

/** Valid until the next ones are asked for. */
export interface Cells {
  readonly features: Uint32Array // each once a record
  readonly featureCount: number
  readonly outcomes: Uint32Array
  readonly outcomeCount: number
  readonly marked: Uint32Array // word of each record in whose last user turn one of the marks stands
  readonly markedCount: number
}

let made: Kernel | null | undefined

/** The thread's kernel; null where there is no WebAssembly with SIMD. */
export function kernel(): Kernel | null {
  if (made === undefined) made = make()
  return made
}

function make(): Kernel | null {
  const started = startProgram<Exports>(KERNEL_PROGRAM, MEMORY_END)
  if (started === undefined) return null
  const { memory, exports } = started
  const { copyText, findAny, findTwice, capitals, tokenize, cellsOf } = exports
  const bytes = new Uint8Array(memory.buffer)
  const cells = new Uint32Array(memory.buffer)
  fillTables(bytes, cells)
  const room = (base: number, length: number): TokenRoom => ({
    base,
    hashes: new Uint32Array(memory.buffer, base, length),
    starts: new Uint32Array(length),
    ends: new Uint32Array(length),
  })
  return {
    bytes: Buffer.from(memory.buffer, 0, TEXT + TEXT_BYTES),
    rooms: { prompt: room(PROMPT, PROMPT_TOKENS), answer: room(ANSWER, ANSWER_TOKENS) },
    copyText,
    findAny,
    findTwice,
    capitals,
    tokenize,
    learn: () => learnUnknown(bytes, cells),
    left: () => cells[COUNT / 4],
    cellsOf: createCellLists(memory.buffer, cellsOf),
    ...createPicks(memory.buffer, exports),
  }
}

interface Exports extends Pick<Kernel, 'copyText' | 'findAny' | 'findTwice' | 'capitals' | 'tokenize'> {
  cellsOf(at: number, end: number, to: number, outcomes: number, marked: number, ...rest: readonly number[]): number
  pickFeatures(at: number, end: number, to: number, words: number, filters: number, ...rest: readonly number[]): number
  sumFeatures(at: number, end: number, to: number, words: number, filter: number, ...rest: readonly number[]): number
}

function createCellLists(memory: ArrayBuffer, cellsOf: Exports['cellsOf']): Kernel['cellsOf'] {
  const words = new Uint32Array(memory, RECORDS, RECORD_WORDS)
  const left = new Uint32Array(memory, 0, 2)
  const features = new Uint32Array(memory, CELLS, RECORD_WORDS + SLACK / 4)
  const outcomes = new Uint32Array(memory, OUTCOME_CELLS, RECORD_WORDS / 2)
  const marked = new Uint32Array(memory, MARKED, RECORD_WORDS / 4)
  return (records, shift, [first, second, third]) => {
    words.set(records)
    const end = RECORDS + records.length * 4
    const cellsEnd = cellsOf(RECORDS, end, CELLS, OUTCOME_CELLS, MARKED, first, second, third, shift)
    const markedCount = left[COUNT / 4]
    for (let i = 0; i < markedCount; i++) marked[i] = (marked[i] - RECORDS) / 4
    const outcomeCount = left[OUTCOMES_COUNT / 4]
    return { features, featureCount: (cellsEnd - CELLS) / 4, outcomes, outcomeCount, marked, markedCount }
  }
}

type Picks = Pick<Kernel, 'putFilter' | 'pickFeatures' | 'takes' | 'holdSums' | 'sumFeatures'>

function createPicks(memory: ArrayBuffer, { pickFeatures, sumFeatures }: Exports): Picks {
  const words = new Uint32Array(memory, RECORDS, RECORD_WORDS)
  const filters = new Uint32Array(memory, FILTERS, FILTER_BYTES / 4)
  const room = new Uint32Array(memory, SUMS, SUMS_BYTES / 4)
  const weightRoom = new Float64Array(memory, WEIGHTS, MOST_RECORDS)
  let filterHeld: Filter | undefined
  let size = 0
  let last = 0
  let shift = 0
  let held: Uint32Array | undefined
  const pickedUntil = (behind: number): Uint32Array => new Uint32Array(memory, PICKED, (behind - PICKED) / 4)
  return {
    putFilter(filter) {
      if (filter === filterHeld) return
      filterHeld = filter
      size = filter.bits[0].length
      last = filter.bits.length - 1
      shift = filter.shift
      for (let i = 0; i <= last; i++) filters.set(filter.bits[i], i * size)
    },
    pickFeatures(records, pairs) {
      words.set(records)
      const end = RECORDS + records.length * 4
      const paired = pairs ? 1 : 0
      return pickedUntil(pickFeatures(RECORDS, end, PICKED, TURN_WORDS, FILTERS, size * 4, last, shift, paired))
    },
    takes: (sums) => sums.length <= room.length,
    holdSums(sums) {
      if (sums === held) return
      held?.set(room.subarray(0, held.length))
      if (sums !== undefined) room.set(sums)
      held = sums
    },
    sumFeatures(records, pairs, weights, row) {
      words.set(records)
      weightRoom.set(weights)
      const end = RECORDS + records.length * 4
      const paired = pairs ? 1 : 0
      const mask = held!.length / 4 - 2 // behind the slots stands one for the hash 0
      return pickedUntil(
        sumFeatures(RECORDS, end, PICKED, TURN_WORDS, FILTERS, shift, paired, WEIGHTS, SUMS, mask, row),
      )
    },
  }
}

/** The values of LEFT that are no token and no mark. */
const [NOTHING, BEYOND, OF_WORD] = [3, 4, 5]

function fillTables(bytes: Uint8Array, words: Uint32Array): void {
  bytes.set(ESCAPES, MEANT)
  bytes.fill(255, HEX, HEX + 256)
  for (let digit = 0; digit < 16; digit++) {
    const code = digit.toString(16).charCodeAt(0)
    bytes[HEX + code] = digit
    if (digit > 9) bytes[HEX + code - 32] = digit // capital
  }
  for (let byte = 0; byte < 256; byte++) words[LEFT / 4 + byte] = byte < 128 ? leftBy(byte) : BEYOND
  let inverse = 1 // of PRIME; each round doubles the bits that are right
  for (let round = 0; round < 5; round++) inverse = Math.imul(inverse, 2 - Math.imul(PRIME, inverse))
  const undo = [1]
  for (let steps = 1; steps <= 16; steps++) undo[steps] = Math.imul(undo[steps - 1], inverse)
  for (let length = 0; length <= 64; length++) {
    const at = MASKS + length * 32
    bytes.fill(255, at, at + Math.min(16, length))
    words[at / 4 + 4] = undo[8 - Math.min(8, length)]
    words[at / 4 + 5] = undo[16 - Math.min(16, length)]
  }
}

const DISGUISED = 64

/** Fills in what 256 characters are, of which one was met. */
function learnUnknown(bytes: Uint8Array, words: Uint32Array): boolean {
  const block = words[UNKNOWN / 4]
  if (block === 0) return false
  words[UNKNOWN / 4] = 0
  for (let code = (block - 1) * 256; code < block * 256; code++) {
    const folded = foldOf(code)
    const disguised = looksLike(folded) === folded ? 0 : DISGUISED
    bytes[KINDS + code] = (classOf(code) + 1) | (scriptOf(folded) * 16) | disguised
    words[FOLDS / 4 + code] = folded
  }
  return true
}

function leftBy(byte: number): number {
  const kind = classOf(byte)
  if (kind === WORD) return OF_WORD
  if (kind === NEWLINE) return MARK_LINE
  if (kind === SENTENCE_END) return MARK_SENTENCE
  return kind === SYMBOL ? finish(Math.imul(Math.imul(BASIS ^ byte, PRIME) ^ 1, PRIME)) : NOTHING
}
