/**
 * A Hub and its CDN on this machine: two servers, since what matters is what one host may not tell the other.
 *
 * Speaks what the Hub speaks: revisions, trees in pages with `Link`, `resolve` with a redirect to signed addresses for large
 * files, ranges, error codes. The official client is held against it in `hub-server.test.ts`. Faults are asked for by the test.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Seen {
  readonly host: 'hub' | 'cdn'
  readonly method: string
  readonly path: string // with the query
  readonly authorization: string | undefined
  readonly range: string | undefined
}

export interface Faults {
  busy?: number // so many answers of the CDN are 429
  retryAfter?: string
  drop?: number // so many answers of the CDN break off in the middle
  dropAfter?: number // bytes sent before that
  uses?: number // a signed address may be asked so often
  ignoreRange?: boolean
  token?: string // without it: 401
  gated?: boolean
  hubDown?: number // so many answers of the Hub are 503
}

export interface HubServer {
  readonly endpoint: string
  readonly cdn: string
  readonly seen: Seen[]
  readonly faults: Faults
  readonly files: Map<string, Buffer>
  commit: string
  close(): Promise<void>
}

const LARGE = 1000 // bytes; from here on a file is stored at the CDN
const PAGE = 3 // entries of a tree a page

export async function startHub(id: string, content: Readonly<Record<string, string | Buffer>>): Promise<HubServer> {
  const files = new Map(Object.entries(content).map(([path, bytes]) => [path, Buffer.from(bytes as Buffer)]))
  const seen: Seen[] = []
  const faults: Faults = {}
  const note = (host: Seen['host'], { method = '', url = '', headers }: IncomingMessage): void => {
    seen.push({ host, method, path: url, authorization: headers.authorization, range: headers.range })
  }
  const state = { commit: createHash('sha1').update(id).digest('hex') }

  let signatures = 0
  const used = new Map<string, number>()
  const isSigned = (url: URL): boolean => {
    const signature = url.searchParams.get('Signature')
    if (signature === null) return false
    used.set(signature, (used.get(signature) ?? 0) + 1)
    return used.get(signature)! <= (faults.uses ?? Number.POSITIVE_INFINITY)
  }

  const cdn = createServer((request, response) => {
    note('cdn', request)
    const url = new URL(request.url ?? '', 'http://cdn')
    const bytes = [...files.values()].find((file) => sha256(file) === url.pathname.slice(1))
    if (take(faults, 'busy')) {
      return void response.writeHead(429, { 'retry-after': faults.retryAfter ?? '0' }).end('too many requests')
    }
    if (!isSigned(url)) return void response.writeHead(403).end('expired')
    if (bytes === undefined) return void response.writeHead(404).end()
    response.setHeader('etag', `"${createHash('md5').update(bytes).digest('hex')}"`)
    sendRange(request, response, bytes, faults)
  })

  const hub = createServer((request, response) => {
    note('hub', request)
    if (take(faults, 'hubDown')) return void response.writeHead(503).end('<html>busy')
    if (faults.token !== undefined && request.headers.authorization !== `Bearer ${faults.token}`) {
      return void response
        .writeHead(401, { 'x-error-code': 'RepoNotFound' })
        .end('{"error":"Invalid username or password."}')
    }
    const url = new URL(request.url ?? '', 'http://hub')
    const path = decodeURIComponent(url.pathname)
    const api = `/api/datasets/${id}`
    if (path.startsWith(`${api}/revision/`)) {
      const revision = path.slice(`${api}/revision/`.length)
      if (!['main', state.commit, 'refs/convert/parquet'].includes(revision))
        return void response.writeHead(404, { 'x-error-code': 'RevisionNotFound' }).end('{}')
      return json(response, { id, sha: state.commit })
    }
    if (path.startsWith(`${api}/tree/${state.commit}`) || path.startsWith(`${api}/tree/main`)) {
      return tree(response, url, path.slice(`${api}/tree/`.length).replace(/^[^/]+\/?/, ''))
    }
    const file = new RegExp(`^/datasets/${id}/resolve/[^/]+/(.+)$`).exec(path)?.[1]
    const bytes = file === undefined ? undefined : files.get(file)
    if (faults.gated && file !== undefined)
      return void response.writeHead(403, { 'x-error-code': 'GatedRepo', 'x-error-message': 'ask the <owner>' }).end()
    if (bytes === undefined) {
      const code = path.startsWith(`/datasets/${id}`) || path.startsWith(api) ? 'EntryNotFound' : 'RepoNotFound'
      return void response.writeHead(404, { 'x-error-code': code }).end('{}')
    }
    response.setHeader('x-repo-commit', state.commit)
    response.setHeader(
      'etag',
      `"${bytes.length < LARGE ? createHash('sha1').update(bytes).digest('hex') : sha256(bytes)}"`,
    )
    if (bytes.length < LARGE) return sendRange(request, response, bytes, {})
    response.setHeader('x-linked-etag', `"${sha256(bytes)}"`)
    response.setHeader('x-linked-size', String(bytes.length))
    response
      .writeHead(302, { location: `${address(cdn)}/${sha256(bytes)}?Signature=secret-of-the-cdn-${signatures++}` })
      .end()
  })

  function tree(response: ServerResponse, url: URL, folder: string): void {
    const recursive = url.searchParams.get('recursive') === 'true'
    const inside = folder === '' ? '' : `${folder}/`
    const below = [...files].filter(([path]) => path.startsWith(inside)).sort(([a], [b]) => (a < b ? -1 : 1))
    if (below.length === 0) return void response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end('{}')
    const entries = below.flatMap(([path, bytes]): object[] => {
      const rest = path.slice(inside.length)
      if (!recursive && rest.includes('/')) return []
      const lfs = { oid: sha256(bytes), size: bytes.length, pointerSize: 134 }
      const oid = createHash('sha1').update(bytes).digest('hex')
      return [{ type: 'file', oid, size: bytes.length, path, ...(bytes.length >= LARGE && { lfs }) }]
    })
    const folders = [...new Set(below.flatMap(([path]) => /^(.+)\//.exec(path)?.[1] ?? []))]
    const all = [...folders.map((path) => ({ type: 'directory', oid: '0', size: 0, path })), ...entries]
    const from = Number(url.searchParams.get('cursor') ?? 0)
    if (from + PAGE < all.length) {
      const next = new URL(url.pathname + url.search, address(hub))
      next.searchParams.set('cursor', String(from + PAGE))
      response.setHeader('link', `<${next}>; rel="next"`)
    }
    json(response, all.slice(from, from + PAGE))
  }

  await Promise.all([listen(hub), listen(cdn)])
  return {
    endpoint: address(hub),
    cdn: address(cdn),
    seen,
    faults,
    files,
    get commit() {
      return state.commit
    },
    set commit(commit) {
      state.commit = commit
    },
    async close() {
      for (const server of [hub, cdn]) {
        server.closeAllConnections()
        await new Promise((done) => server.close(done))
      }
    },
  }
}

/** A plain file server, as nginx is one: entity tags, ranges, nothing else. */
export async function startWeb(
  files: Map<string, Buffer>,
  faults: Faults & { readonly etag?: string } = {},
): Promise<{ readonly url: string; readonly seen: Seen[]; readonly server: Server; close(): Promise<void> }> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    seen.push({ host: 'cdn', method, path: url, authorization: headers.authorization, range: headers.range })
    const bytes = files.get(new URL(url, 'http://web').pathname.slice(1))
    if (bytes === undefined) return void response.writeHead(404).end()
    response.setHeader('etag', faults.etag ?? `"${sha256(bytes).slice(0, 16)}"`)
    sendRange(request, response, bytes, faults)
  })
  await listen(server)
  return {
    url: address(server),
    seen,
    server,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function sendRange(request: IncomingMessage, response: ServerResponse, bytes: Buffer, faults: Faults): void {
  const range = faults.ignoreRange ? null : /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
  const start = range === null ? 0 : Number(range[1])
  const end = range === null || range[2] === '' ? bytes.length : Math.min(bytes.length, Number(range[2]) + 1)
  if (range !== null && start >= bytes.length)
    return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end()
  response.setHeader('content-length', end - start)
  if (range !== null) response.setHeader('content-range', `bytes ${start}-${end - 1}/${bytes.length}`)
  response.writeHead(range === null ? 200 : 206)
  if (take(faults, 'drop')) {
    response.write(bytes.subarray(start, Math.min(end, start + (faults.dropAfter ?? 100))), () => response.destroy())
    return
  }
  response.end(bytes.subarray(start, end))
}

function take(faults: Faults, name: 'busy' | 'drop' | 'hubDown'): boolean {
  const left = faults[name] ?? 0
  if (left > 0) faults[name] = left - 1
  return left > 0
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

const listen = (server: Server): Promise<void> => new Promise((done) => server.listen(0, '127.0.0.1', done))

const address = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
