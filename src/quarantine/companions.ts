/**
 * The small files beside the data that make a folder a saved dataset: without them `datasets.load_from_disk` does not know
 * the kept set for one. They name files and columns, not rows, and are kept as they are.
 */
import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Shard } from '../model/shard.ts'

const BESIDE = ['state.json', 'dataset_info.json']
const ABOVE = 'dataset_dict.json'

/** Of the folders of these files, and of those above them up to `root`; in the order of the files. */
export function companionsOf(shards: readonly Shard[], root: string): readonly Shard[] {
  const found = new Map<string, Shard>()
  for (const { path, member, file } of shards) {
    const folder = dirname(resolve(path))
    if (member !== undefined || !isFile(join(folder, 'state.json'))) continue
    const shown = dirname(file)
    for (const name of BESIDE) note(found, join(folder, name), join(shown, name))
    if (dirname(folder).startsWith(root)) note(found, join(dirname(folder), ABOVE), join(dirname(shown), ABOVE))
  }
  return [...found.values()]
}

function note(found: Map<string, Shard>, path: string, file: string): void {
  if (found.has(path) || !isFile(path)) return
  const bytes = statSync(path).size
  found.set(path, { file, path, container: 'json', codec: 'none', bytes, start: 0, end: bytes, whole: true })
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
