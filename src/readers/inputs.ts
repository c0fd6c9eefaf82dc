/** What the user named → files: paths, globs, folders, standard input. Opens no file. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../model/errors.ts'
import type { ReadOptions } from '../model/options.ts'
import { unreadable } from './bytes.ts'
import { datasetFolder } from './folders.ts'
import { globMatcher, globRoot, isGlob } from './glob.ts'
import { walk } from './walk.ts'

export interface FoundFile {
  readonly file: string // as reports show it
  readonly path: string
  readonly named: boolean // by the user; false: met in a folder or by a glob
}

export interface Found {
  readonly files: readonly FoundFile[]
  readonly ignored: number
  readonly faults: readonly InputError[]
}

export type InputOptions = Pick<ReadOptions, 'stdinFilename' | 'split'> & { readonly stdinPath?: string }

export async function filesOf(input: string, options: InputOptions = {}): Promise<Found> {
  if (input === '-') return stdin(options)
  const kind = kindOf(input)
  if (kind === 'file') return { files: [{ file: input, path: input, named: true }], ignored: 0, faults: [] }
  if (kind === 'folder') return folder(input, options.split)
  if (kind instanceof InputError && !isGlob(input)) return fault(remote(input) ?? kind)
  return glob(input)
}

function stdin({ stdinFilename = '<stdin>', stdinPath }: InputOptions): Found {
  if (stdinPath !== undefined)
    return { files: [{ file: stdinFilename, path: stdinPath, named: true }], ignored: 0, faults: [] }
  return fault(new InputError('usage', 'standard input cannot be read here', { hint: 'name a file' }))
}

async function folder(root: string, split: string | undefined): Promise<Found> {
  try {
    const dataset = await datasetFolder(root, { split })
    if (dataset !== null && dataset.files.length > 0) {
      return { files: dataset.files.map(({ path }) => met(path)), ignored: dataset.ignored, faults: [] }
    }
    const { files, ignored, outside, closed } = walk(root)
    const faults = [...outside.map(leadsOut), ...closed.map(mayNotBeRead)]
    if (files.length === 0 && faults.length === 0) faults.push(nothingIn(root, ignored))
    const ordered = await inDatasetOrder(files, root)
    return { files: ordered.map(met), ignored: ignored + files.length - ordered.length, faults }
  } catch (cause) {
    return fault(cause instanceof InputError ? cause : unreadable(root, cause))
  }
}

const met = (path: string): FoundFile => ({ file: path, path, named: false })

/** Where a folder further down is a saved dataset, its own list says which files count, and in which order. */
async function inDatasetOrder(files: readonly string[], root: string): Promise<readonly string[]> {
  const ordered: string[] = []
  const done = new Set<string>()
  for (const file of files) {
    const dir = file.slice(0, file.lastIndexOf('/'))
    if (dir.length <= root.length || !existsSync(join(dir, 'state.json'))) {
      ordered.push(file)
    } else if (!done.has(dir)) {
      done.add(dir)
      const dataset = await datasetFolder(dir)
      ordered.push(...(dataset?.files.map(({ path }) => path) ?? files.filter((other) => other.startsWith(`${dir}/`))))
    }
  }
  return ordered
}

function glob(pattern: string): Found {
  const slashed = process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern
  const root = globRoot(slashed)
  const matches = globMatcher(slashed)
  const asMatched = (path: string): string => (slashed.startsWith('./') ? path : path.replace(/^\.\//, ''))
  try {
    const { files, ignored } = walk(root)
    const found = files.map(asMatched).filter(matches)
    if (found.length > 0)
      return { files: found.map((path) => ({ file: path, path, named: false })), ignored, faults: [] }
  } catch {
    // No such folder: then nothing matches.
  }
  return fault(
    new InputError('file-missing', `${pattern}: no file matches`, { hint: 'quote the pattern, and check it' }),
  )
}

function kindOf(path: string): 'file' | 'folder' | InputError {
  try {
    const stat = statSync(path)
    if (stat.isDirectory()) return 'folder'
    if (stat.isFile()) return 'file'
    return new InputError('file-unreadable', `${path}: neither a file nor a folder`, {
      hint: 'to read a pipe, give it as standard input: -',
    })
  } catch (cause) {
    return unreadable(path, cause)
  }
}

function remote(input: string): InputError | undefined {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(input)) return undefined
  return new InputError('remote', `${input}: remote data are not read here`, { hint: 'download it and name the file' })
}

const leadsOut = (path: string): InputError =>
  new InputError('file-unreadable', `${path}: a link that leads out of the folder is not followed`, {
    hint: 'name the file itself',
  })

const mayNotBeRead = (path: string): InputError =>
  new InputError('file-unreadable', `${path}: the folder cannot be read`, { hint: 'check its permissions' })

const nothingIn = (root: string, ignored: number): InputError =>
  new InputError('nothing-scannable', `${root}: no data files (${ignored} others passed over)`, {
    hint: 'name a file of JSON lines, JSON, CSV, Parquet or Arrow',
  })

const fault = (error: InputError): Found => ({ files: [], ignored: 0, faults: [error] })
