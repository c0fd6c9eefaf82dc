/**
 * JSON lines without JSON: rows that look like rows met before are read from their bytes, and no string is made.
 *
 * A *shape* is a line with its long texts taken out. What a shape means is not guessed: the line is parsed and understood
 * with placeholders in the place of its texts, and where these come out again, there the texts of every line of that shape
 * belong. That holds only for texts at which nobody looks twice, so a line is declined, and read as JSON, where a text is
 * empty or blank, may hold reasoning, media, markers of a template or a list in disguise, or has an escape out of the
 * ordinary. Whatever is declined, broken or strange costs time, never a row.
 */
import { holdsPlaceholder, meaningOf, NUMBER, type Understand } from './meaning.ts'
import type { Observer } from './observe.ts'
import { holdsOdd, isOdd } from './odd-lines.ts'
import { createKernelCopier, createNumberPasser, createTextCopier, isPlainText, type LineTexts } from './plain-text.ts'
import { matchShape, type Shape, type ShapeTree } from './shape-tree.ts'
import { INPUT, INPUT_BYTES, kernel, TEXT, TEXT_BYTES } from './tokenizers/kernel.ts'

export interface LineReader {
  /** Tells that lines of bytes[from, to) will be asked for. Returns whether each must first be asked if it is odd. */
  open(bytes: Buffer, from: number, to: number): boolean
  /** Reads a line of a known shape; undefined where the line must be read as JSON. */
  read(bytes: Buffer, from: number, to: number): Shape | undefined
  /** Observes the line that was read last; returns its exchanges. */
  observe(observer: Observer, shape: Shape, shard: number, row: number): number
  /** Tells what a line that was read as JSON looks like. */
  learn(bytes: Buffer, from: number, to: number): void
}

const MOST_SHAPES = 512
const MOST_LESSONS = 2048 // lines that were looked at in vain: a set of ever new shapes is read as JSON
const LONGEST_OUTLINE = 4096 // bytes

export function createLineReader(understand: Understand): LineReader {
  const tree: ShapeTree = { edges: [] }
  const by = kernel()
  const home = by === null ? Buffer.allocUnsafe(1 << 16) : by.bytes
  const texts: LineTexts = {
    buffer: home,
    first: by === null ? 0 : TEXT,
    starts: new Uint32Array(256),
    ends: new Uint32Array(256),
  }
  const number = createNumberPasser(texts)
  const slow = { text: createTextCopier(texts), number }
  const fast = by === null ? slow : { text: createKernelCopier(by, texts), number }
  let shift = Number.NaN // from places in the open bytes to places in the kernel's memory
  let shapes = 0
  let lessons = 0
  let starts = new Uint32Array(64)
  let ends = new Uint32Array(64)
  return {
    observe(observer, { guards, conversations }, shard, row) {
      let exchanges = 0
      for (const { roles, texts: whole, parts } of conversations) {
        if (roles.length > starts.length) {
          starts = new Uint32Array(roles.length * 2)
          ends = new Uint32Array(roles.length * 2)
        }
        let used = texts.ends[guards.length - 1]
        for (let turn = 0; turn < roles.length; turn++) {
          const text = whole[turn]
          if (text >= 0) {
            starts[turn] = texts.starts[text]
            ends[turn] = texts.ends[text]
            continue
          }
          starts[turn] = used
          for (const part of parts[turn]) used = append(texts, part, used)
          ends[turn] = used
        }
        exchanges += observer.observeSpans(texts.buffer, roles, starts, ends, roles.length, shard, row)
      }
      return exchanges
    },
    open(bytes, from, to) {
      shift = Number.NaN
      if (by === null || to - from >= Math.min(INPUT_BYTES, TEXT_BYTES / 2)) return isOdd(bytes.subarray(from, to))
      bytes.copy(by.bytes, INPUT, from, to)
      by.bytes[INPUT + to - from] = 10 // no text goes on behind it
      shift = INPUT - from
      return holdsOdd(by, INPUT, INPUT + to - from)
    },
    read(bytes, from, to) {
      if (shapes === 0) return undefined
      texts.buffer = home
      const shape =
        by === null || Number.isNaN(shift)
          ? matchShape(tree, bytes, from, to, slow)
          : matchShape(tree, by.bytes, from + shift, to + shift, fast)
      if (shape === undefined) return undefined
      const { buffer, starts, ends } = texts
      for (let i = 0; i < shape.guards.length; i++)
        if (!isPlainText(buffer, starts[i], ends[i], shape.guards[i])) return undefined
      return shape
    },
    learn(bytes, from, to) {
      if (shapes >= MOST_SHAPES || lessons >= MOST_LESSONS) return
      lessons++
      const outline = outlineOf(bytes, from, to)
      const shape = outline === undefined ? undefined : shapeOf(outline, understand)
      if (outline === undefined || shape === undefined || !grow(tree, outline, shape)) return
      shapes++
      lessons = Math.max(0, lessons - 8)
    },
  }
}

