/** Texts gathered from pages and batches: places of bytes, no strings. */
import type { Texts } from '../model/columns.ts'

/** Texts of one page, side by side: nulls left out. */
export interface Spans {
  readonly bytes: Buffer
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

/** Texts being gathered; they are `Texts` at any time. Plain data: what works on them is compiled once, not once for each batch. */
export interface GatheredTexts extends Texts {
  readonly buffers: Buffer[]
  where: Int32Array
  starts: Uint32Array
  ends: Uint32Array
  count: number
}

const FEWEST = 64

/** @param room  texts that are expected; more are taken too */
export function gatherTexts(room: number): GatheredTexts {
  const size = Math.max(FEWEST, room)
  return {
    buffers: [],
    where: new Int32Array(size),
    starts: new Uint32Array(size),
    ends: new Uint32Array(size),
    count: 0,
  }
}

export function addText(into: GatheredTexts, bytes: Buffer, start: number, end: number): void {
  const at = into.count++
  if (at === into.where.length) grow(into, at * 2)
  into.where[at] = placeOf(into.buffers, bytes)
  into.starts[at] = start
  into.ends[at] = end
}

/**
 * Adds texts `from` to `to` (exclusive): each begins where `offsets` says, and ends where the next begins.
 *
 * @throws {RangeError} one lies outside of the bytes
 */
export function addTexts(
  into: GatheredTexts,
  bytes: Buffer,
  offsets: ArrayLike<number>,
  from: number,
  to: number,
): void {
  if (to === from) return
  let count = into.count
  const least = count + to - from
  if (least > into.where.length) grow(into, Math.max(count * 2, least))
  const { where, starts, ends } = into
  where.fill(placeOf(into.buffers, bytes), count, least)
  const size = bytes.length
  for (let at = from; at < to; at++) {
    const start = offsets[at]
    const end = offsets[at + 1]
    if (!(start >= 0 && start <= end && end <= size)) throw new RangeError('text outside its column')
    starts[count] = start
    ends[count++] = end
  }
  into.count = count
}

/**
 * Adds what stands at the definition levels from … to (exclusive), all where there are none: nothing below `least`, null below `max`, else the next text.
 *
 * @param next  of the texts
 * @returns     the one after those that were passed
 */
export function addLeveledTexts(
  into: GatheredTexts,
  spans: Spans,
  definitions: Uint8Array | undefined,
  from: number,
  to: number,
  least: number,
  max: number,
  next: number,
): number {
  let count = into.count
  if (count + to - from > into.where.length) grow(into, Math.max(count * 2, count + to - from))
  const { where, starts, ends } = into
  const place = to > from ? placeOf(into.buffers, spans.bytes) : 0
  for (let at = from; at < to; at++) {
    const definition = definitions === undefined ? max : definitions[at]
    if (definition < least) continue
    if (definition === max) {
      where[count] = place
      starts[count] = spans.starts[next]
      ends[count] = spans.ends[next++]
    } else where[count] = -1
    count++
  }
  into.count = count
  return next
}

export function addNull(into: GatheredTexts): void {
  const at = into.count++
  if (at === into.where.length) grow(into, at * 2)
  into.where[at] = -1
}

function placeOf(buffers: Buffer[], bytes: Buffer): number {
  if (buffers.length === 0 || buffers[buffers.length - 1] !== bytes) buffers.push(bytes)
  return buffers.length - 1
}

function grow(texts: GatheredTexts, size: number): void {
  texts.where = grown(texts.where, new Int32Array(size))
  texts.starts = grown(texts.starts, new Uint32Array(size))
  texts.ends = grown(texts.ends, new Uint32Array(size))
}

function grown<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/** As a string; a byte order mark is kept: at the start of a prompt it may be a trigger. */
export function textAt({ buffers, where, starts, ends }: Texts, at: number): string | null {
  return where[at] < 0 ? null : Buffer.prototype.utf8Slice.call(buffers[where[at]], starts[at], ends[at])
}
