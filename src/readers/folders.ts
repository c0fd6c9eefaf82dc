/**
 * Folders that are one dataset: Hugging Face `save_to_disk`, its cache, a Hub repository, the output of Spark.
 *
 * Promises the files in the order that the dataset's own loader reads them, each with its split where that is known, and
 * none outside the folder, whatever the bookkeeping files say. Reads names and bookkeeping only, no data.
 */
import { basename } from 'node:path/posix'
import { InputError } from '../model/errors.ts'
import { type Folder, folderIn, localFolder } from './folder.ts'

export interface DatasetFolder {
  readonly kind: 'save_to_disk' | 'datasets-cache' | 'hub' | 'spark'
  readonly files: readonly DatasetFile[]
  readonly ignored: number // data files that the layout leaves out: caches, other splits
}

export interface DatasetFile {
  readonly path: string
  readonly split?: string
}

/** What is wanted of a dataset; all of it unless said. */
export interface Wanted {
  readonly split?: string
  readonly isSplitNamed?: boolean // false: all of it where it has no such split
  readonly config?: string // of a Hub repository
}

/** What dataset a folder of this machine is, or null where it is a folder of files and no more. */
export async function datasetFolder(dir: string, options: Wanted = {}): Promise<DatasetFolder | null> {
  const found = await datasetIn(localFolder(dir), options)
  const below = dir.replace(/[/\\]+$/, '')
  return found && { ...found, files: found.files.map((file) => ({ ...file, path: `${below}/${file.path}` })) }
}

/** The same of any folder; paths are those in it. */
export async function datasetIn(
  folder: Folder,
  { split: asked, isSplitNamed = true, config }: Wanted = {},
): Promise<DatasetFolder | null> {
  const found =
    (await savedToDisk(folder)) ??
    (await hub(folder, config)) ??
    (await cached(folder)) ??
    (await spark(folder)) ??
    (asked === undefined ? undefined : await named(folder))
  if (!found) return null
  const wanted = found.files.filter(({ split }) => asked === undefined || split === asked)
  if (asked !== undefined && wanted.length === 0) {
    if (!isSplitNamed) return found
    const splits = [...new Set(found.files.flatMap(({ split }) => split ?? []))]
    throw new InputError('usage', `${folder.name}: has no split ${JSON.stringify(asked)}`, {
      hint: splits.length > 0 ? `its splits: ${splits.join(', ')}` : 'leave --split out',
    })
  }
  return { kind: found.kind, files: wanted, ignored: found.ignored + found.files.length - wanted.length }
}

const LISTS = ['state.json', 'dataset_info.json'] // of a saved dataset, of a cache

/** Files of a folder in order: where one further down is a saved dataset, its own list says which count, and in which order. */
export async function inDatasetOrder(folder: Folder): Promise<readonly string[]> {
  const files = await folder.files()
  const ordered: string[] = []
  const done = new Set<string>()
  for (const file of files) {
    const dir = file.slice(0, Math.max(0, file.lastIndexOf('/')))
    const isDataset = dir !== '' && LISTS.some((name) => folder.has(`${dir}/${name}`))
    if (!isDataset) {
      ordered.push(file)
    } else if (!done.has(dir)) {
      done.add(dir)
      const dataset = await datasetIn(folderIn(folder, dir))
      const inside = dataset?.files.map(({ path }) => `${dir}/${path}`)
      ordered.push(...(inside ?? files.filter((other) => other.startsWith(`${dir}/`))))
    }
  }
  return ordered
}

/** `dataset_dict.json` names the splits, each a folder; `state.json` in it the files, in order. */
async function savedToDisk(folder: Folder): Promise<DatasetFolder | undefined> {
  const dict = await bookkeeping(folder, 'dataset_dict.json')
  if (dict) {
    const splits = (dict as { splits?: unknown }).splits
    const files: DatasetFile[] = []
    for (const name of Array.isArray(splits) ? splits : []) {
      const plain = plainName(folder, name)
      const inside = await savedSplit(folderIn(folder, plain), plain)
      if (!inside) missing(folder, `the split ${plain}`)
      files.push(...inside.map((file) => ({ ...file, path: `${plain}/${file.path}` })))
    }
    return { kind: 'save_to_disk', files, ignored: 0 }
  }
  const files = await savedSplit(folder, undefined)
  return files && { kind: 'save_to_disk', files, ignored: 0 }
}

