/**
 * JSON lines without JSON: rows that look like rows met before are read from their bytes, and no string is made.
 *
 * A *shape* is a line with its long texts taken out, and the values at which nobody looks. What a shape means is not guessed: a line is
 * understood with placeholders in the place of its texts, and where these come out again, there the texts of every line of that shape
 * belong (`line-outline.ts`). That holds only for texts at which nobody looks twice, so a line is declined, and read as JSON, where a text is
 * empty or blank, may hold reasoning, media, markers of a template or a list in disguise, or has an escape out of the
 * ordinary. Whatever is declined, broken or strange costs time, never a row.
 */
import { learnLine, type Outline } from './line-outline.ts'
import type { Understand } from './meaning.ts'
import type { Observer } from './observe.ts'
import { holdsOdd, isOdd } from './odd-lines.ts'
import { createKernelCopier, createTextCopier, createValuePasser, isPlainText, type LineTexts } from './plain-text.ts'
import { matchShape, type Shape, type ShapeTree } from './shape-tree.ts'
import { INPUT, INPUT_BYTES, kernel, TEXT, TEXT_BYTES } from './tokenizers/kernel.ts'

export interface LineReader {
  /** Tells that lines of bytes[from, to) will be asked for. Returns whether each must first be asked if it is odd. */
  open(bytes: Buffer, from: number, to: number): boolean
  /** Reads a line of a known shape; undefined where the line must be read as JSON. */
  read(bytes: Buffer, from: number, to: number): Shape | undefined
  /** Observes the line that was read last; returns its exchanges. */
  observe(observer: Observer, shape: Shape, shard: number, row: number): number
  /** Tells what the line that was read last, and had to be read as JSON, looks like. */
  learn(bytes: Buffer, from: number, to: number): void
  /** Whether it has given up: of other lines, another may still learn. */
  isSpent(): boolean
}

const MOST_SHAPES = 512
const MOST_LESSONS = 256 // lines that were looked at in vain: a set of ever new shapes is read as JSON
const TRIED = 1024 // lines, after which most must have been of known shapes, or it is not worth trying
const FIRST_SHAPES = 32 // after so many, there must have been more lines of known shapes than shapes

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
  const any = createValuePasser(texts)
  const slow = { text: createTextCopier(texts), any }
  const fast = by === null ? slow : { text: createKernelCopier(by, texts), any }
  let shift = Number.NaN // from places in the open bytes to places in the kernel's memory
  let shapes = 0
  let lessons = 0
  let found = 0 // lines of known shapes
  let missed = 0
  let isKnown = false // the shape of the line that was read last, whether or not its texts could be taken
  let starts = new Uint32Array(64)
  let ends = new Uint32Array(64)
  const giveUp = (): void => {
    tree.edges.length = 0
    shapes = 0
    lessons = MOST_LESSONS
  }
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
      isKnown = false
      if (shapes === 0) return undefined
      texts.buffer = home
      const shape =
        by === null || Number.isNaN(shift)
          ? matchShape(tree, bytes, from, to, slow)
          : matchShape(tree, by.bytes, from + shift, to + shift, fast)
      if (shape === undefined) {
        if (++missed > TRIED && missed > found) giveUp()
        return undefined
      }
      found++
      isKnown = true
      const { buffer, starts, ends } = texts
      for (let i = 0; i < shape.guards.length; i++)
        if (!isPlainText(buffer, starts[i], ends[i], shape.guards[i])) return undefined
      return shape
    },
    learn(bytes, from, to) {
      if (shapes >= FIRST_SHAPES && found < shapes) giveUp()
      if (isKnown || shapes >= MOST_SHAPES || lessons >= MOST_LESSONS) return
      lessons++
      const lesson = learnLine(bytes, from, to, understand)
      if (lesson === undefined || !grow(tree, lesson.outline, lesson.shape)) return
      shapes++
      lessons = Math.max(0, lessons - 8)
    },
    isSpent: () => lessons >= MOST_LESSONS || shapes >= MOST_SHAPES,
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
