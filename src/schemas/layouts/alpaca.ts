/**
 * Alpaca and its kin: an instruction, perhaps an input to work on, an output.
 *
 * The prompt is the instruction, a line end, the input, as LLaMA-Factory and ms-swift have it. `history` holds earlier pairs,
 * whose answers are learned too. Dolly calls the input `context`, GPTeacher calls the output `response`.
 */
import type { Turn } from '../../model/conversation.ts'
import { answerTurn } from '../answer.ts'
import { cellOf, type Layout, present, type Row } from '../layout.ts'
import { turnsOfPairs } from '../messages.ts'
import { promptTurns } from '../template-text.ts'
import { textOf } from '../text.ts'
import { SYSTEM_ALIASES } from './chat.ts'

export const alpaca: Layout = {
  name: 'alpaca',
  fit(fields) {
    const instruction = fields.find('instruction', 'instructions')
    const output = fields.find(
      'output',
      'response',
      'answer',
      'completion',
      'target',
      'outputs',
      'targets',
      'corrected',
    )
    if (instruction === undefined || output === undefined) return undefined
    const input = fields.find('input', 'context', 'inputs', 'query')
    const system = fields.find(...SYSTEM_ALIASES)
    const history = fields.find('history')
    const read = (row: Row) => {
      const asked = textOf(row[instruction])
      const answer = textOf(row[output])
      if (asked === undefined || answer === undefined) return undefined
      const more = textOf(cellOf(row, input))
      const prompt =
        more === undefined || more === '' || more === NO_INPUT ? asked : asked === '' ? more : `${asked}\n${more}`
      return [{ turns: withHistory(prompt, answer, cellOf(row, system), cellOf(row, history)) }]
    }
    return { used: present(instruction, input, output, system, history), read }
  },
}

const NO_INPUT = '<noinput>' // as Self-Instruct writes an empty one

/** System prompt, earlier pairs, prompt, answer: the turns of every layout that keeps them in columns. */
export function withHistory(prompt: string, answer: string, system?: unknown, history?: unknown): Turn[] {
  const asked = promptTurns(prompt)
  const turns = history === undefined || history === null ? asked : [...(turnsOfPairs(history) ?? []), ...asked]
  const text = system === undefined || system === null ? undefined : textOf(system)
  if (text !== undefined && text !== '' && turns[0].role !== 'system')
    turns.unshift({ role: 'system', text, trained: false })
  turns.push(answerTurn(answer))
  return turns
}
