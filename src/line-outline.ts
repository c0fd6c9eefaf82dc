/**
 * The outline of a line of JSON: which of its bytes say what it is, and where in it values stand that may be any.
 *
 * What may be any is a text whose meaning is learnt, and every value of a property at which nobody looked while the row was
 * understood: ids, scores, tags, times.
 */
import { type Fill, holdsPlaceholder, meaningOf, saysAll, type Understand } from './meaning.ts'
import { blankEnd, passString, passValue } from './pass-value.ts'
import type { HoleKind, Shape } from './shape-tree.ts'

/** A line's bytes around its holes: literals[0] hole literals[1] hole … literals[n]. */
export interface Outline {
  readonly literals: readonly Buffer[]
  readonly kinds: readonly HoleKind[]
}

/** Keys of the texts of a message, and of the columns of a pair, in small letters. Other strings are part of the shape where they are looked at. */
export const MESSAGE_TEXTS: ReadonlySet<string> = new Set(['content', 'value'])
export const COLUMN_TEXTS: ReadonlySet<string> = new Set([
  'instruction', 'input', 'output', 'response', 'prompt', 'completion', 'question', 'answer', 'query', 'system', 'id', 'problem', 'solution',
  'generated_solution', 'inputs', 'target', 'targets', 'human', 'user', 'assistant', 'bot', 'gpt', 'reply', 'generation', 'request', 'context',
  'passage', 'article', 'document', 'story', 'summary', 'model_output', 'expected_output', 'message_1', 'message_2',
]) // biome-ignore format: one list
/** Beside a list of messages, a text in another column may be a part of the conversation, or one of its own. */
export const BESIDE_A_LIST: ReadonlySet<string> = new Set(['id', 'idx', 'index'])

const LONGEST_OUTLINE = 4096 // bytes
const MOST_HOLES = 256

/** What a line is made of, and where it stands; a string's quotes are part of it. */
type Piece =
  | { readonly kind: 'object'; readonly start: number; readonly end: number; readonly entries: readonly Entry[] }
  | { readonly kind: 'array'; readonly start: number; readonly end: number; readonly items: readonly Piece[] }
  | { readonly kind: 'text'; readonly start: number; readonly end: number } // one that may be any
  | { readonly kind: 'value'; readonly start: number; readonly end: number }

interface Entry {
  readonly key: string
  readonly value: Piece
}

/** Learns what lines like this one mean; undefined where they are to be read as JSON. */
export function learnLine(
  bytes: Buffer,
  from: number,
  to: number,
  understand: Understand,
): { readonly outline: Outline; readonly shape: Shape } | undefined {
  if (passValue(bytes, from) !== to) return undefined // JSON of the looser kind
  const line = pieceAt(bytes, from, 0, undefined)
  const texts = textsIn(line)
  if (texts.length === 0 || texts.length > MOST_HOLES) return undefined
  const looked = new Set<Piece>()
  const fill =
    (order: readonly Piece[]): Fill =>
    (placeholder) =>
      made(line, { bytes, looked, textOf: (piece) => placeholder(order.indexOf(piece)) })
  const isText = (piece: Piece): boolean => piece.kind === 'text'
  if (meaningOf(fill(texts), texts.map(() => 'text'), understand) === undefined) return undefined // biome-ignore format: short
  if (line.kind === 'object' && mayCompare(line.entries, looked)) return undefined
  const holes = holesIn(line, looked)
  if (holes.length > MOST_HOLES) return undefined
  const kinds = holes.map((piece): HoleKind => (isText(piece) && looked.has(piece) ? 'text' : 'any'))
  const shape = meaningOf(fill(holes), kinds, understand)
  const outline = outlineOf(bytes, from, to, holes, kinds)
  return shape === undefined || outline === undefined || !saysAll(shape, kinds) ? undefined : { outline, shape }
}

/** Where both a list and another text are looked at, they may be held against each other. */
function mayCompare(entries: readonly Entry[], looked: ReadonlySet<Piece>): boolean {
  const seen = entries.filter(({ value }) => looked.has(value))
  const isBeside = ({ key, value }: Entry): boolean => value.kind === 'text' && !BESIDE_A_LIST.has(key)
  return seen.some(({ value }) => value.kind === 'array') && seen.some(isBeside)
}

