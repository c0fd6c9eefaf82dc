/** A folder as the layouts of datasets see it: names and bookkeeping, wherever it lies. */
import { readFileSync, statSync } from 'node:fs'
import { walk } from './walk.ts'

export interface Folder {
  readonly name: string // as messages show it
  /** The files below it that may be data, by their path in it, `/` between the parts, in byte order. */
  files(): Promise<readonly string[]>
  has(path: string): boolean
  /** A small file; undefined where there is none. */
  text(path: string): Promise<string | undefined>
}

export const MAX_BOOKKEEPING_BYTES = 16 * 1024 * 1024

export function localFolder(dir: string): Folder {
  const root = dir.length > 1 ? dir.replace(/[/\\]+$/, '') : dir
  const below = root === '/' ? '/' : `${root}/`
  let files: readonly string[] | undefined
  return {
    name: dir,
    async files() {
      files ??= walk(dir).files.map((path) => path.slice(below.length))
      return files
    },
    has: (path) => statSync(below + path, { throwIfNoEntry: false })?.isFile() === true,
    async text(path) {
      const stat = statSync(below + path, { throwIfNoEntry: false })
      if (!stat?.isFile() || stat.size > MAX_BOOKKEEPING_BYTES) return undefined
      return readFileSync(below + path, 'utf8')
    },
  }
}

/** A folder further down. */
export function folderIn(folder: Folder, path: string): Folder {
  return {
    name: `${folder.name.replace(/[/\\]+$/, '')}/${path}`,
    files: async () =>
      (await folder.files()).flatMap((file) => (file.startsWith(`${path}/`) ? [file.slice(path.length + 1)] : [])),
    has: (file) => folder.has(`${path}/${file}`),
    text: (file) => folder.text(`${path}/${file}`),
  }
}
