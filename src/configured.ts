/**
 * A trainer's configuration → what it would train on: which inputs, and what the rows of each mean.
 *
 * A configuration is taken at its word, but not in silence: the report notes what it names, and what of it lies outside the
 * working folder and the configuration's own.
 */
import { realpathSync } from 'node:fs'
import { dirname, parse, resolve, sep } from 'node:path'
import { InputError } from './model/errors.ts'
import type { Meaning } from './model/meaning.ts'
import type { ReadOptions } from './model/options.ts'
import type { Report } from './model/report.ts'
import { filesOf } from './readers/inputs.ts'
import { isRemote } from './readers/remote/place.ts'
import { type Manifest, type ManifestInput, readManifest } from './schemas/index.ts'

export interface Request {
  readonly input: string
  readonly split?: string
  readonly isSplitNamed?: boolean
  readonly config?: string
  readonly meaning?: Meaning
  readonly only?: ReadonlySet<string> // paths: other files of this input are left out
}

export interface Configured {
  readonly requests: readonly Request[]
  readonly notes: Report['notes']
}

const MOST_NAMED = 20 // inputs that a note names one by one

/**
 * @param inputs   only these of what the configuration names; all of it where none is given
 * @throws {InputError} `file-missing`, `config`: no configuration that is known, or one without data
 */
export async function configured(
  inputs: readonly string[],
  file: string,
  options: Pick<ReadOptions, 'schema' | 'map' | 'split'> & { readonly signal?: AbortSignal },
): Promise<Configured> {
  const manifest = await readManifest(file)
  const only = inputs.length === 0 ? undefined : await pathsOf(inputs, options)
  // What is said by hand wins over what a file says.
  const isSaid = options.map !== undefined || options.schema !== undefined
  const requests = manifest.inputs.map(({ path, split, isSplitNamed, config, meaning }): Request => {
    if (resolve(path) === parse(resolve(path)).root && !isRemote(path)) throw rootOf(file)
    return {
      input: path,
      ...(config !== undefined && { config }),
      ...(options.split === undefined ? { split, isSplitNamed } : { split: options.split }),
      ...(!isSaid && Object.keys(meaning).length > 0 && { meaning }),
      ...(only !== undefined && { only }),
    }
  })
  return { requests, notes: notesOf(manifest) }
}

async function pathsOf(inputs: readonly string[], options: { readonly signal?: AbortSignal }): Promise<Set<string>> {
  const paths = new Set<string>()
  for (const input of inputs) {
    const { files, faults } = await filesOf(input, { signal: options.signal })
    if (faults[0] !== undefined) throw faults[0]
    for (const { path } of files) paths.add(isRemote(path) ? path : resolve(path))
  }
  return paths
}

const rootOf = (file: string): InputError =>
  new InputError('config', `${file}: names the whole machine as its data`, { hint: 'mend the path of its dataset' })

function notesOf({ file, kind, inputs }: Manifest): Report['notes'] {
  const named = listed([...new Set(inputs.map(({ path }) => path))])
  const notes = [{ code: 'from-config', text: `${file} (${kind}) names ${named}` }]
  const outside = [...new Set(inputs.filter((input) => liesOutside(input, file)).map(({ path }) => path))]
  if (outside.length > 0) {
    const text = `of these, outside the working folder and that of ${file}: ${listed(outside)}`
    notes.push({ code: 'from-config-outside', text })
  }
  return notes
}

function listed(paths: readonly string[]): string {
  const more = paths.length - MOST_NAMED
  return paths.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** Does an input lie on this machine, but in no folder where one would look for it? Links are followed. */
function liesOutside({ path }: ManifestInput, file: string): boolean {
  if (isRemote(path)) return false
  const place = real(path)
  return [real('.'), real(dirname(file))].every((folder) => place !== folder && !place.startsWith(folder + sep))
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}
