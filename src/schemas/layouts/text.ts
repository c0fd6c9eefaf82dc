/**
 * One string a row: a whole conversation under a chat template, or text of no turns, which is counted and left out.
 *
 * Glaive's `chat` with `USER:` and `ASSISTANT:` and its system prompt is one of them; so are `text` columns and the
 * `input` strings of Baize.
 */
import { cellOf, type Layout, present, type Row } from '../layout.ts'
import { templateTurns } from '../template-text.ts'
import { addSystem, SYSTEM_ALIASES } from './chat.ts'

const WITHOUT = Object.freeze({ skip: 'text-without-template' })

export const glaive: Layout = textIn('chat-text', ['chat', 'conversation', 'dialogue', 'dialog', 'input'], undefined)
export const text: Layout = textIn('text', ['text', 'formatted_text', 'formatted', 'content'], WITHOUT)

function textIn(name: string, columns: readonly string[], otherwise: { skip: string } | undefined): Layout {
  return {
    name,
    fit(fields) {
      const column = fields.find(...columns)
      if (column === undefined) return undefined
      const system = fields.find(...SYSTEM_ALIASES)
      const read = (row: Row) => {
        const value = row[column]
        if (typeof value !== 'string') return undefined
        const turns = templateTurns(value)
        if (turns === undefined) return otherwise
        addSystem(turns, withoutLabel(cellOf(row, system)))
        return [{ turns }]
      }
      return { used: present(column, system), read }
    },
  }
}

/** Glaive writes `SYSTEM: ` into the system column itself. */
function withoutLabel(system: unknown): unknown {
  return typeof system === 'string' ? system.replace(/^\s*SYSTEM:\s*/, '') : system
}
