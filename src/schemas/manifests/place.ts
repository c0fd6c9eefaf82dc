/** Where an entry's data are: in a folder of this machine, at an address, or on the Hub. */
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Entry } from './entry.ts'

const SCHEME = /^[a-z][a-z0-9+.-]{1,31}:\/\//i
const HUB_ID = /^[\w-][\w.-]{0,95}\/[\w-][\w.-]{0,95}$/
const DATA_NAME = /\.(jsonl?|ndjson|csv|tsv|parquet|arrow|txt|ya?ml|gz|zst|bz2|xz|lz4|zip|tar)$/i
const PATTERN = /[*?[{]/
/** Names that `load_dataset` takes for a way to read files, which stand in `data_files`. */
const BUILDERS: ReadonlySet<string> = new Set(['json', 'csv', 'parquet', 'arrow', 'text', 'webdataset'])

/** The inputs of an entry, as somebody in the working folder would name them. */
export function addressesOf(
  { place, isRemote, files, revision }: Entry,
  folders: readonly string[],
): readonly string[] {
  const hub = hubAddress(place, revision)
  if (isRemote === true) return files === undefined ? [hub] : files.map((file) => `${hub}/${file}`)
  if (SCHEME.test(place)) return files === undefined ? [place] : files.map((file) => besides(place, file))
  const there = firstThere(place, folders)
  const isFolder = statSync(there, { throwIfNoEntry: false })?.isDirectory() === true
  const isOnHub = !existsSync(there) && HUB_ID.test(place) && !DATA_NAME.test(place)
  if (files === undefined) return [isOnHub ? hub : there]
  // Of a folder of this machine, too, the trainer takes the files from its own working folder.
  if (isFolder || BUILDERS.has(place))
    return files.map((file) => (SCHEME.test(file) ? file : firstThere(file, folders)))
  return isOnHub ? files.map((file) => besides(hub, file)) : [there]
}

const besides = (address: string, file: string): string =>
  SCHEME.test(file) ? file : `${address}/${file.replace(/^(\.?\/)+/, '')}`

const hubAddress = (id: string, revision?: string): string =>
  `hf://datasets/${id}${revision === undefined ? '' : `@${revision.replaceAll('/', '%2F')}`}`

/** A place in the first folder that has it; in the first folder where none has. */
export function firstThere(place: string, folders: readonly string[]): string {
  const places = folders.map((folder) => path.resolve(folder, place))
  const found = places.find((one) => existsSync(one) || (PATTERN.test(place) && existsSync(steadyPart(one))))
  return near(found ?? places[0] ?? path.resolve(place))
}

/** The folder that a pattern starts from. */
function steadyPart(pattern: string): string {
  const parts = pattern.split('/')
  const first = parts.findIndex((part) => PATTERN.test(part))
  return parts.slice(0, first).join('/') || '/'
}

/** As it would be written in the working folder, if it lies there. */
function near(place: string): string {
  const from = path.relative('', place)
  return from === '' || from === '..' || from.startsWith(`..${path.sep}`) || path.isAbsolute(from) ? place : from
}
