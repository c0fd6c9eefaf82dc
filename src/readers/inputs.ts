/** What the user named → files: paths, globs, folders, standard input, addresses. Opens no file of this machine. */
import { statSync } from 'node:fs'
import { InputError } from '../model/errors.ts'
import type { ReadOptions } from '../model/options.ts'
import { unreadable } from './bytes.ts'
import { localFolder } from './folder.ts'
import { datasetFolder, inDatasetOrder, type Wanted } from './folders.ts'
import { globMatcher, globRoot, isGlob } from './glob.ts'
import { isRemote } from './remote/place.ts'
import { walk } from './walk.ts'

export interface FoundFile {
  readonly file: string // as reports show it
  readonly path: string
  readonly named: boolean // by the user; false: met in a folder or by a glob
  readonly version?: string // of a remote file: its commit, or what the server calls this state of it
  readonly sha256?: string // of its bytes, where the Hub says so
}

export interface Found {
  readonly files: readonly FoundFile[]
  readonly ignored: number
  readonly faults: readonly InputError[]
}

export type InputOptions = Pick<ReadOptions, 'stdinFilename'> &
  Wanted & {
    readonly stdinPath?: string
    readonly signal?: AbortSignal
  }

export async function filesOf(input: string, options: InputOptions = {}): Promise<Found> {
  if (input === '-') return stdin(options)
  if (isRemote(input)) return remote(input, options)
  const kind = kindOf(input)
  if (kind === 'file') return { files: [{ file: input, path: input, named: true }], ignored: 0, faults: [] }
  if (kind === 'folder') return folder(input, options)
  if (kind instanceof InputError && !isGlob(input)) return fault(otherScheme(input) ?? kind)
  return glob(input)
}

function stdin({ stdinFilename = '<stdin>', stdinPath }: InputOptions): Found {
  if (stdinPath !== undefined)
    return { files: [{ file: stdinFilename, path: stdinPath, named: true }], ignored: 0, faults: [] }
  return fault(new InputError('usage', 'standard input cannot be read here', { hint: 'name a file' }))
}

async function folder(root: string, wanted: Wanted): Promise<Found> {
  try {
    const dataset = await datasetFolder(root, wanted)
    if (dataset !== null && dataset.files.length > 0) {
      return { files: dataset.files.map(({ path }) => met(path)), ignored: dataset.ignored, faults: [] }
    }
    const { files, ignored, outside, closed } = walk(root)
    const faults = [...outside.map(leadsOut), ...closed.map(mayNotBeRead)]
    if (files.length === 0 && faults.length === 0) faults.push(nothingIn(root, ignored))
    const below = `${root.replace(/[/\\]+$/, '')}/`
    const ordered = (await inDatasetOrder(localFolder(root))).map((path) => below + path)
    return { files: ordered.map(met), ignored: ignored + files.length - ordered.length, faults }
  } catch (cause) {
    return fault(cause instanceof InputError ? cause : unreadable(root, cause))
  }
}

const met = (path: string): FoundFile => ({ file: path, path, named: false })

async function remote(input: string, options: InputOptions): Promise<Found> {
  try {
    const { remoteFiles } = await import('./remote/inputs.ts') // most runs ask no server
    return { ...(await remoteFiles(input, options)), faults: [] }
  } catch (cause) {
    if (cause instanceof InputError) return fault(cause)
    throw cause
  }
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

function otherScheme(input: string): InputError | undefined {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(input)) return undefined
  return new InputError('remote', `${input}: only hf:// and https:// are read`, {
    hint: 'download it and name the file; or give a signed https:// address',
  })
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
