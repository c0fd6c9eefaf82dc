/** File names as other tools want them: `/` between folders, relative to a root, percent-encoded where they are URIs. */

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
