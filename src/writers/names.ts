/**
 * Names of output files, from the names of inputs, which may be anybody's.
 *
 * Promises a relative path with `/`, without `..`, without a character that a shell, a terminal or Windows trips over, and
 * no name twice, also where capitals count for nothing.
 */
import { dirname, resolve } from 'node:path'

export interface Named {
  readonly path: string
  readonly member?: string // inside an archive
}

const MOST_BYTES = 120 // of one part of a path; systems allow 255, and a suffix may come
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** The input's path below the folder that all inputs share; below its archive for a member. */
export function baseName({ path, member }: Named, root: string): string {
  const below = resolve(path).slice(root.length)
  return safePath(member === undefined ? below : `${below}/${member}`)
}

/** The deepest folder that all files stand in. */
export function sharedFolder(files: readonly Named[]): string {
  const [first = [], ...others] = files.map(({ path }) => dirname(resolve(path)).split(/[/\\]/))
  const alike = first.findIndex((part, at) => others.some((other) => other[at] !== part))
  return first.slice(0, alike < 0 ? first.length : alike).join('/')
}

/** @example safePath('../a/./b\\..\\c d?.jsonl') // 'a/b/c d_.jsonl' */
export function safePath(name: string): string {
  const parts = name
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map(safePart)
  return parts.length === 0 ? 'data' : parts.join('/')
}

function safePart(part: string): string {
  const plain = part
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N} ._+=@,()[\]-]/gu, '_')
    .replace(/^[-. ]+/, '_')
    .replace(/[. ]+$/, '_')
  const short = cutMiddle(plain)
  return RESERVED.test(short) ? `_${short}` : short
}

/** Too long a name keeps its beginning and its extension. */
function cutMiddle(part: string): string {
  if (Buffer.byteLength(part) <= MOST_BYTES) return part
  const end = [...part].slice(-24).join('')
  const room = MOST_BYTES - Buffer.byteLength(end) - 1
  let begin = ''
  for (const char of part) {
    if (Buffer.byteLength(begin + char) > room) break
    begin += char
  }
  return `${begin}_${end}`
}

/** Gives each name once. A name that is taken, or would have to be a file and a folder, gets a number. */
export function createNames(): { readonly claim: (name: string) => string; readonly release: (name: string) => void } {
  const files = new Set<string>()
  const folders = new Set<string>()
  const isFree = (name: string): boolean => {
    const folded = name.toLowerCase()
    return !files.has(folded) && !folders.has(folded) && foldersOf(folded).every((folder) => !files.has(folder))
  }
  return {
    claim(name) {
      let free = name
      for (let number = 2; !isFree(free); number++) free = numbered(name, number)
      files.add(free.toLowerCase())
      for (const folder of foldersOf(free.toLowerCase())) folders.add(folder)
      return free
    },
    release: (name) => void files.delete(name.toLowerCase()),
  }
}

/** Without a folder that is a file: the parts of the path become one. */
function numbered(name: string, number: number): string {
  const flat = number % 2 === 0 ? name : name.replaceAll('/', '_')
  const [, stem = flat, extension = ''] = /^(.*?[^/.])(\.[^./]+(?:\.(?:gz|zst|bz2|xz|lz4))?)$/i.exec(flat) ?? []
  return `${stem}-${number}${extension}`
}

function foldersOf(name: string): readonly string[] {
  const parts = name.split('/')
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'))
}
