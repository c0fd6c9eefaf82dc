/** Shapes of lines, filed by the bytes between their texts; and the walk of a line through them. */
/** What a line of the shape means. A part of a turn is the number of a text, or what stands there in every such line. */
export interface Shape {
  readonly schema: string
  readonly guards: readonly ('none' | 'chat' | 'answer' | 'any')[] // for each hole, what a text in it must not be
  readonly conversations: readonly PlannedTurns[]
}

/** The turns of a conversation, side by side. */
export interface PlannedTurns {
  readonly roles: Uint8Array // as the observer names them
  readonly texts: Int32Array // number of the text that is the whole turn, or -1
  readonly parts: readonly (readonly (number | string)[])[] // of each turn
}

/** What stands in a hole: a text between quotes, or any value. */
export type HoleKind = 'text' | 'any'

export interface ShapeTree {
  readonly edges: ShapeEdge[] // longest literal first
}

export interface ShapeEdge {
  readonly literal: Buffer
  readonly kind: HoleKind | 'end' // what follows the literal
  readonly node: ShapeTree
  readonly shape: Shape | undefined // of an end
}

/**
 * Copies text number `index`, which begins at `at`, without its escapes, behind the texts before it.
 * Returns the place of the closing quote, or -1 where it must be read as JSON.
 */
export type CopyText = (index: number, bytes: Buffer, at: number) => number

/** Passes over any value, of which nothing is kept. */
export type PassAny = CopyText

interface Takers {
  readonly text: CopyText
  readonly any: PassAny
}

export function matchShape(tree: ShapeTree, bytes: Buffer, from: number, to: number, take: Takers): Shape | undefined {
  return walk(tree, 0, bytes, from, to, take)
}

function walk(tree: ShapeTree, index: number, bytes: Buffer, at: number, to: number, take: Takers): Shape | undefined {
  const { edges } = tree
  for (let i = 0; i < edges.length; i++) {
    const edge = edges[i]
    const { literal, kind } = edge
    const length = literal.length
    if (at + length > to) continue
    let same = 0
    while (same < length && literal[same] === bytes[at + same]) same++
    if (same < length) continue
    const start = at + length
    if (kind === 'end') {
      if (start === to) return edge.shape
      continue
    }
    const end = take[kind](index, bytes, start)
    if (end <= start || end >= to) continue
    const found = walk(edge.node, index + 1, bytes, end, to, take)
    if (found !== undefined) return found
  }
  return undefined
}
