/**
 * What a file is, from its first bytes; its name only breaks ties. Reads no row.
 */
import type { Codec, Container } from '../model/shard.ts'
import { encodingOf } from './encoding.ts'
import { isTarHeader } from './tar.ts'

/** Bytes of a file (after decompression) that sniffing wants to see. */
export const HEAD_BYTES = 1 << 16

export function codecOf(head: Uint8Array): Codec {
  if (starts(head, 0x1f, 0x8b)) return 'gzip'
  if (starts(head, 0x28, 0xb5, 0x2f, 0xfd)) return 'zstd'
  if ((head[0]! & 0xf0) === 0x50 && starts(head.subarray(1), 0x2a, 0x4d, 0x18)) return 'zstd' // a skippable frame first
  if (starts(head, 0x42, 0x5a, 0x68) && head[3]! >= 0x31 && head[3]! <= 0x39) return 'bzip2'
  if (starts(head, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) return 'xz'
  if (starts(head, 0x04, 0x22, 0x4d, 0x18)) return 'lz4'
  return 'none'
}

export type Sniffed =
  | { readonly container: Container; readonly encoding: ReturnType<typeof encodingOf>['encoding'] }
  | { readonly plugged: string } // the id of a reader that the user brought
  | { readonly unsupported: string; readonly hint?: string } // a known format that is not read; with a hint, not what it should be
  | { readonly empty: true }
  | { readonly unknown: true }

/**
 * @param head   the first HEAD_BYTES after decompression, fewer if there are no more
 * @param name   file name, compression suffixes and all
 */
export function sniff(head: Buffer, name: string): Sniffed {
  if (head.length === 0) return { empty: true }
  const binary = binaryContainer(head)
  if (binary !== undefined) return { container: binary, encoding: 'utf-8' }
  const unsupported = unsupportedFormat(head)
  if (unsupported !== undefined) return { unsupported }
  const { encoding, mark } = encodingOf(head)
  const text = encoding === 'utf-8' ? head.toString('utf8', mark) : decode(head, encoding)
  if (text.trim() === '') return { empty: true }
  const instead = INSTEAD.find(({ sign }) => sign.test(text))
  if (instead !== undefined) return { unsupported: instead.what, hint: instead.hint }
  const container = textContainer(text, extensionOf(name), head.length < HEAD_BYTES)
  return container === undefined ? { unknown: true } : { container, encoding }
}

function decode(head: Buffer, encoding: 'utf-16le' | 'utf-16be'): string {
  return new TextDecoder(encoding).decode(head.subarray(0, head.length & ~1))
}

function binaryContainer(head: Buffer): Container | undefined {
  if (ascii(head, 0, 'PAR1')) return 'parquet'
  if (ascii(head, 0, 'ARROW1')) return 'arrow-file'
  if (starts(head, 0xff, 0xff, 0xff, 0xff) && head.length >= 8 && head.readInt32LE(4) > 0) return 'arrow-stream'
  if (starts(head, 0x50, 0x4b, 3, 4) || starts(head, 0x50, 0x4b, 5, 6)) return 'zip'
  if (isTarHeader(head.subarray(0, 512))) return 'tar'
  return undefined
}

/** What lies where data should: the data were never fetched. */
const INSTEAD = [
  {
    sign: /^version https:\/\/git-lfs\.github\.com\/spec\//,
    what: 'a Git LFS pointer',
    hint: 'git lfs pull fetches the data',
  },
  {
    sign: /^\s{0,64}<(?:!doctype html|html[\s>])/i,
    what: 'a web page',
    hint: 'an error page, perhaps: fetch the data again',
  },
] as const

const UNSUPPORTED: readonly (readonly [number, string, string])[] = [
  [0, '\u0089HDF\r\n', 'HDF5'],
  [0, 'SQLite format 3\0', 'SQLite'],
  [0, '7z\u00bc\u00af', '7-zip'],
  [0, 'Rar!\u001a', 'RAR'],
  [0, 'PARE', 'encrypted Parquet'],
  [0, 'Obj\u0001', 'Avro'],
  [0, 'ORC', 'ORC'],
  [0, '\u0093NUMPY', 'NumPy'],
  [0, '%PDF-', 'PDF'],
  [0, '\u0080\u0004\u0095', 'pickle'],
  [0, '\u0080\u0005\u0095', 'pickle'],
  [0, 'FEA1', 'Feather version 1'],
]

function unsupportedFormat(head: Buffer): string | undefined {
  const found = UNSUPPORTED.find(([at, magic]) => ascii(head, at, magic))
  return found?.[2]
}

function textContainer(text: string, extension: string, isAll: boolean): Container | undefined {
  if (extension === 'csv' || extension === 'tsv' || extension === 'tab') {
    const looksLikeJson = /^\s*[{[]\s*["{[]/.test(text.slice(0, 200)) && firstLineIsJson(text)
    if (!looksLikeJson && !text.includes('\0')) return extension === 'csv' ? 'csv' : 'tsv'
  }
  const body = text.trimStart()
  if (body[0] === '{' || body[0] === '[') return jsonContainer(body, extension, isAll)
  if (text.includes('\0')) return undefined
  if (extension === 'jsonl' || extension === 'ndjson' || extension === 'jsonlines') return 'jsonl'
  if (extension === 'json') return 'json'
  if (extension === 'txt' || extension === 'text') return 'text'
  return undefined
}

/** Lines of JSON, or one piece (array, object, several objects over many lines)? */
function jsonContainer(body: string, extension: string, isAll: boolean): Container | undefined {
  const named = extension === 'jsonl' || extension === 'ndjson' || extension === 'jsonlines'
  const newline = body.indexOf('\n')
  if (newline < 0) {
    // One line, or the beginning of a very long one.
    if (isAll) return named && body[0] === '{' ? 'jsonl' : 'json'
    return named ? 'jsonl' : 'json'
  }
  const first = body.slice(0, newline).trim()
  if (isJson(first)) {
    const second = body.slice(newline).trimStart()
    if (second === '') return named ? 'jsonl' : 'json'
    return second[0] === '{' || second[0] === '[' || named ? 'jsonl' : 'json'
  }
  if (!named) return linesAfter(body, newline).every(isJson) ? 'jsonl' : 'json'
  // Named as lines, and the first is broken: believe the name, unless the line is just the opening of a larger piece.
  return first === '{' || first === '[' || first === '[{' ? 'json' : 'jsonl'
}

/** The second and third line that are not blank: two whole objects there say that the first is broken, not the opening. */
function linesAfter(body: string, newline: number): readonly string[] {
  const lines = body.slice(newline).split('\n', 64)
  const [second = '', third = ''] = lines.map((line) => line.trim()).filter((line) => line !== '')
  return [second, third]
}

function firstLineIsJson(text: string): boolean {
  const body = text.trimStart()
  const newline = body.indexOf('\n')
  return isJson((newline < 0 ? body : body.slice(0, newline)).trim())
}

function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

/** Lower-case extension, without those of compression: `jsonl` of `A.jsonl.gz`. */
function extensionOf(name: string): string {
  const parts = name.toLowerCase().split('.')
  while (parts.length > 1 && COMPRESSION.has(parts.at(-1)!)) parts.pop()
  return parts.length > 1 ? parts.at(-1)! : ''
}

const COMPRESSION: ReadonlySet<string> = new Set(['gz', 'gzip', 'zst', 'zstd', 'bz2', 'xz', 'lz4'])

function starts(head: Uint8Array, ...magic: number[]): boolean {
  return magic.every((byte, index) => head[index] === byte)
}

function ascii(head: Buffer, at: number, magic: string): boolean {
  return head.length >= at + magic.length && head.toString('latin1', at, at + magic.length) === magic
}
