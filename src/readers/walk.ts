/**
 * The files below a folder that may be data, in byte order of their paths.
 *
 * Bookkeeping, licences, code and pictures are passed over and counted. A link that leads out of the folder is not followed
 * (but a Hugging Face cache keeps its files in `blobs` beside `snapshots`, and that is the same dataset).
 */
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, join, sep } from 'node:path'

export interface Walk {
  readonly files: readonly string[] // `/` between the parts
  readonly ignored: number // files that are not data
  readonly outside: readonly string[] // links that lead out of the folder
  readonly closed: readonly string[] // folders in it that may not be read
}

const NOT_DATA_NAMES: ReadonlySet<string> = new Set([
  'dataset_info.json',
  'dataset_infos.json',
  'dataset_dict.json',
  'state.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
])
const NOT_DATA_STEMS =
  /^(readme|licen[cs]e|copying|notice|changelog|authors|contributing|citation|requirements|source)(\.(txt|md|rst|cff))?$/i
const NOT_DATA_EXTENSIONS: ReadonlySet<string> = new Set(
  (
    'lock metadata md rst html htm css js ts mjs cjs py ipynb sh yaml yml toml cfg ini xml svg png jpg jpeg gif webp bmp tif tiff ico ' +
    'wav mp3 flac ogg mp4 webm avi mov pdf doc docx bin pt pth ckpt safetensors gguf onnx npy npz pkl pickle h5 hdf5 index crc ' +
    'sha256 md5 log exe dll so dylib class o a c cc cpp h hpp rs go java rb r whl encrypted'
  ).split(' '),
)

/** Is a file found in a folder left out by its name alone? */
export function isNotData(name: string): boolean {
  if (NOT_DATA_NAMES.has(name) || NOT_DATA_STEMS.test(name)) return true
  const dot = name.lastIndexOf('.')
  return dot > 0 && NOT_DATA_EXTENSIONS.has(name.slice(dot + 1).toLowerCase())
}

const isHidden = (name: string): boolean => name.startsWith('.') || name.startsWith('_') || name === 'node_modules'

/** Is a path in a folder left out by its names alone? */
export function isPassedOver(path: string): boolean {
  const parts = path.split('/')
  return parts.some(isHidden) || isNotData(parts.at(-1)!)
}

/** @throws what the file system throws, of the root folder only */
export function walk(root: string): Walk {
  const home = realpathSync(root)
  const homes = [home, ...blobsBeside(home)]
  const files: string[] = []
  const outside: string[] = []
  const closed: string[] = []
  let ignored = 0

  const visit = (folder: string, entries: readonly Dirent[]): void => {
    for (const entry of entries) {
      const path = folder === '/' ? `/${entry.name}` : `${folder}/${entry.name}`
      if (isHidden(entry.name)) {
        ignored++
      } else if (entry.isDirectory()) {
        const inside = entriesOf(path)
        if (inside === undefined) closed.push(path)
        else visit(path, inside)
      } else if (entry.isSymbolicLink()) {
        const target = targetOf(path)
        if (target?.isFile !== true)
          ignored++ // broken, or a folder: those may lead in circles
        else if (!homes.some((inside) => target.path.startsWith(inside + sep))) outside.push(path)
        else if (isNotData(entry.name)) ignored++
        else files.push(path)
      } else if (entry.isFile() && !isNotData(entry.name)) {
        files.push(path)
      } else {
        ignored++
      }
    }
  }

  visit(root.length > 1 ? root.replace(/[/\\]+$/, '') : root, readdirSync(root, { withFileTypes: true }))
  return { files: files.sort(byBytes), ignored, outside: outside.sort(byBytes), closed: closed.sort(byBytes) }
}

function entriesOf(folder: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return undefined
  }
}

function targetOf(path: string): { readonly path: string; readonly isFile: boolean } | undefined {
  try {
    return { path: realpathSync(path), isFile: statSync(path).isFile() }
  } catch {
    return undefined
  }
}

function blobsBeside(home: string): readonly string[] {
  const parts = home.split(sep)
  const at = parts.lastIndexOf('snapshots')
  if (at < 1 || !basename(parts[at - 1]!).startsWith('datasets--')) return []
  return [join(parts.slice(0, at).join(sep), 'blobs')]
}

/** Order of the UTF-8 bytes, which no locale changes. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
