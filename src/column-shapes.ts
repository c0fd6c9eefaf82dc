/**
 * Rows of columnar files without objects: rows that look like rows met before are read from the bytes of their texts.
 *
 * The shape of a row is everything about it but its texts: which are there, how long its list of messages is, which roles.
 * What a shape means is learnt as for lines of JSON (`meaning.ts`), and the same texts are declined. A column that nobody
 * looks at while a row is understood can mean nothing, whatever it holds: it is no part of the shape.
 */
import { createColumnKeys, MOST_CODES, type RowKey } from './column-keys.ts'
import { meaningOf, saysAll, type Understand } from './meaning.ts'
import type { ColumnBlock } from './model/columns.ts'
import type { Observer } from './observe.ts'
import { holdsOdd, isOdd } from './odd-lines.ts'
import { isPlainText } from './plain-text.ts'
import type { Shape } from './shape-tree.ts'
import { createTextWindows } from './text-windows.ts'
import { kernel, TEXT } from './tokenizers/kernel.ts'

export interface ColumnReader {
  /** What a row means, if its shape is known and its texts are plain; else it must be read as values. */
  read(block: ColumnBlock, at: number): Shape | undefined
  /** Observes the row that was read last; returns its exchanges. */
  observe(observer: Observer, shape: Shape, shard: number, row: number): number
  /** Tells what a row that was read as values looks like. */
  learn(block: ColumnBlock, at: number): void
  /** Whether it has given up: of other rows, another may still learn. */
  isSpent(): boolean
}

const MOST_SHAPES = 512
const MOST_LESSONS = 2048 // rows that were looked at in vain: a set of ever new shapes is read as values
const LINE_END = 10

/** Shapes by the codes of their keys. */
interface Node {
  readonly next: Map<number, Node>
  shape: Shape | 'none' | undefined // none: it was looked at in vain
}

export function createColumnReader(understand: Understand): ColumnReader {
  const keys = createColumnKeys()
  let root: Node = { next: new Map(), shape: undefined }
  let shapes = 0
  let lessons = 0
  const by = kernel()
  const home = by === null ? Buffer.allocUnsafe(1 << 16) : by.bytes // where texts are put, as long as they are not too long
  const first = by === null ? 0 : TEXT
  const texts = { buffer: home, starts: new Uint32Array(256), ends: new Uint32Array(256), end: 0 }
  let starts = new Uint32Array(64)
  let ends = new Uint32Array(64)

  const last = { codes: new Int32Array(MOST_CODES), count: -1, shape: undefined as Node['shape'] } // what was found last: most rows are like the row before

  /** The shape filed under a key. */
  const find = ({ codes, count }: RowKey): Node['shape'] => {
    let same = count === last.count ? 0 : -1
    while (same >= 0 && same < count) same = codes[same] === last.codes[same] ? same + 1 : -1
    if (same === count) return last.shape
    let node: Node | undefined = root
    for (let i = 0; i < count && node !== undefined; i++) node = node.next.get(codes[i])
    for (let i = 0; i < count; i++) last.codes[i] = codes[i]
    last.count = count
    last.shape = node?.shape
    return last.shape
  }

  const forget = (): void => {
    last.count = -1
  }

  const file = ({ codes, count }: RowKey, shape: Shape | 'none'): void => {
    forget()
    let node = root
    for (let i = 0; i < count; i++) {
      let next = node.next.get(codes[i])
      if (next === undefined) {
        next = { next: new Map(), shape: undefined }
        node.next.set(codes[i], next)
      }
      node = next
    }
    node.shape = shape
  }

  let current: ColumnBlock | undefined
  const windows = createTextWindows(by)

  /** Finds the row's texts in the kernel's memory, where its neighbours' stand; false if they must be copied for themselves. */
  const isInPlace = (key: RowKey): boolean => {
    if (!windows.place(key, texts)) return false
    texts.buffer = home
    texts.end = first
    return true
  }

  /** Copies a row's texts, a line end behind each; false if one might be cut, or is no UTF-8. */
  const copy = (key: RowKey): boolean => {
    let to = first
    texts.buffer = home
    for (let i = 0; i < key.texts; i++) {
      const bytes = key.buffers[i]
      const length = key.ends[i] - key.starts[i]
      if (to + length + 1 > texts.buffer.length) {
        const larger = Buffer.allocUnsafe((to + length + 1) * 2)
        texts.buffer.copy(larger, 0, 0, to)
        texts.buffer = larger
      }
      bytes.copy(texts.buffer, to, key.starts[i], key.ends[i])
      texts.starts[i] = to
      to += length
      texts.ends[i] = to
      texts.buffer[to++] = LINE_END
    }
    texts.end = to
    return by !== null && texts.buffer === home ? !holdsOdd(by, first, to) : !isOdd(texts.buffer.subarray(first, to))
  }

  return {
    read(block, at) {
      if (shapes === 0) return undefined
      if (block !== current) {
        current = block
        windows.clear() // between blocks others may have used the memory
      }
      const key = keys.read(block, at)
      const shape = key && find(key)
      if (key === undefined || shape === undefined || shape === 'none') return undefined
      if (!isInPlace(key) && !copy(key)) return undefined
      const { guards } = shape
      const { buffer, starts, ends } = texts
      for (let i = 0; i < guards.length; i++) if (!isPlainText(buffer, starts[i], ends[i], guards[i])) return undefined
      return shape
    },
    observe(observer, { conversations }, shard, row) {
      let exchanges = 0
      for (const { roles, texts: whole, parts } of conversations) {
        if (roles.length > starts.length) {
          starts = new Uint32Array(roles.length * 2)
          ends = new Uint32Array(roles.length * 2)
        }
        let used = texts.end
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
    learn(block, at) {
      if (shapes >= MOST_SHAPES || lessons >= MOST_LESSONS) return
      const known = keys.read(block, at)
      if (known !== undefined && find(known) !== undefined) return
      lessons++
      for (;;) {
        const key = keys.learn(block, at)
        if (key === undefined) return
        const lesson = keys.lesson(block, at)
        const kinds = new Array<'text'>(key.texts).fill('text')
        const shape = meaningOf(lesson.fill, kinds, understand)
        if (lesson.looksFurther()) {
          // What was learnt without these columns does not say what it is with them.
          root = { next: new Map(), shape: undefined }
          forget()
          shapes = 0
          continue
        }
        const isSound = shape !== undefined && saysAll(shape, kinds) && lesson.isSound()
        file(key, isSound ? shape : 'none')
        if (!isSound) return
        shapes++
        lessons = Math.max(0, lessons - 8)
        return
      }
    },
    isSpent: () => lessons >= MOST_LESSONS || shapes >= MOST_SHAPES,
  }
}

/** Puts a part of a turn at `at`; returns where it ends. */
function append(
  texts: { buffer: Buffer; readonly starts: Uint32Array; readonly ends: Uint32Array },
  part: number | string,
  at: number,
): number {
  const length = typeof part === 'number' ? texts.ends[part] - texts.starts[part] : Buffer.byteLength(part)
  if (at + length > texts.buffer.length) {
    const larger = Buffer.allocUnsafe((at + length) * 2)
    texts.buffer.copy(larger, 0, 0, at)
    texts.buffer = larger
  }
  if (typeof part === 'number') texts.buffer.copyWithin(at, texts.starts[part], texts.ends[part])
  else texts.buffer.write(part, at)
  return at + length
}
