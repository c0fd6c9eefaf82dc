/**
 * Is this a config, version 1? The keys are the flags marked `config`, under the same names, and `paths` and `ignores`.
 *
 * All faults are gathered, each with the line it stands on. `schema/config-v1.json` says the same for editors.
 */
import type { Ignore } from '../../baseline.ts'
import { FLAGS, type Flag } from '../flags.ts'
import { nearest } from '../nearest.ts'
import { readValue, type Value, ValueFault } from '../values.ts'
import type { Document, Path } from './document.ts'

export interface Checked {
  readonly values: ReadonlyMap<string, Value>
  readonly paths: readonly string[]
  readonly ignores: readonly Ignore[]
  readonly faults: readonly Fault[]
}

export interface Fault {
  readonly line: number
  readonly message: string
}

export const CONFIG_FLAGS: readonly Flag[] = FLAGS.filter(({ config }) => config === true)
const KEYS = ['$schema', 'paths', 'ignores', ...CONFIG_FLAGS.map(({ name }) => name)]
const IGNORE_KEYS = ['fingerprint', 'reason', 'until', 'owner']

export function checkConfig({ value, lineOf }: Document): Checked {
  const faults: Fault[] = []
  const blame = (path: Path, message: string) => void faults.push({ line: lineOf(path), message })
  const values = new Map<string, Value>()
  if (value === null || value === undefined) return { values, paths: [], ignores: [], faults }
  if (!isRecord(value)) {
    blame([], 'a config is a mapping of names to values')
    return { values, paths: [], ignores: [], faults }
  }
  for (const key of Object.keys(value)) if (!KEYS.includes(key)) blame([key], unknownKey(key, KEYS))
  for (const flag of CONFIG_FLAGS) {
    if (!Object.hasOwn(value, flag.name)) continue
    try {
      const read = readFlag(flag, value[flag.name])
      if (read !== undefined) values.set(flag.name, read)
    } catch (fault) {
      if (!(fault instanceof ValueFault)) throw fault
      blame([flag.name], `${flag.name} ${fault.message}`)
    }
  }
  const paths = Object.hasOwn(value, 'paths') ? textsOf(value.paths) : []
  if (paths === undefined) blame(['paths'], 'paths must be a list of texts')
  const ignores = Object.hasOwn(value, 'ignores') ? checkIgnores(value.ignores, blame) : []
  return { values, paths: paths ?? [], ignores, faults }
}

function readFlag(flag: Flag, raw: unknown): Value | undefined {
  if (flag.kind === 'switch') {
    if (typeof raw !== 'boolean') throw new ValueFault('must be true or false')
    return raw ? true : undefined
  }
  if (flag.kind === 'map') {
    if (!isRecord(raw)) throw new ValueFault('must be a mapping of roles to JSON pointers')
    return readValue(
      flag,
      Object.entries(raw).map(([role, pointer]) => `${role}=${pointer}`),
    )
  }
  const texts = typeof raw === 'number' ? [String(raw)] : textsOf(raw)
  const wants = flag.kind === 'list' || flag.kind === 'many' ? 'a text or a list of texts' : 'one value'
  if (texts === undefined || texts.length === 0) throw new ValueFault(`must be ${wants}`)
  if (Array.isArray(raw) && wants === 'one value') throw new ValueFault(`must be ${wants}`)
  return readValue(flag, texts)
}

function checkIgnores(raw: unknown, blame: (path: Path, message: string) => void): readonly Ignore[] {
  if (!Array.isArray(raw)) {
    blame(['ignores'], 'ignores must be a list')
    return []
  }
  const ignores: Ignore[] = []
  const seen = new Set<string>()
  for (const [at, entry] of raw.entries()) {
    const path = ['ignores', at]
    if (!isRecord(entry)) {
      blame(path, 'an ignore is a mapping with fingerprint, reason and until')
      continue
    }
    for (const key of Object.keys(entry))
      if (!IGNORE_KEYS.includes(key)) blame([...path, key], unknownKey(key, IGNORE_KEYS))
    const { fingerprint, reason, until, owner } = entry
    if (!isText(fingerprint)) blame(path, 'an ignore needs a fingerprint, as the report gives it')
    else if (seen.has(fingerprint)) blame([...path, 'fingerprint'], 'this fingerprint is ignored twice')
    if (!isText(reason)) blame(path, 'an ignore needs a reason: why is this finding no fault?')
    if (until === undefined) blame(path, 'an ignore needs until: the last day on which it holds, like 2026-12-31')
    else if (!isDay(until)) blame([...path, 'until'], 'until must be a day like 2026-12-31')
    if (owner !== undefined && !isText(owner)) blame([...path, 'owner'], 'owner must be a text')
    if (isText(fingerprint)) seen.add(fingerprint)
    if (!isText(fingerprint) || !isText(reason) || !isDay(until)) continue
    ignores.push({ fingerprint, reason, until, ...(isText(owner) ? { owner } : {}) })
  }
  return ignores
}

function unknownKey(key: string, keys: readonly string[]): string {
  const near = nearest(key, keys)
  return `unknown key ${JSON.stringify(key)}${near === undefined ? '' : `: did you mean ${near}?`}`
}

function textsOf(raw: unknown): readonly string[] | undefined {
  if (isText(raw)) return [raw]
  return Array.isArray(raw) && raw.every(isText) ? raw : undefined
}

function isText(raw: unknown): raw is string {
  return typeof raw === 'string' && raw.trim() !== ''
}

function isDay(raw: unknown): raw is string {
  if (typeof raw !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(raw)) return false
  const day = new Date(`${raw}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(raw) // 2026-02-30 is no day
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
