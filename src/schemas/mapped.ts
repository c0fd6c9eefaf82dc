/**
 * The user's own map: JSON pointers to the prompt, the answer, the system prompt or the messages of a row.
 *
 * A pointer leads to text, a number, a list of texts, or messages. `chosen` and `rejected` make a preference pair. A pointer
 * without a slash names a column. Only what a row itself has is followed, never what it inherits.
 */
import type { Conversation, Turn } from '../model/conversation.ts'
import { InputError } from '../model/errors.ts'
import type { NamedRole, Tags } from '../model/meaning.ts'
import { answerTurn } from './answer.ts'
import { NO_ANSWER, type Reading, type Row } from './layout.ts'
import { addSystem } from './layouts/chat.ts'
import { noneTrained, onlyLastTrained, turnsOf, turnsOfPairs } from './messages.ts'
import { roleOf } from './roles.ts'
import { promptTurns } from './template-text.ts'
import { textOf } from './text.ts'

export const MAP_KEYS: readonly string[] = [
  'prompt',
  'input',
  'response',
  'system',
  'messages',
  'history',
  'chosen',
  'rejected',
  'text',
]

type Path = readonly string[]

/** @throws {InputError} `usage`: an unknown name, or a map from which no answer can come */
export function mappedReader(map: Readonly<Record<string, string>>, tags: Tags = {}): (row: Row) => Reading {
  const paths = new Map<string, Path>()
  for (const [name, pointer] of Object.entries(map)) {
    if (!MAP_KEYS.includes(name)) throw badMap(`--map has no ${JSON.stringify(name)}`)
    paths.set(name, pathOf(pointer))
  }
  if (!['response', 'messages', 'chosen', 'text'].some((name) => paths.has(name))) throw badMap('--map names no answer')
  const at = (row: Row, name: string): unknown => follow(row, paths.get(name))
  return (row) => {
    const before = promptAt(row, at, tags)
    if (paths.has('chosen')) {
      const both = [at(row, 'chosen'), at(row, 'rejected')].map((value) => preferred(before, value, tags))
      return orNoAnswer(both.filter((conversation) => conversation !== undefined))
    }
    const turns = [...before, ...(paths.has('response') ? answersAt(at(row, 'response'), tags) : [])]
    return turns.length === 0 ? NO_ANSWER : [{ turns }]
  }
}

function badMap(message: string): InputError {
  return new InputError('usage', message, {
    hint: `write --map prompt=/a/b,response=/c; names: ${MAP_KEYS.join(', ')}`,
  })
}

function orNoAnswer(conversations: readonly Conversation[]): Reading {
  return conversations.length === 0 ? NO_ANSWER : conversations
}

function promptAt(row: Row, at: (row: Row, name: string) => unknown, tags: Tags): Turn[] {
  const history = turnsOfPairs(at(row, 'history')) ?? []
  const messages = taggedTurns(at(row, 'messages') ?? at(row, 'text'), tags) ?? []
  const turns = [...history, ...messages, ...askedAt(at(row, 'prompt'), textOf(at(row, 'input')), tags)]
  addSystem(turns, at(row, 'system'))
  return turns
}

function askedAt(prompt: unknown, input: string | undefined, tags: Tags): readonly Turn[] {
  if (Array.isArray(prompt) && typeof prompt[0] === 'object') return noneTrained(taggedTurns(prompt, tags) ?? [])
  const asked = textOf(prompt)
  if (asked === undefined) return input === undefined ? [] : promptTurns(input)
  return promptTurns(input === undefined || input === '' ? asked : `${asked}\n${input}`)
}

function answersAt(value: unknown, tags: Tags): readonly Turn[] {
  if (Array.isArray(value) && typeof value[0] === 'object') return taggedTurns(value, tags) ?? []
  const text = textOf(value)
  return text === undefined ? [] : [answerTurn(text)]
}

function preferred(before: readonly Turn[], value: unknown, tags: Tags): Conversation | undefined {
  const answer = answersAt(Array.isArray(value) || typeof value !== 'object' ? value : [value], tags)
  if (answer.length === 0) return undefined
  const isWhole = answer.length > 1 && answer[0].role !== 'assistant'
  return { turns: isWhole ? onlyLastTrained(answer) : [...noneTrained(before), ...onlyLastTrained(answer)] }
}

/** Messages whose columns and roles have names of their own, which a manifest gives. */
function taggedTurns(value: unknown, tags: Tags): Turn[] | undefined {
  const { role, content, train, roles } = tags
  const isNamed = role !== undefined || content !== undefined || train !== undefined
  const list = Array.isArray(value) && isNamed ? value.map(renamed) : value
  return turnsOf(list, (name) => named(roles, name) ?? roleOf(name))

  function renamed(message: unknown): unknown {
    if (typeof message !== 'object' || message === null) return message
    const columns = message as Row
    const said = { ...columns, role: own(columns, role ?? 'role'), content: own(columns, content ?? 'content') }
    return train === undefined || !Object.hasOwn(columns, train) ? said : { ...said, train: columns[train] }
  }
}

function named(roles: Tags['roles'], name: unknown): NamedRole | undefined {
  return roles !== undefined && typeof name === 'string' && Object.hasOwn(roles, name) ? roles[name] : undefined
}

function own(row: Row, column: string): unknown {
  return Object.hasOwn(row, column) ? row[column] : undefined
}

/** @see RFC 6901; a pointer without a leading slash is the name of a column */
function pathOf(pointer: string): Path {
  if (!pointer.startsWith('/')) return [pointer]
  return pointer.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')) // biome-ignore format: short
}

function follow(row: Row, path: Path | undefined): unknown {
  if (path === undefined) return undefined
  let value: unknown = row
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Row)[step]
  }
  return value
}