async function savedSplit(folder: Folder, name: string | undefined): Promise<readonly DatasetFile[] | undefined> {
  const state = (await bookkeeping(folder, 'state.json')) as { _data_files?: unknown; _split?: unknown } | undefined
  if (!Array.isArray(state?._data_files)) return undefined
  const split = name ?? (typeof state._split === 'string' ? state._split : undefined)
  return state._data_files.map((file: { readonly filename?: unknown } | null) => {
    const path = plainName(folder, file?.filename)
    if (!folder.has(path)) missing(folder, path)
    return { path, ...(split === undefined ? {} : { split }) }
  })
}

/** A Hub repository whose README says which files are which split. */
async function hub(folder: Folder, config: string | undefined): Promise<DatasetFolder | undefined> {
  const readme = await folder.text('README.md')
  if (readme === undefined) return undefined
  const all = await folder.files()
  const { hubFiles } = await import('./hub-readme.ts') // with a reader of YAML, which most scans never need
  const matched = hubFiles(folder.name, readme, all, config)
  if (!matched) return undefined
  const files = matched.map(({ at, split }) => ({ path: all[at]!, split }))
  return { kind: 'hub', files, ignored: all.length - new Set(files.map(({ path }) => path)).size }
}

// name-train.arrow, name-train-00000-of-00002.arrow; the fingerprint of a cache is no split
const CACHED = /^(?!cache-|tmp|indices)(?<name>.+?)-(?<split>[\w.]+?)(-\d{5}-of-\d{5})?\.arrow$/

/** The cache of `datasets`: Arrow streams by split; what `map` and `filter` left there is no dataset of its own. */
async function cached(folder: Folder): Promise<DatasetFolder | undefined> {
  if (!folder.has('dataset_info.json')) return undefined
  const all = (await folder.files()).filter((path) => path.endsWith('.arrow'))
  const files = all.flatMap((path) => {
    const split = CACHED.exec(basename(path))?.groups?.split
    return split === undefined ? [] : [{ path, split }]
  })
  return files.length === 0 ? undefined : { kind: 'datasets-cache', files, ignored: all.length - files.length }
}

/** What Spark wrote: `part-*` beside `_SUCCESS`, perhaps in folders `column=value`. */
async function spark(folder: Folder): Promise<DatasetFolder | undefined> {
  if (!folder.has('_SUCCESS')) return undefined
  const all = await folder.files()
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
async function named(folder: Folder): Promise<DatasetFolder | undefined> {
  const files = (await folder.files()).map((path) => ({
    path,
    split: SPLITS.find(([, word]) => word.test(path.toLowerCase()))?.[0] ?? 'train',
  }))
  return files.length === 0 ? undefined : { kind: 'hub', files, ignored: 0 }
}

async function bookkeeping(folder: Folder, name: string): Promise<object | undefined> {
  const text = await folder.text(name)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // said below
  }
  throw new InputError('file-corrupt', `${folder.name}/${name}: is not JSON`, {
    hint: 'save the dataset again, or name its files one by one',
  })
}

/** A name in a bookkeeping file must stay in its folder. */
function plainName(folder: Folder, name: unknown): string {
  if (typeof name === 'string' && name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name)) return name
  throw new InputError('file-corrupt', `${folder.name}: names a file outside the folder`, {
    hint: 'do not load this dataset before you know who wrote it',
  })
}

function missing(folder: Folder, what: string): never {
  throw new InputError('file-missing', `${folder.name}: ${what} is missing`, { hint: 'copy the folder again, whole' })
}
