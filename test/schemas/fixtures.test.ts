import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Conversation } from '../../src/model/conversation.ts'
import { createUnderstanding } from '../../src/schemas/index.ts'

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
  test.each(readdirSync(FOLDER))('%s', (name) => {
    const rows = readFileSync(path.join(FOLDER, name, 'input.jsonl'), 'utf8')
      .trim()
      .split('\n')
    const expected = JSON.parse(readFileSync(path.join(FOLDER, name, 'exchanges.json'), 'utf8'))
    expect(rows.map((row) => exchangesOf(JSON.parse(row)))).toEqual(expected)
  })
})
