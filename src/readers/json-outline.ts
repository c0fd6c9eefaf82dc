/**
 * The outline of one big JSON object: its top-level keys, what kind of value each has and where, without holding the values.
 *
 * Small values are kept as text, of an array or object the first element too. One pass over the bytes.
 */
import type { ByteReader } from './bytes.ts'

export interface Member {
  readonly key: string
  readonly opens: string // first character of the value: { [ " or of a number, true, false, null
  readonly start: number // place of that character in the text, in bytes
  readonly line: number // its line, from 0
  readonly text: string | undefined // the whole value, if no longer than SMALL_BYTES
  readonly first: string | undefined // the first element of an array, or `"key": value` of an object, likewise
}

export interface Outline {
  readonly members: readonly Member[]
  readonly closed: boolean // the object ends
  readonly more: boolean // another value follows it
}

const SMALL_BYTES = 1 << 16
const MAX_MEMBERS = 10_000 // an object with more is no dataset with columns or splits

/** Remembers up to SMALL_BYTES of what passes by. */
function clip(): { add(byte: number): void; text(): string | undefined; isFull(): boolean } {
  let bytes: Buffer | undefined
  let length = 0
  return {
    add(byte) {
      bytes ??= Buffer.allocUnsafe(256)
      if (length === bytes.length && length < SMALL_BYTES) bytes = Buffer.concat([bytes], length * 2)
      if (length < bytes.length) bytes[length] = byte
      length++
    },
    isFull: () => length > SMALL_BYTES,
    text: () => (length <= SMALL_BYTES ? bytes?.toString('utf8', 0, length) : undefined),
  }
}

export async function outline(reader: ByteReader): Promise<Outline> {
  const members: Member[] = []
  let depth = 0
  let inString = false
  let escaped = false
  let line = 0
  let at = 0
  let closed = false
  let key: ReturnType<typeof clip> | undefined
  let keyDone = false
  let value:
    | { opens: string; start: number; line: number; all: ReturnType<typeof clip>; one: ReturnType<typeof clip> }
    | undefined
  let firstDone = false

  const endValue = (): void => {
    if (value !== undefined && key !== undefined && members.length < MAX_MEMBERS) {
      const { opens, start, line, all, one } = value
      members.push({
        key: parsedKey(key.text()),
        opens,
        start,
        line,
        text: all.text()?.trim(),
        first: one.text()?.trim(),
      })
    }
    key = undefined
    keyDone = false
    value = undefined
    firstDone = false
  }

  const step = (byte: number): void => {
    const structural = !inString
    if (inString) {
      if (escaped) escaped = false
      else if (byte === 92) escaped = true
      else if (byte === 34) inString = false
    } else if (byte === 34) inString = true
    else if (byte === 10) line++
    if (structural && (byte === 123 || byte === 91)) depth++
    if (structural && (byte === 125 || byte === 93)) {
      depth--
      if (depth === 0) {
        endValue()
        closed = true
        return
      }
    }
    if (structural && depth === 1 && byte === 44) {
      endValue()
      return
    }
    if (depth === 0) return
    if (!keyDone) {
      if (structural && byte === 58) keyDone = true
      else if (key !== undefined) key.add(byte)
      else if (byte === 34) {
        key = clip()
        key.add(byte)
      }
      return
    }
    if (value === undefined) {
      if (byte <= 32) return
      value = { opens: String.fromCharCode(byte), start: at, line, all: clip(), one: clip() }
      value.all.add(byte)
      return
    }
    value.all.add(byte)
    if (firstDone || (value.opens !== '[' && value.opens !== '{')) return
    if (structural && ((depth === 2 && byte === 44) || depth === 1)) firstDone = true
    else value.one.add(byte)
  }

  /** On to the bracket that ends the value, when nothing more of it is kept; strings are leapt over. */
  const leap = (bytes: Buffer, from: number): number => {
    let index = from
    while (index < bytes.length) {
      if (escaped) {
        escaped = false
        index++
      } else if (inString) {
        const quote = bytes.indexOf(34, index)
        const stop = quote < 0 ? bytes.length : quote
        let first = stop
        while (first > index && bytes[first - 1] === 92) first--
        const odd = ((stop - first) & 1) === 1
        if (quote < 0) {
          escaped = odd
          return stop
        }
        inString = odd
        index = quote + 1
      } else {
        const byte = bytes[index]!
        if (byte === 34) inString = true
        else if (byte === 123 || byte === 91) depth++
        else if (byte === 125 || byte === 93) {
          if (depth === 2) return index
          depth--
        } else if (byte === 10) line++
        index++
      }
    }
    return index
  }

  const buffer = Buffer.allocUnsafe(1 << 20)
  for (;;) {
    const got = await reader.read(buffer, 0, buffer.length)
    if (got === 0) return { members, closed, more: false }
    const bytes = buffer.subarray(0, got)
    for (let index = 0; index < got; ) {
      if (value !== undefined && firstDone && depth >= 2 && value.all.isFull()) {
        const next = leap(bytes, index)
        at += next - index
        index = next
        if (index === got) break
      }
      const byte = bytes[index++]!
      if (!closed) step(byte)
      else if (byte > 32) return { members, closed, more: true }
      at++
    }
  }
}

function parsedKey(text: string | undefined): string {
  try {
    return String(JSON.parse((text ?? '').trim()))
  } catch {
    return ''
  }
}
