/**
 * Manifests: files in which a trainer's user has already said where the data are and what their columns mean.
 *
 * LLaMA-Factory's `dataset_info.json` (a map) and training YAML, ms-swift's `dataset_info.json` (a list), axolotl's YAML, the
 * `configs` of a Hugging Face dataset card. Each entry becomes an input: a path (or an `hf://` address) and what its rows mean.
 * Relative paths are looked for where the trainer looks: axolotl's and a training YAML's from the working folder, those of the
 * others beside the manifest. Reads the manifest only, never the data. Samplings (`num_samples`, `split: train[:10%]`) are not
 * applied: what is scanned holds what is trained on.
 */
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { InputError } from '../model/errors.ts'
import type { Meaning } from '../model/meaning.ts'
import { isRow, type Row } from './layout.ts'
import { axolotlInputs } from './manifests/axolotl.ts'
import { cardInputs } from './manifests/card.ts'
import type { Entry } from './manifests/entry.ts'
import { llamaFactoryInputs, namesOfTraining } from './manifests/llama-factory.ts'
import { addressesOf, firstThere } from './manifests/place.ts'
import { swiftInputs } from './manifests/swift.ts'

export interface Manifest {
  readonly file: string
  readonly kind: 'llama-factory' | 'ms-swift' | 'axolotl' | 'dataset-card'
  readonly inputs: readonly ManifestInput[]
}

export interface ManifestInput {
  readonly name: string
  readonly path: string // a file, folder or glob on this machine, or `hf://datasets/org/name`
  readonly split?: string
  readonly isSplitNamed: boolean // by the manifest; else it is the trainer's habit
  readonly config?: string // which configuration of a dataset of the Hub
  readonly meaning: Meaning
}

const MOST_BYTES = 16 * 1024 * 1024

/** @throws {InputError} `file-missing`; `config`: no manifest of a known kind, or one without data */
export async function readManifest(file: string): Promise<Manifest> {
  const value = await contentOf(file)
  if (isRow(value) && value.dataset !== undefined && value.datasets === undefined) return ofTraining(file, value)
  const { kind, entries } = entriesOf(value, file)
  if (entries.length === 0) throw notAManifest(file, 'names no data')
  const beside = path.dirname(file)
  const folders = kind === 'axolotl' ? ['.', beside] : [beside]
  return { file, kind, inputs: entries.flatMap((entry) => placed(entry, folders)) }
}

function notAManifest(file: string, why: string, cause?: unknown): InputError {
  const hint = 'known are dataset_info.json of LLaMA-Factory and ms-swift, axolotl YAML, and README.md with configs'
  return new InputError('config', `${file}: ${why}`, { hint, cause })
}

async function contentOf(file: string): Promise<unknown> {
  let text: string
  try {
    const { size } = await stat(file)
    if (size > MOST_BYTES) throw notAManifest(file, `is too long for a manifest (${size} bytes)`)
    text = await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof InputError) throw cause
    throw new InputError('file-missing', `${file}: no such manifest`, { hint: 'name a file that exists', cause })
  }
  const card = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---(\r?\n|$)/.exec(text)?.[1]
  try {
    // JSON is YAML, but its own parser is faster and takes tabs.
    if (file.endsWith('.json')) return JSON.parse(text.replace(/^\uFEFF/, ''))
    const { parse } = await import('yaml') // most scans never need it
    return parse(/\.md$/i.test(file) ? (card ?? '') : text, { maxAliasCount: 100, logLevel: 'error' })
  } catch (cause) {
    throw notAManifest(file, 'cannot be parsed', cause)
  }
}

function entriesOf(value: unknown, file: string): { kind: Manifest['kind']; entries: readonly Entry[] } {
  if (Array.isArray(value)) return { kind: 'ms-swift', entries: swiftInputs(value) }
  if (!isRow(value)) throw notAManifest(file, 'is no manifest')
  if (isRow(value.datasets) || Array.isArray(value.datasets) || value.pretraining_dataset !== undefined)
    return { kind: 'axolotl', entries: axolotlInputs(value) }
  if (Array.isArray(value.configs)) return { kind: 'dataset-card', entries: cardInputs(value.configs, file) }
  if ('features' in value || 'splits' in value)
    throw notAManifest(file, 'describes a Hugging Face dataset, not its use')
  return { kind: 'llama-factory', entries: llamaFactoryInputs(value) }
}

/** LLaMA-Factory's training YAML: `dataset: a,b` picks entries of `dataset_dir/dataset_info.json`; online, ids of the Hub. */
async function ofTraining(file: string, training: Row): Promise<Manifest> {
  const wanted = namesOfTraining(training.dataset)
  if (wanted.length === 0) throw notAManifest(file, 'names no data')
  const folder = typeof training.dataset_dir === 'string' ? training.dataset_dir : 'data'
  if (folder === 'ONLINE') {
    const entries = wanted.map((name): Entry => ({ name, place: name, isRemote: true, split: 'train', meaning: {} }))
    return { file, kind: 'llama-factory', inputs: entries.flatMap((entry) => placed(entry, [])) }
  }
  const here = firstThere(folder, ['.', path.dirname(file)])
  const { inputs } = await readManifest(path.join(here, 'dataset_info.json'))
  const missing = wanted.filter((name) => !inputs.some((input) => input.name === name))
  if (missing.length > 0) {
    const names = missing.map((name) => JSON.stringify(name)).join(', ')
    throw notAManifest(file, `wants ${names}, which dataset_info.json does not have`)
  }
  return { file, kind: 'llama-factory', inputs: inputs.filter(({ name }) => wanted.includes(name)) }
}

/** Where an entry's data are: in one of the folders, or on the Hub. `train[:10%]+test` is held by `train` and `test`. */
function placed(entry: Entry, folders: readonly string[]): readonly ManifestInput[] {
  const { name, split, config, meaning } = entry
  const splits = split?.split('+').map((one) => one.replace(/\[.*$/s, '').trim()) ?? [undefined]
  const about = { name, isSplitNamed: split !== undefined && split !== 'train', meaning }
  return addressesOf(entry, folders).flatMap((address) =>
    splits.map((one) => ({
      ...about,
      path: address,
      ...(one !== undefined && one !== '' && one !== 'all' && { split: one }),
      ...(config !== undefined && { config }),
    })),
  )
}
