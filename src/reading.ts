/**
 * One reading of some pieces: rows → observation records, handed on as they come and forgotten.
 *
 * A piece keeps its number in the plan, so a record says where it stands whoever reads it.
 */
import type { Conversation } from './model/conversation.ts'
import type { Progress, ScanOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { createObserver } from './observe.ts'
import { createPace } from './pace.ts'
import { readShard } from './read.ts'
import type { AnswerLexicon } from './responses/outcomes.ts'
import { checkOf, type PieceTally } from './tally-codec.ts'

export interface Piece {
  readonly shard: Shard
  readonly number: number // in the plan
}

/** The records of one conversation: words[from, to). */
export type TakeRecords = (
  words: Uint32Array,
  from: number,
  to: number,
  conversation: Conversation,
  line: number,
) => void

export async function readPieces(
  pieces: readonly Piece[],
  stage: Progress['stage'],
  options: ScanOptions,
  lexicon: AnswerLexicon,
  take: TakeRecords,
): Promise<PieceTally[]> {
  const observer = createObserver(lexicon, 1 << 16)
  const pace = createPace(options.signal)
  const sizes = sizesOf(pieces.map(({ shard }) => shard))
  const totalBytes = sizes.reduce((sum, bytes) => sum + bytes, 0)
  const tallies: PieceTally[] = []
  let bytesBefore = 0
  let rowsBefore = 0
  for (const [index, { shard, number }] of pieces.entries()) {
    let line = 0
    let check = 0
    const tally = await readShard(shard, number, options, {
      row: (_, at) => {
        line = at
      },
      conversation: (conversation, row) => {
        const exchanges = observer.observe(conversation, number, row)
        for (const { words, used } of observer.blocks) {
          for (let at = 0; at < used; at += words[at]) check = (check + checkOf(words, at)) >>> 0
          if (used > 0) take(words, 0, used, conversation, line)
        }
        observer.blocks.splice(1)
        observer.blocks[0].used = 0
        return exchanges
      },
      block: (bytes, rows) => {
        options.onProgress?.({ stage, rows: rowsBefore + rows, bytes: bytesBefore + bytes, totalBytes })
      },
    })
    await pace()
    bytesBefore += sizes[index]
    rowsBefore += tally.rows
    tallies.push({ ...tally, check })
  }
  return tallies
}

/** Stored bytes of each shard: of a range its own; of a part of a Parquet file, whose bounds are row groups, its share. */
export function sizesOf(shards: readonly Shard[]): number[] {
  const parts = new Map<string, number>()
  const isPart = ({ container, codec, member }: Shard): boolean =>
    container === 'parquet' && codec === 'none' && member === undefined
  for (const shard of shards) if (isPart(shard)) parts.set(shard.path, (parts.get(shard.path) ?? 0) + 1)
  return shards.map((shard) => {
    const { path, start, end, bytes } = shard
    if (isPart(shard)) return Math.ceil(bytes / (parts.get(path) ?? 1))
    return end - start || bytes
  })
}
