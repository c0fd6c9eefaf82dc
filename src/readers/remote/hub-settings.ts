/**
 * What the environment says of the Hub, as `huggingface_hub` reads it: endpoint, token, cache, offline.
 *
 * @see https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
 */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { InputError } from '../../model/errors.ts'

const TRUE: ReadonlySet<string> = new Set(['1', 'ON', 'YES', 'TRUE'])
const isSet = (name: string): boolean => TRUE.has((process.env[name] ?? '').toUpperCase())

export const isOffline = (): boolean => isSet('HF_HUB_OFFLINE')

/** Address of the Hub, or of a mirror, without a slash at its end. */
export function hubEndpoint(): string {
  const endpoint = (process.env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '')
  if (URL.canParse(endpoint) && /^https?:\/\//.test(endpoint)) return endpoint
  throw new InputError('config', 'HF_ENDPOINT is no web address', { hint: 'it looks like https://huggingface.co' })
}

const home = (): string =>
  process.env.HF_HOME || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface')

export const hubCache = (): string => process.env.HF_HUB_CACHE || join(home(), 'hub')

/** The token for an address, if the address is the endpoint's; nobody else's host is ever given it. */
export function hubToken(url: string): string | undefined {
  if (new URL(url).origin !== new URL(hubEndpoint()).origin || isSet('HF_HUB_DISABLE_IMPLICIT_TOKEN')) return undefined
  const named = process.env.HF_TOKEN || process.env.HUGGING_FACE_HUB_TOKEN
  const token = (named || storedToken()).trim()
  // What cannot stand in a header is no token.
  return /^[\x21-\x7e]+$/.test(token) ? token : undefined
}

function storedToken(): string {
  try {
    return readFileSync(process.env.HF_TOKEN_PATH || join(home(), 'token'), 'utf8')
  } catch {
    return ''
  }
}
