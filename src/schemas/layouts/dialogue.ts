/**
 * Dialogues: `turns` or `utterances` of named speakers, as task-dialogue corpora have them.
 *
 * Here SYSTEM, AGENT, WIZARD and ASSISTANT are the assistant; SYSTEM is a system prompt only where an ASSISTANT speaks too.
 * Two speakers of unknown names are the user, who speaks first, and the assistant. A crowd of unknown names is left out.
 */
import type { Turn } from '../../model/conversation.ts'
import { isRow, type Layout, present, type Row, UNKNOWN_ROLE } from '../layout.ts'
import { turnsOf } from '../messages.ts'
import { roleOf, speakerOf } from '../roles.ts'

export const dialogue: Layout = {
  name: 'dialogue',
  fit(fields) {
    const list = fields.find('turns', 'utterances', 'dialogue', 'dialog', 'log')
    if (list === undefined) return undefined
    // MT-bench and its kin list only the user's turns.
    const questionsOnly = fields.find('question_id') !== undefined
    const read = (row: Row) => {
      const said = row[list]
      if (!Array.isArray(said)) return undefined
      if (!isRow(said[0])) return questionsOnly ? undefined : both(turnsOf(said))
      const nameRole = said.some(hasAssistant) ? roleOf : speakerOf
      if (said.some((turn) => isRow(turn) && nameRole(speaker(turn)) === 'assistant'))
        return both(turnsOf(said, nameRole))
      const [first, second, third] = new Set(said.filter(isRow).map(speaker))
      if (first === undefined || second === undefined) return both(turnsOf(said, nameRole))
      if (third !== undefined) return UNKNOWN_ROLE
      return both(turnsOf(said, (name) => (name === first ? 'user' : 'assistant')))
    }
    return { used: present(list), read }
  },
}

function both(turns: readonly Turn[] | undefined): readonly { readonly turns: readonly Turn[] }[] | undefined {
  return turns === undefined || turns.length === 0 ? undefined : [{ turns }]
}

function speaker(turn: Row): unknown {
  return turn.role ?? turn.from ?? turn.author ?? turn.speaker ?? turn.sender
}

function hasAssistant(turn: unknown): boolean {
  return isRow(turn) && roleOf(speaker(turn)) === 'assistant'
}
