/**
 * What a shape of rows means, learnt from a row of it whose texts are placeholders: where these come out again, there the
 * texts of every row of that shape belong.
 */
import type { Conversation } from './model/conversation.ts'
import { roleCode } from './observe.ts'
import type { HoleKind, PlannedTurns, Shape } from './shape-tree.ts'

export type Understand = (
  value: unknown,
) => { readonly schema: string; readonly conversations: readonly Conversation[] } | { readonly skip: string }

/** What placeholders look like: words at which no layout looks twice, with and without a text around them. */
const PLACEHOLDERS = [
  (i: number) => `Qz${i}Zq7`,
  (i: number) => `The cat sat there, twice.\nQz${i}Zq7 and 3 more words`,
] as const
const AROUND = /(?:The cat sat there, twice\.\n)?Qz(\d+)Zq7(?: and 3 more words)?/
/** A row with placeholders in the place of its texts; undefined where there is none. */
export type Fill = (placeholder: (i: number) => string) => unknown

export function holdsPlaceholder(literal: { includes(text: string): boolean }): boolean {
  return literal.includes('Qz')
}

/**
 * @param fill   a row of the shape, with `placeholder(i)` in the place of text i
 * @param kinds  of what stands in its holes
 */
export function meaningOf(fill: Fill, kinds: readonly HoleKind[], understand: Understand): Shape | undefined {
  const [plain, longer] = PLACEHOLDERS.map((placeholder) => planOf(fill(placeholder), kinds, understand))
  if (plain === undefined || longer === undefined || JSON.stringify(plain) !== JSON.stringify(longer)) return undefined
  return plain
}

/** Whether all texts come out in what is said. One that was looked at and did not might, if it said something else: a template in it. */
export function saysAll({ conversations }: Shape, kinds: readonly HoleKind[]): boolean {
  const said = new Set(conversations.flatMap(({ parts }) => parts.flat()))
  return kinds.every((kind, i) => kind !== 'text' || said.has(i))
}

function planOf(value: unknown, kinds: readonly HoleKind[], understand: Understand): Shape | undefined {
  const read = understand(value)
  if ('skip' in read) return undefined
  const isChat = read.schema === 'messages' || read.schema === 'conversations'
  const guards: Shape['guards'][number][] = kinds.map((kind) => (kind === 'any' ? 'none' : isChat ? 'chat' : 'any'))
  const conversations: PlannedTurns[] = []
  for (const { turns } of read.conversations) {
    // Whether an empty answer counts hangs on the other texts of its row.
    if (turns.some(({ text, trained }) => trained && text === '')) return undefined
    const all: (readonly (number | string)[])[] = []
    for (const { role, text: said } of turns) {
      const parts = partsOf(said)
      if (parts === undefined) return undefined
      if (role === 'assistant')
        for (const part of parts) if (typeof part === 'number' && guards[part] === 'chat') guards[part] = 'answer'
      all.push(parts)
    }
    conversations.push({
      roles: Uint8Array.from(turns, roleCode),
      texts: Int32Array.from(all, (parts) => (parts.length === 1 && typeof parts[0] === 'number' ? parts[0] : -1)),
      parts: all,
    })
  }
  return { schema: read.schema, guards, conversations }
}

/** A turn as texts, joined by line ends at most; or something that is the same in every row. */
function partsOf(said: string): readonly (number | string)[] | undefined {
  const pieces = said.split(AROUND)
  if (pieces.length === 1) return said.includes('Qz') ? undefined : [said]
  const parts = pieces.flatMap((piece, i): (number | string)[] =>
    i % 2 === 1 ? [Number(piece)] : piece === '' ? [] : [piece],
  )
  return parts.every((part) => typeof part === 'number' || part === '\n') ? parts : undefined
}
