/**
 * A remote file by place: its size, any slice of it, and its bytes in order.
 *
 * Promises that a slice is whole and of the file that was planned: a broken connection is taken up where it broke, and
 * another size or version is an error. A server that gives no parts of files is asked for the whole, up to 64 MiB.
 */
import { InputError } from '../../model/errors.ts'
import type { ByteReader } from '../byte-reader.ts'
import { type Answered, ask, pause, type Question, reasonOf } from './ask.ts'
import { hubToken } from './hub-settings.ts'
import { type RemotePlace, versionOf } from './place.ts'

export interface RemoteSource {
  readonly size: number // bytes
  /** Bytes start to end (exclusive), fewer where the file ends. */
  slice(start: number, end: number): Promise<Buffer>
}

const MOST_WHOLE_BYTES = 64 * 1024 * 1024
const BREAKS = 5 // connections that break without one new byte
const BREAK_MS = 50 // doubled each time

export function openRemote(place: RemotePlace, signal?: AbortSignal): RemoteSource {
  const { url, file, size, hub } = place
  const token = hub ? hubToken(url) : undefined
  let near: string | undefined // where the last redirect led: asked at once the next time
  let whole: Promise<Buffer> | undefined

  const answerFor = async (range: readonly [number, number]): Promise<Answered> => {
    const question: Question = { url, file, token, range, signal }
    if (near === undefined) return ask(question)
    // Signed addresses run out: then the way is asked for anew.
    return ask({ ...question, url: near, token: undefined }).catch((fault: unknown) => {
      near = undefined
      if (!(fault instanceof InputError)) throw fault
      return ask(question)
    })
  }

  const part = async (start: number, end: number): Promise<Buffer> => {
    const bytes = Buffer.allocUnsafe(end - start)
    let filled = 0
    for (let breaks = 0; filled < bytes.length; ) {
      const answer = await answerFor([start + filled, end])
      check(place, answer)
      if (new URL(answer.url).origin !== new URL(url).origin) near = answer.url
      if (answer.response.status === 200) {
        answer.close()
        whole ??= wholeOf(place, { url, file, token, signal })
        return (await whole).subarray(start, end)
      }
      const before = filled
      const fault = await drain(answer, (chunk) => {
        filled += chunk.copy(bytes, filled, 0, Math.min(chunk.length, bytes.length - filled))
        return filled < bytes.length
      })
      signal?.throwIfAborted()
      if (filled === bytes.length) break
      breaks = filled > before ? 0 : breaks + 1
      if (breaks === BREAKS) throw broken(place, fault)
      await pause(BREAK_MS * 2 ** breaks, signal)
    }
    return bytes
  }

  return {
    size,
    async slice(start, end) {
      const [from, to] = [Math.min(start, size), Math.min(end, size)]
      if (from >= to) return Buffer.alloc(0)
      return whole === undefined ? part(from, to) : (await whole).subarray(from, to)
    },
  }
}

/** Takes chunks while they are wanted. @returns what broke the connection, if something did */
export async function drain(answer: Answered, take: (chunk: Buffer) => boolean): Promise<unknown> {
  const reader = answer.response.body?.getReader()
  try {
    for (;;) {
      const next = await reader?.read()
      if (next === undefined || next.done) return undefined
      answer.alive()
      if (!take(Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength))) return undefined
    }
  } catch (fault) {
    return fault ?? new Error('the connection broke')
  } finally {
    reader?.releaseLock()
    answer.close()
  }
}

/** A small file of a server that gives no parts. */
async function wholeOf(place: RemotePlace, question: Question): Promise<Buffer> {
  if (place.size > MOST_WHOLE_BYTES) {
    throw new InputError('remote', `${place.file}: the server gives no parts of a file, and this one is long`, {
      hint: 'download it and name the file',
    })
  }
  for (let breaks = 1; ; breaks++) {
    const answer = await ask(question)
    check(place, answer)
    const chunks: Buffer[] = []
    let length = 0
    const fault = await drain(answer, (chunk) => {
      chunks.push(chunk)
      length += chunk.length
      return length <= place.size
    })
    if (fault === undefined && length === place.size) return Buffer.concat(chunks)
    if (fault === undefined && length > place.size) throw changed(place)
    if (breaks === BREAKS) throw broken(place, fault)
    await pause(BREAK_MS * 2 ** breaks, question.signal)
  }
}

/** Is it still the file that was planned? */
function check(place: RemotePlace, { response, close }: Answered): void {
  const fault = faultOf(place, response)
  if (fault === undefined) return
  close()
  throw fault
}

function faultOf(place: RemotePlace, { status, headers }: Response): InputError | undefined {
  const encoding = headers.get('content-encoding')
  if (encoding !== null && encoding !== 'identity') {
    return new InputError('remote', `${place.file}: the server sends it encoded`, {
      hint: 'download it and name the file',
    })
  }
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  const size = status === 200 ? headers.get('content-length') : total
  if (status === 416 || (size != null && Number(size) !== place.size)) return changed(place)
  return place.version !== undefined && versionOf(headers) !== place.version ? changed(place) : undefined
}

const changed = ({ file }: RemotePlace): InputError =>
  new InputError('file-changed', `${file}: changed since the scan began`, {
    hint: 'scan it again when nothing writes to it',
  })

const broken = ({ file }: RemotePlace, cause: unknown): InputError =>
  new InputError('remote', `${file}: the connection breaks again and again (${reasonOf(cause)})`, {
    hint: 'try later; or download the file and name it',
    cause,
  })

const FIRST_SLICE = 64 * 1024
const MOST_SLICE = 4 * 1024 * 1024

/**
 * Bytes in order, asked for in slices that grow, the next while this one is being used.
 *
 * @param likely   where the reader will probably stop; nothing is asked for beyond it before it must be
 */
export function streamOf(
  { slice, size }: RemoteSource,
  start: number,
  end: number,
  likely = end,
): ByteReader & { readonly size: number } {
  const stop = Math.min(end, size)
  let at = start // of the next byte to hand on
  let asked = start // of the next slice
  let length = FIRST_SLICE
  let chunk: Buffer = Buffer.alloc(0)
  let ahead: Promise<Buffer> | undefined
  const askNext = (): Promise<Buffer> => {
    if (asked >= likely) length = FIRST_SLICE
    const until = Math.min(stop, asked + length, asked < likely ? likely : stop)
    const wanted = slice(asked, until)
    wanted.catch(() => undefined) // told when it is waited for
    asked = until
    length = Math.min(MOST_SLICE, length * 4)
    return wanted
  }
  return {
    size,
    async read(target, offset, wanted) {
      if (at >= stop || wanted <= 0) return 0
      if (chunk.length === 0) {
        chunk = await (ahead ?? askNext())
        const isLong = asked - start > FIRST_SLICE // who reads a head only does not read on
        ahead = isLong && asked < Math.min(stop, likely) ? askNext() : undefined
        if (chunk.length === 0) return 0
      }
      const take = chunk.copy(target, offset, 0, Math.min(wanted, chunk.length))
      chunk = chunk.subarray(take)
      at += take
      return take
    },
    skip(bytes) {
      at += bytes
      const inChunk = Math.min(bytes, chunk.length)
      chunk = chunk.subarray(inChunk)
      if (inChunk === bytes) return
      asked = at
      ahead = undefined
    },
    stored: () => at - start,
    async close() {
      chunk = Buffer.alloc(0)
    },
  }
}
