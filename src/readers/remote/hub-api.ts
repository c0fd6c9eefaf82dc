/**
 * The two questions that are put to the Hub: which commit a revision is, and which files it has.
 *
 * Answers are data of strangers: sizes are bounded, names are checked, and the next page must be on the same host.
 */
import { InputError } from '../../model/errors.ts'
import { ask } from './ask.ts'
import { encodedPath, type HubAddress, isPlainPath } from './hub-address.ts'
import { hubEndpoint, hubToken } from './hub-settings.ts'
import { drain } from './source.ts'

export interface HubEntry {
  readonly path: string // in the repository
  readonly size: number // bytes
  readonly sha256?: string // of the bytes, where the Hub stores the file under it
}

const MOST_ANSWER_BYTES = 64 * 1024 * 1024
const MOST_FILES = 1_000_000
const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/

/** @param shown   how messages name the dataset */
export async function commitOf({ id, revision }: HubAddress, shown: string, signal?: AbortSignal): Promise<string> {
  if (COMMIT.test(revision)) return revision
  const url = `${hubEndpoint()}/api/datasets/${encodedPath(id)}/revision/${encodeURIComponent(revision)}?expand=sha`
  const { value } = await json(url, shown, signal)
  const sha = (value as { sha?: unknown } | null)?.sha
  if (typeof sha === 'string' && COMMIT.test(sha)) return sha
  throw notUnderstood(shown)
}

/** The files below a folder of a commit, in the order of the Hub. */
export async function filesBelow(
  id: string,
  commit: string,
  folder: string,
  shown: string,
  { recursive, signal }: { readonly recursive: boolean; readonly signal?: AbortSignal },
): Promise<readonly HubEntry[]> {
  const inside = folder === '' ? '' : `/${encodedPath(folder)}`
  const files: HubEntry[] = []
  let url: string | undefined =
    `${hubEndpoint()}/api/datasets/${encodedPath(id)}/tree/${commit}${inside}?recursive=${recursive}`
  while (url !== undefined) {
    const page: { value: unknown; next: string | undefined } = await json(url, shown, signal)
    if (!Array.isArray(page.value)) throw notUnderstood(shown)
    for (const entry of page.value) {
      const file = entryOf(entry)
      if (file !== undefined) files.push(file)
    }
    if (files.length > MOST_FILES) {
      throw new InputError('limit', `${shown}: more than ${MOST_FILES} files`, { hint: 'name a folder or a pattern' })
    }
    if (page.next === url) throw notUnderstood(shown)
    url = page.next
  }
  return files
}

function entryOf(entry: unknown): HubEntry | undefined {
  const { type, path, size, lfs } = (entry ?? {}) as Readonly<Record<string, unknown>>
  if (type !== 'file' || typeof path !== 'string' || !isPlainPath(path)) return undefined
  const stored = (lfs ?? {}) as { readonly oid?: unknown; readonly size?: unknown }
  const bytes = typeof stored.size === 'number' ? stored.size : size
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) return undefined
  const isHash = typeof stored.oid === 'string' && /^[0-9a-f]{64}$/.test(stored.oid)
  return { path, size: bytes, ...(isHash && { sha256: stored.oid as string }) }
}

async function json(
  url: string,
  shown: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly value: unknown; readonly next: string | undefined }> {
  const answer = await ask({ url, file: shown, token: hubToken(url), signal })
  const chunks: Buffer[] = []
  let length = 0
  const fault = await drain(answer, (chunk) => {
    chunks.push(Buffer.from(chunk))
    length += chunk.length
    return length <= MOST_ANSWER_BYTES
  })
  if (fault !== undefined || length > MOST_ANSWER_BYTES) throw notUnderstood(shown, fault)
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return { value, next: nextPage(answer.response.headers.get('link'), url, shown) }
  } catch (cause) {
    throw cause instanceof InputError ? cause : notUnderstood(shown, cause)
  }
}

/** @see RFC 8288: `<address>; rel="next"` */
function nextPage(link: string | null, url: string, shown: string): string | undefined {
  const found = /<([^<>]*)>\s*;[^,<]*\brel="?next"?/.exec(link ?? '')?.[1]
  if (found === undefined) return undefined
  if (!URL.canParse(found, url) || new URL(found, url).origin !== new URL(url).origin) throw notUnderstood(shown)
  return new URL(found, url).href
}

const notUnderstood = (shown: string, cause?: unknown): InputError =>
  new InputError('remote', `${shown}: the answer of the Hub is not understood`, {
    hint: 'check HF_ENDPOINT; or download the dataset and name the folder',
    cause,
  })
