/**
 * Chats: a column that holds a list of messages.
 *
 * `messages` (OpenAI, Anthropic, Bedrock, Mistral, Cohere), `conversations` (ShareGPT), `conversation` (ms-swift pairs),
 * `contents` (Gemini), `interactions` (old Mistral), `data` (UltraChat), dialogues by other names. A system prompt may stand
 * in a column of its own. The answer to the last question may stand in a column of its own too.
 */
import type { Turn } from '../../model/conversation.ts'
import { answerTurn } from '../answer.ts'
import type { Fields } from '../fields.ts'
import { cellOf, type Fit, type Layout, NO_ANSWER, present, type Row, UNKNOWN_ROLE } from '../layout.ts'
import { turnsOf } from '../messages.ts'
import { roleOf } from '../roles.ts'
import { textOf } from '../text.ts'

const SYSTEM = ['system', 'system_prompt', 'system_instruction', 'systemInstruction', 'system_message'] as const

export const SYSTEM_ALIASES: readonly string[] = SYSTEM

export const messages: Layout = chatOf('messages', ['messages', 'message_list', 'chat_messages'])
export const sharegpt: Layout = chatOf('conversations', ['conversations', 'conversation', 'items', 'conversations_raw'])
export const contents: Layout = chatOf('contents', ['contents'])
export const interactions: Layout = chatOf('interactions', ['interactions'])
export const listed: Layout = chatOf('dialog', [
  'data',
  'dialog',
  'chat',
  'chats',
  'exchanges',
  'history',
  'chat_history',
])

function chatOf(name: string, columns: readonly string[]): Layout {
  return { name, fit: (fields) => fitChat(fields, columns) }
}

export function fitChat(fields: Fields, columns: readonly string[]): Fit | undefined {
  const list = fields.find(...columns)
  if (list === undefined) return undefined
  const system = fields.find(...SYSTEM, 'context')
  const mask = fields.find('mask')
  const reply = fields.find('completion', 'response', 'output', 'answer', 'reply')
  const read = (row: Row) => {
    const turns = turnsOf(row[list])
    if (turns === undefined) return undefined
    if (turns.length === 0) return Array.isArray(row[list]) && row[list].length === 0 ? NO_ANSWER : undefined
    addSystem(turns, cellOf(row, system))
    if (turns.at(-1)?.role !== 'assistant' && reply !== undefined) {
      for (const turn of turnsOf(row[reply]) ?? textTurns(row[reply])) turns.push(turn)
    }
    if (!turns.some((turn) => turn.role === 'assistant') && hasUnknownRole(row[list])) return UNKNOWN_ROLE
    if (mask !== undefined && roleOf(row[mask]) === 'assistant') return [{ turns: onlyUntrained(turns) }]
    return [{ turns }]
  }
  return { used: present(list, system, mask, reply), read }
}

function textTurns(value: unknown): Turn[] {
  const text = textOf(value)
  return text === undefined ? [] : [answerTurn(text)]
}

function onlyUntrained(turns: readonly Turn[]): Turn[] {
  return turns.map((turn) => ({ ...turn, trained: false }))
}

/** Puts a system prompt first, unless the list has one. */
export function addSystem(turns: Turn[], value: unknown): void {
  if (value === undefined || value === null || turns[0]?.role === 'system') return
  const text = textOf(value)
  if (text !== undefined && text.trim() !== '') turns.unshift({ role: 'system', text, trained: false })
}

function hasUnknownRole(list: unknown): boolean {
  if (!Array.isArray(list)) return false
  return list.some((message: Row) => roleOf(message?.role ?? message?.from ?? message?.author) === undefined)
}