function outlineOf(
  bytes: Buffer,
  from: number,
  to: number,
  holes: readonly Piece[],
  kinds: readonly HoleKind[],
): Outline | undefined {
  const literals: Buffer[] = []
  let cut = from
  for (const [i, { start, end }] of holes.entries()) {
    const quote = kinds[i] === 'text' ? 1 : 0
    literals.push(Buffer.from(bytes.subarray(cut, start + quote)))
    cut = end - quote
  }
  literals.push(Buffer.from(bytes.subarray(cut, to)))
  const size = literals.reduce((sum, { length }) => sum + length, 0)
  return size > LONGEST_OUTLINE || literals.some(holdsPlaceholder) ? undefined : { literals, kinds }
}

/** Values at which nobody looked, and the texts at which somebody did, in the order of the line. */
function holesIn(piece: Piece, looked: ReadonlySet<Piece>): readonly Piece[] {
  if (piece.kind === 'text') return [piece]
  if (piece.kind === 'array') return piece.items.flatMap((item) => holesIn(item, looked))
  if (piece.kind === 'value') return []
  return piece.entries.flatMap(({ value }) => (looked.has(value) ? holesIn(value, looked) : [value]))
}

function textsIn(piece: Piece): readonly Piece[] {
  if (piece.kind === 'text') return [piece]
  if (piece.kind === 'array') return piece.items.flatMap(textsIn)
  return piece.kind === 'object' ? piece.entries.flatMap(({ value }) => textsIn(value)) : []
}

interface Making {
  readonly bytes: Buffer
  readonly looked: Set<Piece> // values of properties that somebody asked for
  readonly textOf: (piece: Piece) => string
}

/** What JSON.parse would give, with other texts, and told of every property that is looked at. */
function made(piece: Piece, making: Making): unknown {
  if (piece.kind === 'text') return making.textOf(piece)
  if (piece.kind === 'value') return JSON.parse(making.bytes.toString('utf8', piece.start, piece.end))
  if (piece.kind === 'array') return piece.items.map((item) => made(item, making))
  const row: Record<string, unknown> = {}
  for (const { key, value } of piece.entries) {
    const get = (): unknown => {
      making.looked.add(value)
      return made(value, making)
    }
    Object.defineProperty(row, key, { enumerable: true, configurable: true, get }) // of two of one name the last counts
  }
  return row
}

/** @param key  of the property that it is the value of */
function pieceAt(bytes: Buffer, start: number, depth: number, key: string | undefined): Piece {
  const first = bytes[start]
  if (first === OPEN) {
    const entries: Entry[] = []
    let at = blankEnd(bytes, start + 1)
    while (bytes[at] !== CLOSE) {
      const end = passString(bytes, at)
      const name = JSON.parse(bytes.toString('utf8', at, end)) as string
      const value = pieceAt(bytes, blankEnd(bytes, blankEnd(bytes, end) + 1), depth + 1, name) // behind the colon
      entries.push({ key: name, value })
      at = blankEnd(bytes, value.end)
      if (bytes[at] === COMMA) at = blankEnd(bytes, at + 1)
    }
    return { kind: 'object', start, end: at + 1, entries }
  }
  if (first === OPEN_LIST) {
    const items: Piece[] = []
    let at = blankEnd(bytes, start + 1)
    while (bytes[at] !== CLOSE_LIST) {
      const item = pieceAt(bytes, at, depth + 1, undefined)
      items.push(item)
      at = blankEnd(bytes, item.end)
      if (bytes[at] === COMMA) at = blankEnd(bytes, at + 1)
    }
    return { kind: 'array', start, end: at + 1, items }
  }
  if (first === QUOTE) {
    const end = passString(bytes, start)
    const known = depth === 1 ? COLUMN_TEXTS : MESSAGE_TEXTS
    const isText = key !== undefined && known.has(key.toLowerCase()) && end > start + 2
    return { kind: isText ? 'text' : 'value', start, end }
  }
  return { kind: 'value', start, end: passValue(bytes, start) }
}

const [QUOTE, COMMA] = [34, 44]
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93]
