/** Finds, reads and checks the config; paths in it are meant from its own folder. */
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { Ignore } from '../../baseline.ts'
import type { Io } from '../io.ts'
import type { Value } from '../values.ts'
import { checkConfig } from './check.ts'
import { readDocument } from './document.ts'
import { Faults } from './faults.ts'
import { type ConfigText, type Finding, findConfig } from './find.ts'

export interface Config {
  readonly path: string // absolute
  readonly shown: string // as a person in the working directory would write it
  readonly asked: boolean
  readonly values: ReadonlyMap<string, Value>
  readonly paths: readonly string[]
  readonly ignores: readonly Ignore[]
}

const PATHS = ['from-config', 'rules', 'baseline', 'declared', 'sarif-root', 'sarif-anchor'] // values that name files

/** @throws {InputError | Faults} a named config is missing, cannot be parsed, or has faults */
export async function loadConfig(
  named: string | undefined,
  io: Pick<Io, 'cwd' | 'env'>,
  how: Finding = {},
): Promise<Config | undefined> {
  const found = await findConfig(named, io, how)
  if (found === undefined) return undefined
  const shown = shownPath(found, io.cwd)
  const { faults, values, paths, ignores } = checkConfig(await readDocument(found, shown))
  if (faults.length > 0) {
    throw new Faults(
      faults.map(({ line, message }) => ({ code: 'config', file: `${shown}:${line}`, message, hint: '' })),
    )
  }
  const here = (path: string) => fromFolder(path, dirname(found.path), io.cwd)
  return {
    path: found.path,
    shown,
    asked: found.asked,
    values: new Map([...values].map(([name, value]) => [name, PATHS.includes(name) ? moved(value, here) : value])),
    paths: paths.map(here),
    ignores,
  }
}

function moved(value: Value, here: (path: string) => string): Value {
  if (typeof value === 'string') return here(value)
  return Array.isArray(value) ? value.map(here) : value
}

/** A path of the config, as it would be written in the working directory. */
function fromFolder(path: string, folder: string, cwd: string): string {
  if (isAbsolute(path) || /^[a-z]+:\/\//.test(path) || path === '-') return path
  return relative(cwd, join(folder, path)) || '.'
}

function shownPath({ path }: ConfigText, cwd: string): string {
  const near = relative(cwd, path)
  return near.startsWith(`..${sep}..${sep}..`) ? path : near
}
