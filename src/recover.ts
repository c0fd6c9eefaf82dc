/**
 * From hashes back to words: reads again the rows that findings rest on, and keeps their texts.
 *
 * Only rows that are asked for are looked at closely, and at most a few for each finding, those with the smallest keys, so
 * that the words shown are the same however the data were cut.
 */
import type { Conversation } from './model/conversation.ts'
import * as o from './model/observation.ts'
import type { ReadOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
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

/** Where else the copies of an exchange stand: shard · 2³² + row. */
export type Copies = ReadonlyMap<number, readonly number[]>

interface Wanted {
  readonly keys: Map<number, boolean> // key → whether the record itself stands here, not a copy
}

/** Rows whose texts are wanted. */
export interface Asked {
  readonly records: Iterable<Uint32Array>
  readonly copies: Copies // of these
  readonly alone: Iterable<Uint32Array> // other rows, whose copies elsewhere do not matter
}

export async function recover(
  { records, copies, alone }: Asked,
  shards: readonly Shard[],
  options: ReadOptions & { signal?: AbortSignal },
  lexicon: AnswerLexicon,
): Promise<Texts> {
  const wanted = new Map<number, Map<number, Wanted>>() // shard → row
  const want = (shard: number, row: number, key: number, itself: boolean): void => {
    const rows = wanted.get(shard) ?? new Map<number, Wanted>()
    wanted.set(shard, rows)
    const here = rows.get(row) ?? { keys: new Map<number, boolean>() }
    rows.set(row, here)
    here.keys.set(key, itself || here.keys.get(key) === true)
  }
  for (const record of records) {
    const key = keyOf(record, 0)
    want(record[o.SHARD], record[o.ROW], key, true)
    for (const place of copies.get(key) ?? []) want(Math.floor(place / 4294967296), place % 4294967296, key, false)
  }
  for (const record of alone) want(record[o.SHARD], record[o.ROW], keyOf(record, 0), true)
  const texts: Texts = new Map()
  for (const [index, rows] of [...wanted].sort((a, b) => a[0] - b[0])) {
    let line = 0
    await readShard(shards[index], index, options, {
      only: rows,
      row: (_, at) => {
        line = at
      },
      conversation: (conversation, row) => {
        const here = rows.get(row)
        if (here === undefined) return 1
        return take(conversation, here, line, texts, lexicon)
      },
    })
  }
  return texts
}

function take(
  conversation: Conversation,
  { keys }: Wanted,
  line: number,
  texts: Texts,
  lexicon: AnswerLexicon,
): number {
  const observer = createObserver(lexicon, 1 << 14)
  const count = observer.observe(conversation, 0, 0)
  for (const block of observer.blocks) {
    for (let at = 0; at < block.used; at += block.words[at]) {
      const key = keyOf(block.words, at)
      const itself = keys.get(key)
      if (itself === undefined) continue
      const text = textOf(conversation, block.words[at + o.TURN] & 0xffffff, line)
      const known = texts.get(key)
      texts.set(key, known === undefined ? text : { ...firstText(text, known), line: itself ? line : known.line })
    }
  }
  return count
}

/** Of the texts of two copies, which differ in spelling at most, the one that sorts first. */
export function firstText(a: ExchangeText, b: ExchangeText): ExchangeText {
  return spelling(a) <= spelling(b) ? a : b
}

function spelling({ last, answer, system, earlier }: ExchangeText): string {
  return JSON.stringify([last, answer, system, ...earlier])
}

/** @param answer  place of the answer among the turns */
export function textOf({ turns }: Conversation, answer: number, line: number): ExchangeText {
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
