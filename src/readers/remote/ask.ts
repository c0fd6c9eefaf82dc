/**
 * One question to a server, and its answer: redirects followed, refusals waited out, faults told in one line.
 *
 * Promises that a token goes to the host it is meant for and to no other, wherever a redirect leads; that no server keeps
 * us waiting without end; and that no word of a server's answer stands in a message.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { InputError } from '../../model/errors.ts'

export interface Question {
  readonly url: string
  readonly file: string // for messages
  readonly token?: string // for the host of `url`
  readonly range?: readonly [start: number, end: number] // bytes, end exclusive
  readonly signal?: AbortSignal
}

export interface Answered {
  readonly response: Response // 200, 206 or 416
  readonly url: string // where the redirects led
  /** Says that bytes arrived; without it the connection is given up after a minute. */
  readonly alive: () => void
  readonly close: () => void
}

const TRIES = 5
const FIRST_WAIT_MS = 500 // doubled each time
const MOST_WAIT_MS = 5 * 60_000
const STALL_MS = 60_000
const MOST_HOPS = 10
/** Faults of the address more than of the moment. */
const HOPELESS: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])
const LATER: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

/** @throws {InputError} `remote`, `file-missing`; what the signal is aborted with */
export async function ask(question: Question): Promise<Answered> {
  for (let tried = 1; ; tried++) {
    question.signal?.throwIfAborted()
    const answer = await asked(question).catch((cause: unknown) => cause)
    question.signal?.throwIfAborted()
    if (answer instanceof InputError) throw answer
    if (!isAnswered(answer)) {
      if (tried === TRIES || HOPELESS.has(reasonOf(answer))) throw unreachable(question, answer)
      await pause(FIRST_WAIT_MS * 2 ** (tried - 1), question.signal)
      continue
    }
    const { status } = answer.response
    if (status === 200 || status === 206 || status === 416) return answer
    answer.close()
    if (!LATER.has(status)) throw refused(question, answer)
    const asksFor = retryAfter(answer.response.headers)
    if (tried === TRIES || (asksFor ?? 0) > MOST_WAIT_MS) throw busy(question, status, asksFor)
    await pause(asksFor ?? FIRST_WAIT_MS * 2 ** (tried - 1), question.signal)
  }
}

/** What a broken connection is waited out with, before the rest is asked for. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return wait(ms, undefined, { signal }).catch(() => signal?.throwIfAborted())
}

async function asked({ url, file, token, range, signal }: Question): Promise<Answered> {
  const home = new URL(url).origin
  let at = url
  for (let hop = 0; hop <= MOST_HOPS; hop++) {
    const watch = stallWatch(signal)
    const headers = new Headers({ 'accept-encoding': 'identity', 'user-agent': 'suretrap' })
    if (range !== undefined) headers.set('range', `bytes=${range[0]}-${range[1] - 1}`)
    if (token !== undefined && new URL(at).origin === home) headers.set('authorization', `Bearer ${token}`)
    const response = await fetch(at, { headers, redirect: 'manual', signal: watch.signal }).catch((fault: unknown) => {
      watch.end()
      throw fault
    })
    watch.alive()
    const close = (): void => {
      watch.end()
      void response.body?.cancel().catch(() => undefined)
    }
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
    if (location === null) return { response, url: at, alive: watch.alive, close }
    close()
    at = next(at, location, file)
  }
  throw new InputError('remote', `${file}: the server leads in circles`, { hint: 'check the address' })
}

/** @throws {InputError} a redirect to what is no web address, or out of an encrypted connection */
function next(at: string, location: string, file: string): string {
  const to = URL.canParse(location, at) ? new URL(location, at) : undefined
  const isDown = at.startsWith('https:') && to?.protocol === 'http:'
  if (to !== undefined && !isDown && /^https?:$/.test(to.protocol)) return to.href
  throw new InputError('remote', `${file}: the server leads to a place that is not followed`, {
    hint: isDown ? 'it leaves the encrypted connection; download the file and name it' : 'check the address',
  })
}

/** A signal that comes when the caller's does, or when no byte has come for a minute. */
function stallWatch(signal: AbortSignal | undefined) {
  const watch = new AbortController()
  const stop = (): void => watch.abort(signal?.reason)
  const stalled = (): void => watch.abort(new Error('no answer for a minute'))
  signal?.addEventListener('abort', stop, { once: true })
  let timer = setTimeout(stalled, STALL_MS)
  return {
    signal: watch.signal,
    alive(): void {
      clearTimeout(timer)
      timer = setTimeout(stalled, STALL_MS)
    },
    end(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    },
  }
}

const isAnswered = (answer: unknown): answer is Answered =>
  typeof answer === 'object' && answer !== null && 'response' in answer

/** Milliseconds that the server asks for: seconds, or a day and hour by its own clock. @see RFC 9110 section 10.2.3 */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const wanted = Date.parse(text) - Date.parse(headers.get('date') ?? '')
  return Number.isFinite(wanted) ? Math.max(0, wanted) : undefined
}

const LOCKED = 'set HF_TOKEN to a token that may read it, and accept its terms on its page; or check the name'

function refused({ file, token, url: asked }: Question, { response, url }: Answered): InputError {
  const { status } = response
  const why = response.headers.get('x-error-code')
  if (new URL(asked).origin !== new URL(url).origin) {
    const what = `${new URL(url).host}, where the server leads to, refuses (${status})`
    return new InputError('remote', `${file}: ${what}`, { hint: 'try later; or download the file and name it' })
  }
  if (status === 401 || status === 403 || why === 'GatedRepo') {
    const what = token === undefined ? 'may not be read without a token' : 'may not be read with this token'
    return new InputError('remote', `${file}: ${what} (${status})`, { hint: LOCKED })
  }
  if (status === 404 || status === 410) {
    const what = WHAT.get(why ?? '') ?? 'no such file'
    return new InputError('file-missing', `${file}: ${what} on ${new URL(url).host}`, { hint: 'check the address' })
  }
  return new InputError('remote', `${file}: the server refuses (${status})`, { hint: 'check the address' })
}

/** What the Hub says is missing. */
const WHAT: ReadonlyMap<string, string> = new Map([
  ['RepoNotFound', 'no such dataset'],
  ['RevisionNotFound', 'no such revision'],
  ['EntryNotFound', 'no such file'],
])

function busy({ file, token }: Question, status: number, asksFor: number | undefined): InputError {
  const wait = asksFor === undefined ? '' : `, and asks to wait ${Math.ceil(asksFor / 1000)} s`
  const what = status === 429 ? 'the server has had too many requests' : 'the server is not able to answer'
  return new InputError('remote', `${file}: ${what} (${status}${wait})`, {
    hint: status === 429 ? `try later, with -j 1${token === undefined ? ', or with HF_TOKEN' : ''}` : 'try later',
  })
}

function unreachable({ file, url }: Question, cause: unknown): InputError {
  return new InputError('remote', `${file}: ${new URL(url).host} does not answer (${reasonOf(cause)})`, {
    hint: 'check the address and the network; or download the file and name it',
    cause,
  })
}

/** A fault of the network in a word that is not the server's: ECONNREFUSED, ENOTFOUND … */
export function reasonOf(cause: unknown): string {
  for (let at = cause, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    const { code } = at as NodeJS.ErrnoException
    if (typeof code === 'string' && /^[A-Z_0-9]{3,60}$/.test(code)) return code
  }
  return cause instanceof Error && cause.message.startsWith('no answer') ? cause.message : 'the connection broke'
}
