/** File names as other tools want them: `/` between folders, relative to a root, percent-encoded where they are URIs. */

import { posix } from 'node:path'
import type { RenderOptions } from './reporter.ts'

const REMOTE = /^[a-z][a-z\d+.-]+:\/\//i
const MEMBER = /^(.*\.(?:tar|tgz|zip|tar\.\w+))!(.*)$/i

/** @example relativeTo('/repo/', '/repo/data/a.jsonl') // 'data/a.jsonl' */
export function relativeTo(root: string | undefined, file: string): string {
  const path = REMOTE.test(file) ? file : file.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '')
  if (root === undefined) return path
  const folder = `${root
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '')}/`
  return path.startsWith(folder) ? path.slice(folder.length) : path
}

/**
 * A file as a repository names it: relative to the root, or to the working directory, where it stands in one of these.
 *
 * @example shownPath('/repo/sub/a.jsonl', { cwd: '/repo/sub', sarifRoot: '..' }) // 'sub/a.jsonl'
 */
export function shownPath(file: string, { sarifRoot, cwd }: Pick<RenderOptions, 'sarifRoot' | 'cwd'>): string {
  if (REMOTE.test(file) || cwd === undefined) return relativeTo(sarifRoot, file)
  const slashed = (path: string) => path.replaceAll('\\', '/')
  const isWhole = (path: string) => /^(?:\/|[A-Za-z]:\/)/.test(path)
  const whole = (path: string) => posix.normalize(isWhole(path) ? path : `${slashed(cwd)}/${path}`)
  const [path, root] = [whole(slashed(file)), sarifRoot === undefined ? slashed(cwd) : whole(slashed(sarifRoot))]
  const found = relativeTo(root, path)
  if (found !== path) return found
  return sarifRoot === undefined ? relativeTo(undefined, file) : path // outside: as it was named
}

/** `a.tar!b.jsonl` is the file `a.tar` to everyone else. */
export function archiveOf(file: string): { readonly file: string; readonly member?: string } {
  const found = MEMBER.exec(file)
  return found === null ? { file } : { file: found[1]!, member: found[2] }
}

export function isRemote(file: string): boolean {
  return REMOTE.test(file)
}

/** @example uriOf('data/a b.jsonl') // 'data/a%20b.jsonl' */
export function uriOf(path: string): string {
  const whole = path.replace(/\p{Cs}/gu, '\ufffd') // a surrogate that stands alone has no UTF-8
  const scheme =
    REMOTE.exec(whole)?.[0] ?? (/^[A-Za-z]:\//.test(whole) ? 'file:///' : whole.startsWith('/') ? 'file://' : '')
  const rest = scheme.startsWith('file:') ? whole : whole.slice(scheme.length)
  const encoded = rest
    .split('/')
    .map((part, at) => (at === 0 && /^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part)))
  return scheme + encoded.join('/')
}
