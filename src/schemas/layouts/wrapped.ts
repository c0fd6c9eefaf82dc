/**
 * Rows inside rows, and rows that hold none.
 *
 * `{data: {messages}}`, `{body: {messages}}`, `{examples: [{input, target}]}`, `{request, response}` logs. Traces of agents and
 * token numbers are no samples of text: they are counted by reason.
 */
import type { Conversation, Unread } from '../../model/conversation.ts'
import { isRow, type Layout, type Row } from '../layout.ts'
import { turnsOf } from '../messages.ts'
import { textOf } from '../text.ts'

const TRACE = Object.freeze({ skip: 'agent-trace' })
const TOKENS = Object.freeze({ skip: 'pre-tokenised' })

/** A log of requests to a chat endpoint: `request.messages`, and the answer in `response`. */
export const exchangeLog: Layout = {
  name: 'request-log',
  fit(fields) {
    const request = fields.find('request', 'body', 'req')
    const response = fields.find('response', 'resp')
    if (request === undefined || response === undefined) return undefined
    const read = (row: Row) => {
      const asked = bodyOf(row[request])
      const answered = bodyOf(row[response])
      const turns = isRow(asked) ? turnsOf(asked.messages) : turnsOf(asked)
      if (turns === undefined) return undefined
      const choice = isRow(answered) && Array.isArray(answered.choices) ? answered.choices[0] : answered
      const message = isRow(choice) && choice.message !== undefined ? choice.message : choice
      const said = isRow(message) ? turnsOf([{ role: 'assistant', ...message }]) : undefined
      const text = said === undefined ? textOf(message) : undefined
      const answer = said ?? (text === undefined ? [] : turnsOf([{ role: 'assistant', content: text }]))
      return [{ turns: [...turns, ...(answer ?? [])] }]
    }
    return { used: [request, response], read }
  },
}

function bodyOf(value: unknown): unknown {
  return isRow(value) && value.body !== undefined ? value.body : value
}

/** An object under one of the names that wrap a row, or a list of rows under one of those that hold a set. */
export const wrapped: Layout = {
  name: 'wrapped',
  fit(fields, readInner) {
    const columns = fields.columns.filter((column) => !isMeta(column))
    const read = (row: Row) => {
      let reason: Unread | undefined
      for (const column of columns) {
        const value = row[column]
        const list =
          Array.isArray(value) && value.length > 0 && isRow(value[0]) ? value : isRow(value) ? [value] : undefined
        if (list === undefined) continue
        const conversations: Conversation[] = []
        for (const inner of list) {
          const read = readInner(inner)
          if (read === undefined) continue
          if ('conversations' in read) for (const conversation of read.conversations) conversations.push(conversation)
          else if (KNOWN.has(read.skip)) reason ??= read
        }
        if (conversations.length > 0) return conversations
      }
      return reason
    }
    return columns.length === 0 ? undefined : { used: columns, read }
  },
}

/** Reasons of an inner row that say it was understood. */
const KNOWN: ReadonlySet<string> = new Set(['no-answer', 'untrained-answer'])

function isMeta(column: string): boolean {
  return META.has(column.toLowerCase())
}

const META: ReadonlySet<string> = new Set([
  'meta',
  'metadata',
  'tools',
  'id',
  'usage',
  'stats',
  'config',
  'positive examples',
  'negative examples',
])

const EVENTS: ReadonlySet<string> = new Set([
  'user', 'assistant', 'system', 'summary', 'session', 'message', 'session_start', 'session_meta', 'turn_context',
  'response_item', 'event_msg', 'tool_use', 'tool_result', 'progress', 'file-history-snapshot',
]) // biome-ignore format: one list

/** One event of a coding agent's session: a line is not a sample. */
export const agentTrace: Layout = {
  name: 'agent-trace',
  fit(fields) {
    const type = fields.find('type')
    const body = fields.find('message', 'payload', 'sessionId', 'session_id', 'timestamp', 'cwd')
    if (type === undefined || body === undefined) return undefined
    return { used: [], read: (row) => (EVENTS.has(row[type] as string) ? TRACE : undefined) }
  },
}

export const tokens: Layout = {
  name: 'pre-tokenised',
  fit(fields) {
    const ids = fields.find('input_ids', 'token_ids', 'tokens')
    if (ids === undefined) return undefined
    return { used: [], read: (row) => (isNumbers(row[ids]) ? TOKENS : undefined) }
  },
}

function isNumbers(value: unknown): boolean {
  if (ArrayBuffer.isView(value)) return true
  return Array.isArray(value) && value.every((id) => typeof id === 'number' || typeof id === 'bigint')
}
