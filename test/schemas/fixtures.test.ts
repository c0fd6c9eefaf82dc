import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Conversation } from '../../src/model/conversation.ts'
import { createUnderstanding } from '../../src/schemas/index.ts'
import { drip, gather, valuesOf, wholeShard } from '../readers/drip.ts'

const FOLDER = path.join(__dirname, '../../fixtures/schemas')

/** What a fixture's `exchanges.json` says of one row: its schema and exchanges, or why it has none. */
function exchangesOf(row: unknown): unknown {
  const read = createUnderstanding().understand(row)
  if ('skip' in read) return { skip: read.skip }
  return { schema: read.schema, exchanges: read.conversations.flatMap(exchangesIn) }
}

function exchangesIn({ turns }: Conversation): unknown[] {
  return turns.flatMap(({ role, text, trained }, place) => {
    if (role !== 'assistant' || !trained) return []
    return [{ prompt: turns.slice(0, place).map((turn) => `${turn.role}: ${turn.text}`), answer: text }]
  })
}

describe('every fixture is read as the exchanges beside it', () => {
  const inBites = readdirSync(FOLDER).flatMap((name) => [1, 1 << 20].map((bytes) => [name, bytes] as const))
  test.each(inBites)('%s, its bytes read %i at a time', async (name, bytes) => {
    const file = path.join(FOLDER, name, 'input.jsonl')
    const read = await gather(wholeShard(file, statSync(file).size, 'jsonl'), { tap: drip(bytes) })
    const expected = JSON.parse(readFileSync(path.join(FOLDER, name, 'exchanges.json'), 'utf8'))
    expect(valuesOf(read).map(exchangesOf)).toEqual(expected)
    expect([read.fault, read.skips]).toEqual([undefined, []])
  })
})
