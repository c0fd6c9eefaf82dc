/**
 * Where remote bytes are, as the path of a shard: an address, and behind `#` what was found there when it was planned.
 *
 * A fragment is never sent. So a plan stays plain data, and whoever reads a piece later, in another thread or on another
 * machine, can tell whether it is still the file that was planned.
 */
export interface RemotePlace {
  readonly url: string
  readonly file: string // as reports and messages show it
  readonly size: number // bytes
  readonly version?: string // entity tag or date, where the server names one and the address is not pinned
  readonly hub: boolean // the Hub's: its token may be sent to its own host
}

export const isRemote = (input: string): boolean => /^(https?|hf):\/\//i.test(input)

export function pathOfPlace({ url, file, size, version, hub }: RemotePlace): string {
  const found = new URLSearchParams({ file, size: String(size), ...(version && { version }), ...(hub && { hub: '1' }) })
  return `${url}#${found}`
}

/** The place that a shard's path names; undefined for a file of this machine. */
export function placeOfPath(path: string): RemotePlace | undefined {
  if (!/^https?:\/\//.test(path)) return undefined
  const hash = path.indexOf('#')
  if (hash < 0) return undefined
  const found = new URLSearchParams(path.slice(hash + 1))
  return {
    url: path.slice(0, hash),
    file: found.get('file') ?? '',
    size: Number(found.get('size')),
    version: found.get('version') ?? undefined,
    hub: found.has('hub'),
  }
}

/** An input or a path as it may be shown: without what is signed or secret in an address. */
export function shown(input: string): string {
  return /^https?:/i.test(input) && URL.canParse(input) ? withoutQuery(input) : input
}

/** An address without its query, which may be a signature, and without its fragment. */
export function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

/** Entity tags are weak or strong; of the same bytes either will do. */
export function versionOf(headers: Headers): string | undefined {
  const tag = headers.get('etag')?.replace(/^W\//, '')
  return tag ?? headers.get('last-modified') ?? undefined
}
