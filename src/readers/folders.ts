/**
 * Folders that are one dataset: Hugging Face `save_to_disk`, its cache, a Hub repository, the output of Spark.
 *
 * Promises the files in the order that the dataset's own loader reads them, each with its split where that is known, and
 * none outside the folder, whatever the bookkeeping files say. Reads names and bookkeeping only, no data.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { InputError } from '../model/errors.ts'
import { hubFiles } from './hub-readme.ts'
import { byBytes, walk } from './walk.ts'

export interface DatasetFolder {
  readonly kind: 'save_to_disk' | 'datasets-cache' | 'hub' | 'spark'
  readonly files: readonly DatasetFile[]
  readonly ignored: number // data files that the layout leaves out: caches, other splits
}

export interface DatasetFile {
  readonly path: string
  readonly split?: string
}

const MAX_BOOKKEEPING_BYTES = 16 * 1024 * 1024

/** What dataset a folder is, or null where it is a folder of files and no more. */
export async function datasetFolder(
  dir: string,
  options: { readonly split?: string } = {},
): Promise<DatasetFolder | null> {
  const found =
    savedToDisk(dir) ?? hub(dir) ?? cached(dir) ?? spark(dir) ?? (options.split === undefined ? undefined : named(dir))
  if (!found) return null
  const wanted = found.files.filter(({ split }) => options.split === undefined || split === options.split)
  if (options.split !== undefined && wanted.length === 0) {
    const splits = [...new Set(found.files.flatMap(({ split }) => split ?? []))]
    throw new InputError('usage', `${dir}: has no split ${JSON.stringify(options.split)}`, {
      hint: splits.length > 0 ? `its splits: ${splits.join(', ')}` : 'leave --split out',
    })
  }
  return { kind: found.kind, files: wanted, ignored: found.ignored + found.files.length - wanted.length }
}

/** `dataset_dict.json` names the splits, each a folder; `state.json` in it the files, in order. */
function savedToDisk(dir: string): DatasetFolder | undefined {
  const dict = bookkeeping(dir, 'dataset_dict.json')
  if (dict) {
    const splits = (dict as { splits?: unknown }).splits
    const names = Array.isArray(splits) ? splits : []
    const files = names.flatMap(
      (name) => savedSplit(join(dir, plainName(dir, name)), String(name)) ?? missing(dir, `the split ${String(name)}`),
    )
    return { kind: 'save_to_disk', files, ignored: 0 }
  }
  const files = savedSplit(dir, undefined)
  return files && { kind: 'save_to_disk', files, ignored: 0 }
}

function savedSplit(dir: string, name: string | undefined): readonly DatasetFile[] | undefined {
  const state = bookkeeping(dir, 'state.json') as { _data_files?: unknown; _split?: unknown } | undefined
  if (!Array.isArray(state?._data_files)) return undefined
  const split = name ?? (typeof state._split === 'string' ? state._split : undefined)
  return state._data_files.map((file: { readonly filename?: unknown } | null) => {
    const path = join(dir, plainName(dir, file?.filename))
    if (!existsSync(path)) missing(dir, basename(path))
    return { path, ...(split === undefined ? {} : { split }) }
  })
}

/** A Hub repository whose README says which files are which split. */
function hub(dir: string): DatasetFolder | undefined {
  const readme = join(dir, 'README.md')
  if (!existsSync(readme)) return undefined
  const all = walk(dir).files
  const relative = all.map((path) => path.slice(dir.replace(/[/\\]+$/, '').length + 1))
  const matched = hubFiles(dir, read(dir, 'README.md') ?? '', relative)
  if (!matched) return undefined
  const files = matched.map(({ at, split }) => ({ path: all[at]!, split }))
  return { kind: 'hub', files, ignored: all.length - new Set(files.map(({ path }) => path)).size }
}

// name-train.arrow, name-train-00000-of-00002.arrow; the fingerprint of a cache is no split
const CACHED = /^(?!cache-|tmp|indices)(?<name>.+?)-(?<split>[\w.]+?)(-\d{5}-of-\d{5})?\.arrow$/

/** The cache of `datasets`: Arrow streams by split; what `map` and `filter` left there is no dataset of its own. */
function cached(dir: string): DatasetFolder | undefined {
  if (!existsSync(join(dir, 'dataset_info.json'))) return undefined
  const all = walk(dir).files.filter((path) => path.endsWith('.arrow'))
  const files = all.flatMap((path) => {
    const split = CACHED.exec(basename(path))?.groups?.split
    return split === undefined ? [] : [{ path, split }]
  })
  return files.length === 0 ? undefined : { kind: 'datasets-cache', files, ignored: all.length - files.length }
}

/** What Spark wrote: `part-*` beside `_SUCCESS`, perhaps in folders `column=value`. */
function spark(dir: string): DatasetFolder | undefined {
  if (!existsSync(join(dir, '_SUCCESS'))) return undefined
  const all = walk(dir).files
  const files = all.filter((path) => basename(path).startsWith('part-')).map((path) => ({ path }))
  return files.length === 0 ? undefined : { kind: 'spark', files, ignored: all.length - files.length }
}

/** Words in names that the Hub takes for splits. */
const SPLITS: readonly (readonly [string, RegExp])[] = [
  ['train', /(^|[^a-z0-9])train(ing)?([^a-z0-9]|$)/],
  ['validation', /(^|[^a-z0-9])(validation|valid|val|dev)([^a-z0-9]|$)/],
  ['test', /(^|[^a-z0-9])(test|testing|eval|evaluation)([^a-z0-9]|$)/],
]

/** Splits by the names of files and folders, as the Hub guesses them; without such a name all is `train`. */
function named(dir: string): DatasetFolder | undefined {
  const all = walk(dir).files
  const root = dir.replace(/[/\\]+$/, '').length + 1
  const files = all.map((path) => ({
    path,
    split: SPLITS.find(([, word]) => word.test(path.slice(root).toLowerCase()))?.[0] ?? 'train',
  }))
  return files.length === 0
    ? undefined
    : { kind: 'hub', files: files.sort((a, b) => byBytes(a.path, b.path)), ignored: 0 }
}

function bookkeeping(dir: string, name: string): object | undefined {
  const text = read(dir, name)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // said below
  }
  throw new InputError('file-corrupt', `${join(dir, name)}: is not JSON`, {
    hint: 'save the dataset again, or name its files one by one',
  })
}

function read(dir: string, name: string): string | undefined {
  const path = join(dir, name)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isFile() || stat.size > MAX_BOOKKEEPING_BYTES) return undefined
  return readFileSync(path, 'utf8')
}

/** A name in a bookkeeping file must stay in its folder. */
function plainName(dir: string, name: unknown): string {
  if (typeof name === 'string' && name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name)) return name
  throw new InputError('file-corrupt', `${dir}: names a file outside the folder`, {
    hint: 'do not load this dataset before you know who wrote it',
  })
}

function missing(dir: string, what: string): never {
  throw new InputError('file-missing', `${dir}: ${what} is missing`, { hint: 'copy the folder again, whole' })
}
