/**
 * Addresses of datasets on the Hub: `hf://datasets/org/name[@revision][/path]`, and the web pages that show the same.
 *
 * @see https://huggingface.co/docs/huggingface_hub/guides/hf_file_system
 */
import { InputError } from '../../model/errors.ts'
import { hubEndpoint } from './hub-settings.ts'

export interface HubAddress {
  readonly id: string // `org/name`, or the name alone of a dataset as old as the Hub
  readonly revision: string
  readonly path: string // in the repository; empty for all of it, perhaps a pattern
}

const NAME = /^[\w-][\w.-]{0,95}$/
const SPECIAL = /^(refs\/convert\/[\w-]+|refs\/pr\/\d+)(\/|$)/ // revisions with slashes in them

/** The dataset that an input names; undefined for an address of another kind. */
export function hubAddress(input: string): HubAddress | undefined {
  if (/^hf:\/\//i.test(input)) return ofScheme(input)
  const endpoint = `${hubEndpoint()}/datasets/`
  return input.startsWith(endpoint) ? ofPage(input, input.slice(endpoint.length)) : undefined
}

function ofScheme(input: string): HubAddress {
  const rest = input.replace(/^hf:\/\//i, '').replace(/\/+$/, '')
  if (!rest.startsWith('datasets/')) {
    throw new InputError('remote', `${input}: only datasets of the Hub are read`, {
      hint: 'hf://datasets/ORG/NAME[@REVISION][/PATH]',
    })
  }
  const inside = rest.slice('datasets/'.length)
  const at = /^([^/@]+(?:\/[^/@]+)?)@/.exec(inside)
  if (at === null) {
    const [org = '', name = '', ...path] = inside.split('/')
    return checked(input, name === '' ? org : `${org}/${name}`, 'main', path.join('/'))
  }
  const behind = inside.slice(at[0].length).replace(/^~(\w+)/, 'refs/convert/$1')
  const revision = SPECIAL.exec(behind)?.[1] ?? behind.split('/', 1)[0]!
  return checked(input, at[1]!, decoded(input, revision), behind.slice(revision.length + 1))
}

/** `…/datasets/org/name`, `…/tree/main/data`, `…/blob/main/a.jsonl`, `…/resolve/main/a.jsonl` */
function ofPage(input: string, page: string): HubAddress {
  const parts = page.replace(/[?#].*$/s, '').replace(/\/+$/, '').split('/').map((part) => decoded(input, part)) // biome-ignore format: short
  const kind = parts.findIndex(
    (part, place) => place > 0 && ['tree', 'blob', 'resolve', 'raw', 'viewer'].includes(part),
  )
  if (kind < 0 || parts[kind] === 'viewer')
    return checked(input, parts.slice(0, kind < 0 ? 2 : kind).join('/'), 'main', '')
  const behind = parts.slice(kind + 1).join('/')
  const revision = SPECIAL.exec(behind)?.[1] ?? behind.split('/', 1)[0]!
  return checked(input, parts.slice(0, kind).join('/'), revision, behind.slice(revision.length + 1))
}

function decoded(input: string, text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw bad(input)
  }
}

function checked(input: string, id: string, revision: string, path: string): HubAddress {
  const names = id.split('/')
  const isName = names.length <= 2 && names.every((name) => NAME.test(name) && !name.includes('..'))
  if (!isName || revision === '' || !isPlainPath(revision) || (path !== '' && !isPlainPath(path))) throw bad(input)
  return { id, revision, path }
}

/** A path without a step up, and without what no name has. */
export function isPlainPath(path: string): boolean {
  const isPlain = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  return isPlain && !path.includes('\\') && !/\p{Cc}/u.test(path)
}

const bad = (input: string): InputError =>
  new InputError('remote', `${input}: not the address of a dataset`, {
    hint: 'hf://datasets/ORG/NAME[@REVISION][/PATH]',
  })

export const encodedPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/')
