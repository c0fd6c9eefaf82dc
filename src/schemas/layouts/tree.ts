/**
 * Trees of replies (OpenAssistant): every path from the root to a leaf is a conversation.
 *
 * Paths share their beginnings, so an answer is trained on the first path that has it and only there: each answer counts
 * once. Flat message rows, which need a join by `parent_id`, are left out and counted.
 */
import type { Conversation, Turn } from '../../model/conversation.ts'
import { answerTurn, isBlank } from '../answer.ts'
import { isRow, type Layout, type Row } from '../layout.ts'
import { noneTrained } from '../messages.ts'
import { roleOf } from '../roles.ts'
import { textOf } from '../text.ts'

const MAX_DEPTH = 256 // turns of a path
const MAX_PATHS = 4096 // of one tree

export const tree: Layout = {
  name: 'tree',
  fit(fields) {
    const root = fields.find('prompt')
    const id = fields.find('message_tree_id')
    if (root === undefined || id === undefined) return undefined
    const read = (row: Row) => {
      const paths: Conversation[] = []
      if (!isRow(row[root])) return undefined
      return walk(row[root], [], paths) ? paths : TOO_LARGE
    }
    return { used: [root], read }
  },
}

export const flatTree: Layout = {
  name: 'tree-messages',
  fit(fields) {
    const columns = ['message_id', 'parent_id', 'text', 'role'].map((name) => fields.find(name))
    if (columns.includes(undefined)) return undefined
    return { used: [], read: () => NEEDS_JOIN }
  },
}

const TOO_LARGE = Object.freeze({ skip: 'tree-too-large' })
const NEEDS_JOIN = Object.freeze({ skip: 'needs-join' })

/** @returns whether the whole tree fits; one that does not is skipped whole, so that nothing goes missing in silence */
function walk(node: Row, before: readonly Turn[], paths: Conversation[]): boolean {
  if (before.length >= MAX_DEPTH || paths.length >= MAX_PATHS) return false
  const text = textOf(node.text) ?? ''
  const turn: Turn =
    roleOf(node.role) === 'assistant' ? answerTurn(text, !isBlank(text)) : { role: 'user', text, trained: false }
  const turns = [...before, turn]
  const replies = Array.isArray(node.replies) ? node.replies.filter(isRow) : []
  if (replies.length === 0) {
    paths.push({ turns })
    return true
  }
  const again = noneTrained(turns)
  return replies.every((reply, place) => walk(reply, place === 0 ? turns : again, paths))
}
