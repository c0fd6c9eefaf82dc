/** Blocks that observation records are written to, one after another. */
import type { RecordBlock } from './model/observation.ts'

export interface RecordBlocks {
  /** Blocks filled so far; the last may still grow. */
  readonly blocks: RecordBlock[]
  /** A block that has room for so many words behind those that are used. */
  room(length: number): RecordBlock
  /** Takes back the words of a block that nobody needs any more: to touch new memory costs more than to write. */
  reuse(words: Uint32Array): void
}

const MOST_SPARE = 8 // blocks

/** @param blockWords  words of a block, if no record is longer */
export function createRecordBlocks(blockWords: number): RecordBlocks {
  const blocks: RecordBlock[] = [{ words: new Uint32Array(blockWords), used: 0 }]
  const spare: Uint32Array[] = []
  const begin = (length: number): RecordBlock => {
    const again = length <= blockWords ? spare.pop() : undefined
    const next = { words: again ?? new Uint32Array(Math.max(blockWords, length)), used: 0 }
    blocks.push(next)
    return next
  }
  return {
    blocks,
    room(length) {
      const block = blocks[blocks.length - 1]
      if (block.used + length <= block.words.length) return block
      return begin(length)
    },
    reuse(words) {
      if (words.length === blockWords && spare.length < MOST_SPARE) spare.push(words)
    },
  }
}
