/**
 * From hashes back to words: reads again the rows that findings rest on, and keeps their texts.
 *
 * Only rows that are asked for are looked at closely, and at most a few for each finding, those with the smallest keys, so
 * that the words shown are the same however the data were cut.
 */
import type { Conversation } from './model/conversation.ts'
import type { ReadOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import * as o from './model/observation.ts'
import { createObserver } from './observe.ts'
import { keyOf } from './profile/sample.ts'
import { readShard } from './read.ts'
import type { AnswerLexicon } from './responses/outcomes.ts'

export interface ExchangeText {
  readonly system: string
  readonly earlier: readonly string[] // earlier user turns
  readonly last: string // the last user turn
  readonly answer: string
  readonly line: number // line within the shard, from 0
}

export type Texts = Map<number, ExchangeText> // by exchange key

export async function recover(records: Iterable<Uint32Array>, shards: readonly Shard[], options: ReadOptions & { signal?: AbortSignal }, lexicon: AnswerLexicon): Promise<Texts> {
  const wanted = new Map<number, Map<number, Set<number>>>() // shard → row → keys
  for (const record of records) {
    const rows = wanted.get(record[o.SHARD]) ?? new Map<number, Set<number>>()
    wanted.set(record[o.SHARD], rows)
    const keys = rows.get(record[o.ROW]) ?? new Set<number>()
    rows.set(record[o.ROW], keys)
    keys.add(keyOf(record, 0))
  }
  const texts: Texts = new Map()
  for (const [index, rows] of [...wanted].sort((a, b) => a[0] - b[0])) {
    let line = 0
    await readShard(shards[index], index, options, {
      row: (_, at) => {
        line = at
      },
      conversation: (conversation, row) => {
        const keys = rows.get(row)
        if (keys === undefined) return 1
        return take(conversation, keys, line, texts, lexicon)
      },
    })
  }
  return texts
}

function take(conversation: Conversation, keys: ReadonlySet<number>, line: number, texts: Texts, lexicon: AnswerLexicon): number {
  const observer = createObserver(lexicon, 1 << 14)
  const count = observer.observe(conversation, 0, 0)
  for (const block of observer.blocks) {
    for (let at = 0; at < block.used; at += block.words[at]) {
      const key = keyOf(block.words, at)
      if (keys.has(key)) texts.set(key, textOf(conversation, block.words[at + o.TURN] & 0xffffff, line))
    }
  }
  return count
}

function textOf({ turns }: Conversation, answer: number, line: number): ExchangeText {
  const before = turns.slice(0, answer)
  const users = before.filter((turn) => turn.role === 'user').map((turn) => turn.text)
  return {
    system: before.filter((turn) => turn.role === 'system').at(-1)?.text ?? '',
    earlier: users.slice(0, -1),
    last: users.at(-1) ?? '',
    answer: turns[answer].text.trim(),
    line,
  }
}
