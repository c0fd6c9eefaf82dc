/**
 * Preference pairs: one prompt, an answer that was chosen, an answer that was rejected.
 *
 * Each is a conversation of its own, the chosen one first (of a list of answers each), and only its last answer is trained. The prompt may be in a column
 * (text or messages), in both answers (message lists, or `Human: … Assistant: …` strings), or in OpenAI's `input`.
 */
import type { Conversation, Turn } from '../../model/conversation.ts'
import { answerTurn } from '../answer.ts'
import { cellOf, isRow, type Layout, present, type Row } from '../layout.ts'
import { noneTrained, onlyLastTrained, turnsOf } from '../messages.ts'
import { promptTurns, templateTurns } from '../template-text.ts'
import { textOf } from '../text.ts'
import { addSystem, SYSTEM_ALIASES } from './chat.ts'

const PAIRS: readonly (readonly [chosen: string, rejected: string])[] = [
  ['chosen', 'rejected'],
  ['chosen_messages', 'rejected_messages'],
  ['chosen_response', 'rejected_response'],
  ['chosen_answer', 'rejected_answer'],
  ['chosen_conversations', 'rejected_conversations'],
  ['preferred_output', 'non_preferred_output'],
  ['response_j', 'response_k'],
  ['response_chosen', 'response_rejected'],
  ['answer_chosen', 'answer_rejected'],
  ['response_0', 'response_1'],
  ['response_a', 'response_b'],
  ['better_response', 'worse_response'],
]

const PROMPTS = [
  'conversations',
  'messages',
  'conversation',
  'prompt',
  'question',
  'query',
  'instruction',
  'input',
  'context',
] as const

export const preference: Layout = {
  name: 'preference',
  fit(fields) {
    for (const names of PAIRS) {
      const chosen = fields.find(names[0])
      const rejected = fields.find(names[1])
      if (chosen === undefined || rejected === undefined) continue
      const prompt = fields.find(...PROMPTS)
      const more = prompt === 'instruction' ? fields.find('input') : undefined
      const system = fields.find(...SYSTEM_ALIASES)
      const read = (row: Row) => {
        const before = promptOf(cellOf(row, prompt), cellOf(row, more))
        const answers = [row[chosen], row[rejected]].flatMap(answersIn)
        const read = answers
          .map((value) => conversationOf(before, value, cellOf(row, system)))
          .filter((conversation) => conversation !== undefined)
        return read.length === 0 ? undefined : read
      }
      return { used: present(prompt, more, system, chosen, rejected), read }
    }
    return undefined
  },
}

/** ms-swift: a chat, and beside it the answer or the chat that it was preferred to. */
export const rejectedResponse: Layout = {
  name: 'preference',
  fit(fields) {
    const list = fields.find('messages', 'conversations')
    const rejected = fields.find('rejected_response', 'rejected_messages', 'rejected')
    if (list === undefined || rejected === undefined) return undefined
    const read = (row: Row) => {
      const turns = turnsOf(row[list])
      if (turns?.at(-1)?.role !== 'assistant') return undefined
      const others = answersIn(row[rejected])
        .map((value) => conversationOf(turns.slice(0, -1), value, undefined))
        .filter((conversation) => conversation !== undefined)
      return [{ turns: onlyLastTrained(turns) }, ...others]
    }
    return { used: [list, rejected], read }
  },
}

function promptOf(value: unknown, more: unknown): readonly Turn[] {
  if (isRow(value)) return turnsOf(value.messages ?? value.contents) ?? []
  if (Array.isArray(value)) return turnsOf(value) ?? []
  const asked = textOf(value)
  if (asked === undefined) return []
  const input = textOf(more)
  return promptTurns(input === undefined || input === '' ? asked : `${asked}\n${input}`)
}

/** A list of texts is several answers; any other value is one. */
function answersIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string') ? value : [value]
}

function conversationOf(prompt: readonly Turn[], value: unknown, system: unknown): Conversation | undefined {
  const answer = answerTurns(prompt, value)
  if (answer === undefined) return undefined
  const isWhole = answer.length > 1 && answer[0].role !== 'assistant'
  const turns = isWhole ? onlyLastTrained(answer) : [...noneTrained(prompt), ...onlyLastTrained(answer)]
  addSystem(turns, system)
  return { turns }
}

/** The answer's turns: itself alone, or behind the whole conversation again. */
function answerTurns(prompt: readonly Turn[], value: unknown): readonly Turn[] | undefined {
  if (Array.isArray(value)) return turnsOf(value)
  if (isRow(value)) {
    const turns = turnsOf([value])
    if (turns !== undefined && turns.length > 0) return turns
    const text = textOf(value)
    return text === undefined ? undefined : [answerTurn(text)]
  }
  const text = textOf(value)
  if (text === undefined) return undefined
  const list = text.startsWith('[') ? turnsOf(text) : undefined
  if (list !== undefined && list.length > 0) return list
  return (prompt.length === 0 ? templateTurns(text) : undefined) ?? [answerTurn(text)]
}