/** Puts a part of a turn at `at`; returns where it ends. */
function append(texts: LineTexts, part: number | string, at: number): number {
  const length = typeof part === 'number' ? texts.ends[part] - texts.starts[part] : Buffer.byteLength(part)
  if (at + length + 8 > texts.buffer.length) {
    const larger = Buffer.allocUnsafe((at + length + 8) * 2)
    texts.buffer.copy(larger, 0, 0, at)
    texts.buffer = larger
  }
  if (typeof part === 'number') texts.buffer.copyWithin(at, texts.starts[part], texts.ends[part])
  else texts.buffer.write(part, at)
  return at + length
}

/** A line's bytes around its texts: literals[0] text literals[1] text … literals[n]. */
interface Outline {
  readonly literals: readonly Buffer[]
  readonly kinds: readonly ('text' | 'number')[]
}

/** Keys of the texts of a message, and of the columns of a pair. Other strings are part of the shape as they stand. */
export const MESSAGE_TEXTS: ReadonlySet<string> = new Set(['content', 'value'])
export const COLUMN_TEXTS: ReadonlySet<string> = new Set([
  'instruction', 'input', 'output', 'response', 'prompt', 'completion', 'question', 'answer', 'query', 'system', 'id',
]) // biome-ignore format: one list
const COLUMN_NUMBERS: ReadonlySet<string> = new Set(['id', 'idx', 'index'])
/** Beside a list of messages, a text in another column may be a part of the conversation, or one of its own. */
export const BESIDE_A_LIST: ReadonlySet<string> = new Set(['id', 'idx', 'index'])

function outlineOf(bytes: Buffer, from: number, to: number): Outline | undefined {
  const literals: Buffer[] = []
  const kinds: ('text' | 'number')[] = []
  let cut = from
  let depth = 0
  let key: string | undefined
  let size = 0
  let lists = 0
  let columns = 0
  const take = (start: number, end: number, kind: 'text' | 'number'): void => {
    literals.push(Buffer.from(bytes.subarray(cut, start)))
    size += start - cut
    kinds.push(kind)
    cut = end
  }
  for (let at = from; at < to; ) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      const end = endOfString(bytes, at + 1, to)
      if (end < 0) return undefined
      let next = end + 1
      while (next < to && bytes[next] <= 32) next++
      if (bytes[next] === COLON) {
        key = bytes.toString('latin1', at + 1, end)
        at = next + 1
        continue
      }
      const known = depth === 1 ? COLUMN_TEXTS : MESSAGE_TEXTS
      if (key !== undefined && known.has(key) && end > at + 1) {
        if (depth === 1 && !BESIDE_A_LIST.has(key)) columns++
        take(at + 1, end, 'text')
      }
      key = undefined
      at = end + 1
      continue
    }
    if (depth === 1 && key !== undefined && COLUMN_NUMBERS.has(key) && isDigit(byte)) {
      let end = at
      while (end < to && isDigit(bytes[end])) end++
      if (end - at < 16 && (bytes[end] === COMMA || bytes[end] === CLOSE) && (byte !== ZERO || end === at + 1))
        take(at, end, 'number')
      key = undefined
      at = end
      continue
    }
    if (byte === OPEN || byte === OPEN_LIST) {
      depth++
      if (byte === OPEN_LIST) lists++
      key = undefined
    } else if (byte === CLOSE || byte === CLOSE_LIST) depth--
    else if (byte === COMMA) key = undefined
    if (size + at - cut > LONGEST_OUTLINE) return undefined
    at++
  }
  if (kinds.length === 0 || kinds.length > MOST_TEXTS || (lists > 0 && columns > 0)) return undefined
  literals.push(Buffer.from(bytes.subarray(cut, to)))
  return { literals, kinds }
}

const MOST_TEXTS = 256
const [QUOTE, BACKSLASH, COLON, COMMA, ZERO] = [34, 92, 58, 44, 48]
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93]

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57

function endOfString(bytes: Buffer, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] === BACKSLASH) at++
    else if (bytes[at] === QUOTE) return at
  }
  return -1
}

function shapeOf({ literals, kinds }: Outline, understand: Understand): Shape | undefined {
  if (literals.some(holdsPlaceholder)) return undefined
  const fill = (placeholder: (i: number) => string): unknown => {
    let text = literals[0].toString('utf8')
    kinds.forEach((kind, i) => {
      text += kind === 'text' ? JSON.stringify(placeholder(i)).slice(1, -1) : NUMBER
      text += literals[i + 1].toString('utf8')
    })
    try {
      return JSON.parse(text)
    } catch {
      return undefined
    }
  }
  return meaningOf(fill, kinds, understand)
}

/** Files a shape; false if it is there already. */
function grow(tree: ShapeTree, { literals, kinds }: Outline, shape: Shape): boolean {
  let node = tree
  for (const [i, literal] of literals.entries()) {
    const isLast = i === kinds.length
    const kind = isLast ? 'end' : kinds[i]
    let edge = node.edges.find((one) => one.kind === kind && one.literal.equals(literal))
    if (edge === undefined) {
      edge = { literal, kind, node: { edges: [] }, shape: isLast ? shape : undefined }
      node.edges.push(edge)
      node.edges.sort((a, b) => b.literal.length - a.literal.length) // what goes on longer is tried first
    } else if (isLast) return false
    node = edge.node
  }
  return true
}
