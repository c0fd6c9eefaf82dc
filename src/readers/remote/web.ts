/** A file on the web: one small question tells its size and which version it is. */
import { InputError } from '../../model/errors.ts'
import { ask } from './ask.ts'
import { pathOfPlace, versionOf, withoutQuery } from './place.ts'
import { drain } from './source.ts'

export interface WebFile {
  readonly file: string
  readonly path: string
  readonly version?: string
}

const MOST_COUNTED_BYTES = 64 * 1024 * 1024

/**
 * What stands behind `?` in an address is often a signature, so reports do not show it.
 *
 * @throws {InputError} `remote`, `file-missing`
 */
export async function webFile(input: string, signal?: AbortSignal): Promise<WebFile> {
  const url = URL.canParse(input) ? new URL(input) : undefined
  if (url === undefined) throw new InputError('remote', `${input}: no web address`, { hint: 'check its spelling' })
  url.hash = ''
  const file = withoutQuery(url.href)
  if (url.username !== '' || url.password !== '') {
    throw new InputError('remote', `${file}: a name and password in an address are not sent`, {
      hint: 'download the file and name it',
    })
  }
  // A GET of one byte: what is signed is often signed for GET alone.
  const answer = await ask({ url: url.href, file, range: [0, 1], signal })
  const { status, headers } = answer.response
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  const stated = status === 200 ? headers.get('content-length') : total
  let size = Number(stated ?? Number.NaN)
  if (status === 200 && stated === null) {
    size = 0
    const fault = await drain(answer, (chunk) => {
      size += chunk.length
      return size <= MOST_COUNTED_BYTES
    })
    if (fault !== undefined || size > MOST_COUNTED_BYTES) size = Number.NaN
  }
  answer.close()
  if (!Number.isSafeInteger(size)) {
    throw new InputError('remote', `${file}: the server does not say how long it is`, {
      hint: 'download it and name the file',
    })
  }
  const version = versionOf(headers)
  return { file, path: pathOfPlace({ url: url.href, file, size, version, hub: false }), version }
}
