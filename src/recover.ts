/**
 * From hashes back to words: reads again the rows that findings rest on, and keeps their texts.
 *
 * Only rows that are asked for are looked at closely, and at most a few for each finding, those with the smallest keys, so
 * that the words shown are the same however the data were cut.
 */
import type { Conversation } from './model/conversation.ts'
import * as o from './model/observation.ts'
import type { Shard } from './model/shard.ts'
import { createObserver } from './observe.ts'
import { keyOf } from './profile/sample.ts'
import { readShard } from './read.ts'
import type { LinePlaces, OpenOptions } from './readers/index.ts'
import type { AnswerLexicon } from './responses/outcomes.ts'
import type { ReadersOf } from './row-readers.ts'

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

/** Rows of a shard whose texts are wanted: by row and exchange key, what for. */
export type WantedRows = ReadonlyMap<number, ReadonlyMap<number, Want>>

/** As one of the copies of an exchange, as the record of it that was named, and for itself, whatever copies there are: bits. */
type Want = number
const [COPY, NAMED, ALONE] = [1, 2, 4]

export interface FoundText {
  readonly key: number
  readonly text: ExchangeText
  readonly want: Want
}

/** What was asked for: texts of exchanges with all their copies, and texts of rows alone. */
export interface FoundTexts {
  readonly joined: Texts
  readonly alone: Texts
}

/** Exchanges whose texts are wanted. */
export interface Asked {
  readonly records: Iterable<Uint32Array>
  readonly copies: Copies // of these
  readonly alone: Iterable<Uint32Array> // other rows, whose copies elsewhere do not matter
}

/** Which rows are to be read, by shard, in the order of the shards. */
export function wantedRows({ records, copies, alone }: Asked): (readonly [shard: number, rows: WantedRows])[] {
  const wanted = new Map<number, Map<number, Map<number, Want>>>()
  const want = (shard: number, row: number, key: number, what: Want): void => {
    const rows = wanted.get(shard) ?? new Map<number, Map<number, Want>>()
    wanted.set(shard, rows)
    const keys = rows.get(row) ?? new Map<number, Want>()
    rows.set(row, keys)
    keys.set(key, (keys.get(key) ?? 0) | what)
  }
  for (const record of records) {
    const key = keyOf(record, 0)
    want(record[o.SHARD], record[o.ROW], key, NAMED)
    for (const place of copies.get(key) ?? []) want(Math.floor(place / 4294967296), place % 4294967296, key, COPY)
  }
  for (const record of alone) want(record[o.SHARD], record[o.ROW], keyOf(record, 0), ALONE)
  return [...wanted].sort((a, b) => a[0] - b[0])
}

export interface TextReader {
  /**
   * Reads rows of one shard.
   *
   * @param places  where its lines stand, if that was noted; else all of it is read
   */
  read(shard: Shard, index: number, rows: WantedRows, places?: LinePlaces): Promise<readonly FoundText[]>
}

/** @param readers  of rows: what they have learnt already need not be learnt again */
export function createTextReader(options: OpenOptions, lexicon: AnswerLexicon, readers?: ReadersOf): TextReader {
  const observer = createObserver(lexicon, 1 << 14)
  return {
    async read(shard, index, rows, places) {
      const found: FoundText[] = []
      let line = 0
      await readShard(shard, index, options, {
        readers,
        only: rows,
        places,
        row: (_, at) => {
          line = at
        },
        conversation: (conversation, row) => {
          const keys = rows.get(row)
          if (keys === undefined) return 1
          const count = observer.observe(conversation, 0, 0)
          for (const { words, used } of observer.blocks) {
            for (let at = 0; at < used; at += words[at]) {
              const key = keyOf(words, at)
              const want = keys.get(key)
              if (want !== undefined)
                found.push({ key, text: textOf(conversation, words[at + o.TURN] & 0xffffff, line), want })
            }
          }
          observer.blocks.splice(1)
          observer.blocks[0].used = 0
          return count
        },
      })
      return found
    },
  }
}

/** One text for each exchange: of copies the spelling that sorts first, and the line of the record that was named. */
export function joinFound(found: Iterable<FoundText>): FoundTexts {
  const joined: Texts = new Map()
  const alone: Texts = new Map()
  const join = (into: Texts, { key, text }: FoundText, isNamed: boolean): void => {
    const known = into.get(key)
    into.set(key, known === undefined ? text : { ...firstText(text, known), line: isNamed ? text.line : known.line })
  }
  for (const one of found) {
    if (one.want & (COPY | NAMED)) join(joined, one, (one.want & NAMED) !== 0)
    if (one.want & ALONE) join(alone, one, true)
  }
  return { joined, alone }
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
