/**
 * Manifests: files in which a trainer's user has already said where the data are and what their columns mean.
 *
 * LLaMA-Factory's `dataset_info.json` (a map) and training YAML, ms-swift's `dataset_info.json` (a list), axolotl's YAML, the
 * `configs` of a Hugging Face dataset card. Each entry becomes an input: a path (or an `hf://` address) and the options under
 * which its rows are understood. Reads the manifest only, never the data. Samplings (`num_samples`, `split: train[:10%]`) are
 * not applied: what is scanned holds what is trained on.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { InputError } from '../model/errors.ts'
import { isRow, type Row } from './layout.ts'
import { axolotlInputs } from './manifests/axolotl.ts'
import { cardInputs } from './manifests/card.ts'
import type { Entry } from './manifests/entry.ts'
import { llamaFactoryInputs, namesOfTraining } from './manifests/llama-factory.ts'
import { swiftInputs } from './manifests/swift.ts'
import type { UnderstandingOptions } from './understanding.ts'

export interface Manifest {
  readonly file: string
  readonly kind: 'llama-factory' | 'ms-swift' | 'axolotl' | 'dataset-card'
  readonly inputs: readonly ManifestInput[]
}

export interface ManifestInput {
  readonly name: string
  readonly path: string // a file, folder or glob on this machine, or `hf://datasets/org/name`
  readonly split?: string
  readonly understanding: UnderstandingOptions
}

/** @throws {InputError} `file-missing`; `config`: no manifest of a known kind, or one without data */
export async function readManifest(file: string): Promise<Manifest> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new InputError('file-missing', `${file}: no such manifest`, { hint: 'name a file that exists', cause })
  })
  const value = parsed(text, file)
  if (isRow(value) && typeof value.dataset === 'string') return ofTraining(file, value)
  const { kind, entries } = entriesOf(value, file)
  if (entries.length === 0) throw notAManifest(file, 'names no data')
  return { file, kind, inputs: entries.map((entry) => placed(entry, path.dirname(file))) }
}

function notAManifest(file: string, why: string, cause?: unknown): InputError {
  const hint = 'known are dataset_info.json of LLaMA-Factory and ms-swift, axolotl YAML, and README.md with configs'
  return new InputError('config', `${file}: ${why}`, { hint, cause })
}

function parsed(text: string, file: string): unknown {
  const card = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/.exec(text)
  try {
    // JSON is YAML, but its own parser is faster and takes tabs.
    return file.endsWith('.json') ? JSON.parse(text) : parse(card?.[1] ?? text, { maxAliasCount: 100 })
  } catch (cause) {
    throw notAManifest(file, 'cannot be parsed', cause)
  }
}

function entriesOf(value: unknown, file: string): { kind: Manifest['kind']; entries: readonly Entry[] } {
  if (Array.isArray(value)) return { kind: 'ms-swift', entries: swiftInputs(value) }
  if (!isRow(value)) throw notAManifest(file, 'is no manifest')
  if (Array.isArray(value.datasets)) return { kind: 'axolotl', entries: axolotlInputs(value.datasets) }
  if (Array.isArray(value.configs)) return { kind: 'dataset-card', entries: cardInputs(value.configs) }
  if ('features' in value || 'splits' in value)
    throw notAManifest(file, 'describes a Hugging Face dataset, not its use')
  return { kind: 'llama-factory', entries: llamaFactoryInputs(value) }
}

/** LLaMA-Factory's training YAML: `dataset: a,b` picks entries of `dataset_dir/dataset_info.json`. */
async function ofTraining(file: string, training: Row): Promise<Manifest> {
  const folder = typeof training.dataset_dir === 'string' ? training.dataset_dir : 'data'
  const [here] = [path.resolve(path.dirname(file), folder), path.resolve(folder)].filter((dir) => existsSync(dir))
  const { inputs } = await readManifest(path.join(here ?? folder, 'dataset_info.json'))
  const wanted = namesOfTraining(training.dataset as string)
  const missing = wanted.filter((name) => !inputs.some((input) => input.name === name))
  if (missing.length > 0) throw notAManifest(file, `wants ${missing.join(', ')}, which dataset_info.json does not have`)
  return { file, kind: 'llama-factory', inputs: inputs.filter(({ name }) => wanted.includes(name)) }
}

/** Where an entry's data are: beside the manifest, under the working folder, or on the Hub. */
function placed({ name, place, isRemote, split, understanding }: Entry, folder: string): ManifestInput {
  return { name, path: isRemote ? hubAddress(place) : addressOf(place, folder), split, understanding }
}

function addressOf(place: string, folder: string): string {
  if (/^[a-z][a-z0-9+]{1,15}:\/\//.test(place)) return place
  const beside = path.resolve(folder, place)
  if (existsSync(beside) || /[*?[{]/.test(place)) return beside
  if (existsSync(place)) return path.resolve(place)
  return /^[\w-][\w.-]{0,95}\/[\w-][\w.-]{0,95}$/.test(place) &&
    !/\.(jsonl?|csv|tsv|parquet|arrow|txt|ya?ml|gz|zst)$/.test(place)
    ? hubAddress(place)
    : beside
}

function hubAddress(id: string): string {
  return `hf://datasets/${id}`
}
