/**
 * A dataset on the Hub → its files, pinned to the commit that the revision is now.
 *
 * Each file is called `hf://datasets/org/name@commit/path`, so a report says which data it speaks of, and two machines that
 * see different commits do not agree by accident. A file that the cache of `huggingface_hub` holds is read there. With
 * HF_HUB_OFFLINE only the cache is looked at.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../../model/errors.ts'
import { type Folder, localFolder, MAX_BOOKKEEPING_BYTES } from '../folder.ts'
import { globMatcher, globRoot, isGlob } from '../glob.ts'
import { byBytes, isPassedOver } from '../walk.ts'
import { encodedPath, type HubAddress } from './hub-address.ts'
import { commitOf, filesBelow, type HubEntry } from './hub-api.ts'
import { hubCache, hubEndpoint, isOffline } from './hub-settings.ts'
import { pathOfPlace, placeOfPath } from './place.ts'
import { openRemote } from './source.ts'

/** A repository at one commit, or a part of it. */
export interface HubFolder extends Folder {
  readonly isFile: boolean // the address names one file, `paths` holds it alone
  readonly ignored: number // files that are not data
  readonly place: (path: string) => HubPlace // of a file in the folder
}

export interface HubPlace {
  readonly file: string
  readonly path: string // as a shard's
  readonly version: string
  readonly sha256?: string
}

/** @throws {InputError} `remote`, `file-missing` */
export async function openHub(address: HubAddress, shown: string, signal?: AbortSignal): Promise<HubFolder> {
  const { id } = address
  const root = isGlob(address.path) ? rootOf(address.path) : address.path
  const cache = join(hubCache(), `datasets--${id.replace('/', '--')}`)
  if (isOffline()) return cached(cache, address, root, shown)
  const commit = await commitOf(address, shown, signal)
  const entries = await entriesOf(id, commit, root, shown, signal)
  const isFile = entries.length === 1 && entries[0]!.path === root && root !== ''
  const below = isFile || root === '' ? '' : `${root}/`
  const all = new Map(entries.map((entry) => [entry.path.slice(below.length), entry]))
  const placeOf = (entry: HubEntry): HubPlace => {
    const file = nameOf(id, commit, entry.path)
    const url = `${hubEndpoint()}/datasets/${encodedPath(id)}/resolve/${commit}/${encodedPath(entry.path)}`
    const kept = join(cache, 'snapshots', commit, ...entry.path.split('/'))
    if (statSync(kept, { throwIfNoEntry: false })?.size === entry.size) return { file, path: kept, version: commit }
    const path = pathOfPlace({ url, file, size: entry.size, hub: true })
    return { file, path, version: commit, ...(entry.sha256 !== undefined && { sha256: entry.sha256 }) }
  }
  return folderOf(
    nameOf(id, commit, root),
    [...all.keys()],
    { isFile, path: address.path, below },
    {
      place: (path) => placeOf(all.get(path)!),
      async text(path) {
        const entry = all.get(path)
        if (entry === undefined || entry.size > MAX_BOOKKEEPING_BYTES) return undefined
        const { path: stored } = placeOf(entry)
        const place = placeOfPath(stored)
        if (place === undefined) return readFileSync(stored, 'utf8')
        return (await openRemote(place, signal).slice(0, entry.size)).toString('utf8')
      },
    },
  )
}

const nameOf = (id: string, commit: string, path: string): string =>
  `hf://datasets/${id}@${commit}${path === '' ? '' : `/${path}`}`

function rootOf(pattern: string): string {
  const root = globRoot(pattern)
  return root === '.' ? '' : root
}

/** The files below a path of the repository, or the one file that it is. */
async function entriesOf(
  id: string,
  commit: string,
  root: string,
  shown: string,
  signal: AbortSignal | undefined,
): Promise<readonly HubEntry[]> {
  if (root !== '' && /\.\w+$/.test(root)) {
    const beside = await filesBelow(id, commit, root.slice(0, Math.max(0, root.lastIndexOf('/'))), shown, {
      recursive: false,
      signal,
    })
    const file = beside.find(({ path }) => path === root)
    if (file !== undefined) return [file]
  }
  return filesBelow(id, commit, root, shown, { recursive: true, signal })
}

/** What the cache of `huggingface_hub` holds of a dataset. */
function cached(cache: string, { id, revision, path }: HubAddress, root: string, shown: string): HubFolder {
  const commit = cachedCommit(cache, revision)
  const snapshot = join(cache, 'snapshots', commit)
  const dir = join(snapshot, ...root.split('/'))
  if (commit === '' || !existsSync(dir)) {
    throw new InputError('remote', `${shown}: is not in the cache, and HF_HUB_OFFLINE is set`, {
      hint: 'download it with the hf command while there is a network; or unset HF_HUB_OFFLINE',
    })
  }
  const isFile = statSync(dir).isFile()
  const below = isFile || root === '' ? '' : `${root}/`
  const folder = localFolder(isFile ? snapshot : dir)
  return {
    ...folder,
    name: nameOf(id, commit, root),
    isFile,
    ignored: 0,
    files: async () => (isFile ? [root] : filtered(await folder.files(), path, below)),
    place: (file) => ({ file: nameOf(id, commit, below + file), path: join(snapshot, below + file), version: commit }),
  }
}

function cachedCommit(cache: string, revision: string): string {
  if (/^[0-9a-f]{40}$/.test(revision)) return revision
  const ref = join(cache, 'refs', ...revision.split('/'))
  const commit = existsSync(ref) ? readFileSync(ref, 'utf8').trim() : ''
  return /^[0-9a-f]{40}$/.test(commit) ? commit : ''
}

function folderOf(
  name: string,
  all: readonly string[],
  { isFile, path, below }: { readonly isFile: boolean; readonly path: string; readonly below: string },
  how: Pick<HubFolder, 'place' | 'text'>,
): HubFolder {
  const there = new Set(all)
  const data = isFile ? all : all.filter((file) => !isPassedOver(file)).sort(byBytes)
  const files = isFile ? all : filtered(data, path, below)
  return {
    name,
    isFile,
    ignored: all.length - data.length,
    files: async () => files,
    has: (file) => there.has(file),
    ...how,
  }
}

function filtered(files: readonly string[], path: string, below: string): readonly string[] {
  if (!isGlob(path)) return files
  const matches = globMatcher(path)
  return files.filter((file) => matches(below + file))
}
