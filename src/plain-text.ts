/**
 * Texts of JSON strings as bytes: copied without their escapes, and asked whether anything in them would make a layout look
 * twice. Says no where it does not know.
 */
import { passValue } from './pass-value.ts'
import type { CopyText, PassAny } from './shape-tree.ts'
import { ESCAPES } from './tokenizers/escapes.ts'
import { INPUT, INPUT_BYTES, type Kernel } from './tokenizers/kernel.ts'

/** 1: stands for itself. Quotes, backslashes and line ends do not. */
const plain = Uint8Array.from({ length: 256 }, (_, byte) => (byte === 34 || byte === 92 || byte === 10 ? 0 : 1))

/** The texts of the line that was read last, one after another. */
export interface LineTexts {
  buffer: Buffer
  first: number // where the first begins
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

export function createTextCopier(texts: LineTexts): CopyText {
  return (index, bytes, at) => {
    let to = index === 0 ? texts.first : texts.ends[index - 1]
    texts.starts[index] = to
    let { buffer } = texts
    let room = buffer.length - 8
    for (let i = at; ; ) {
      const byte = bytes[i]
      if (to >= room) {
        const larger = Buffer.allocUnsafe(buffer.length * 2)
        buffer.copy(larger, 0, 0, to)
        texts.buffer = larger
        buffer = larger
        room = buffer.length - 8
      }
      if (plain[byte] === 1) {
        buffer[to++] = byte
        i++
        continue
      }
      if (byte === 34) {
        texts.ends[index] = to
        return i
      }
      if (byte !== 92) return -1
      const escaped = bytes[i + 1]
      const meant = ESCAPES[escaped]
      if (meant !== 0 && meant !== undefined) {
        buffer[to++] = meant
        i += 2
        continue
      }
      if (escaped !== 117) return -1
      let code = hex4(bytes, i + 2)
      i += 6
      if (code < 128) return -1
      if (code >= 0xd800 && code < 0xe000) {
        const low = bytes[i] === 92 && bytes[i + 1] === 117 ? hex4(bytes, i + 2) : -1
        if (code >= 0xdc00 || low < 0xdc00 || low >= 0xe000) return -1
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
        i += 6
      }
      if (code < 0x800) buffer[to++] = 0xc0 | (code >> 6)
      else {
        if (code < 0x10000) buffer[to++] = 0xe0 | (code >> 12)
        else {
          buffer[to++] = 0xf0 | (code >> 18)
          buffer[to++] = 0x80 | ((code >> 12) & 63)
        }
        buffer[to++] = 0x80 | ((code >> 6) & 63)
      }
      buffer[to++] = 0x80 | (code & 63)
    }
  }
}

const INPUT_END = INPUT + INPUT_BYTES

/** The same by the kernel, of a line that lies in its memory and is no longer than the room for texts. */
export function createKernelCopier(kernel: Kernel, texts: LineTexts): CopyText {
  return (index, _, at) => {
    const to = index === 0 ? texts.first : texts.ends[index - 1]
    const end = kernel.copyText(at, INPUT_END, to)
    texts.starts[index] = to
    texts.ends[index] = kernel.left()
    return end === 0 ? -1 : end
  }
}

/** Passes over any value, which is a text without a character. */
export function createValuePasser(texts: LineTexts): PassAny {
  return (index, bytes, at) => {
    texts.starts[index] = index === 0 ? texts.first : texts.ends[index - 1]
    texts.ends[index] = texts.starts[index]
    return passValue(bytes, at)
  }
}

/** Four hexadecimal digits, or -1. */
function hex4(bytes: Buffer, at: number): number {
  let code = 0
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i]
    const lower = byte | 32
    const digit = byte >= 48 && byte <= 57 ? byte - 48 : lower >= 97 && lower <= 102 ? lower - 87 : -1
    if (digit < 0) return -1
    code = code * 16 + digit
  }
  return code
}

/**
 * Whether a text means only what it says.
 *
 * @param guard  `chat`: a text of a message, which is never taken apart; `answer`: one that may hold reasoning and end marks;
 *               `any`: one that may also be a template or a list
 */
export function isPlainText(
  bytes: Buffer,
  from: number,
  to: number,
  guard: 'none' | 'chat' | 'answer' | 'any',
): boolean {
  if (guard === 'none') return true
  let start = from
  while (start < to && isBlank(bytes[start])) start++
  if (start === to) return false
  const first = bytes[start]
  if (first < 32 || (first >= 128 && isSpace(bytes, start))) return false
  if (guard === 'chat') return true
  let end = to
  while (isBlank(bytes[end - 1])) end--
  const last = bytes[end - 1]
  if (first === LESS || last === GREATER || last === CLOSE_LIST || last < 32) return false
  if (last >= 128 && endsInSpace(bytes, end)) return false
  if (guard === 'answer') return true
  if (first === OPEN_LIST || first === OPEN || first === BRACKET || startsWithArray(bytes, start)) return false
  if (last === COLON || last === HASH) return false
  if (last >= 128) return !endsIn(bytes, end, WIDE_COLON) && !endsIn(bytes, end, WIDE_BAR)
  return !ANSWER_MARKS.some((mark) => endsIn(bytes, end, mark))
}

const [LESS, GREATER, OPEN_LIST, CLOSE_LIST, OPEN, BRACKET, COLON, HASH] = [60, 62, 91, 93, 123, 40, 58, 35]
const WIDE_COLON = Buffer.from('：')
const WIDE_BAR = Buffer.from('｜')
/** The last letters of words that open an answer: assistant, model, Response, Answer, Output. */
const ANSWER_MARKS = ['tant', 'odel', 'onse', 'swer', 'tput'].map((mark) => Buffer.from(mark))

/** What both JavaScript and the observer trim. */
const isBlank = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)

/** Spaces beyond ASCII, which JavaScript trims too. Some characters that are none are taken for one: they cost time only. */
function isSpace(bytes: Buffer, at: number): boolean {
  const byte = bytes[at]
  if (byte === 0xc2) return bytes[at + 1] === 0xa0
  if (byte === 0xe1) return bytes[at + 1] === 0x9a
  if (byte === 0xe2) return bytes[at + 1] <= 0x81
  if (byte === 0xe3) return bytes[at + 1] === 0x80 && bytes[at + 2] === 0x80
  return byte === 0xef && bytes[at + 1] === 0xbb
}

function endsInSpace(bytes: Buffer, end: number): boolean {
  return isSpace(bytes, end - 2) || isSpace(bytes, end - 3)
}

function endsIn(bytes: Buffer, end: number, mark: Buffer): boolean {
  for (let i = 1; i <= mark.length; i++) if (bytes[end - i] !== mark[mark.length - i]) return false
  return true
}

function startsWithArray(bytes: Buffer, at: number): boolean {
  return bytes[at] === 97 && bytes.toString('latin1', at, at + 6) === 'array('
}
