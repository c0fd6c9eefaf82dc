/**
 * Where the config is: the flag, then SURETRAP_CONFIG, then upward from the working directory.
 *
 * Never from the scanned folder, though somebody changed into it and scans from there: a downloaded dataset must not bring the
 * config that mutes its scanner. Such a file is passed over, and named, so that `--config` can say it is meant.
 */
import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { InputError } from '../../model/errors.ts'
import type { Io } from '../io.ts'

export const CONFIG_NAMES = [
  'suretrap.config.yaml',
  'suretrap.config.yml',
  'suretrap.config.json',
  'suretrap.config.toml',
] as const

export interface ConfigText {
  readonly path: string // absolute
  readonly text: string
  readonly under?: 'suretrap' // the key that holds the config, in package.json
  readonly asked: boolean // named by flag or environment, not come upon
}

export interface Finding {
  readonly scanned?: readonly string[] // what the command line says to scan
  readonly onPassed?: (path: string) => void // a config that stands there, and is not used
}

/** @throws {InputError} code `config`: a file was named and cannot be read */
export async function findConfig(
  named: string | undefined,
  io: Pick<Io, 'cwd' | 'env'>,
  { scanned = [], onPassed }: Finding = {},
): Promise<ConfigText | undefined> {
  const asked = named ?? (io.env.SURETRAP_CONFIG || undefined)
  if (asked !== undefined) return readNamed(resolve(io.cwd, asked), asked)
  const data = await Promise.all(scanned.map((path) => realpath(resolve(io.cwd, path)).catch(() => undefined)))
  const start = await realpath(io.cwd).catch(() => resolve(io.cwd)) // a link into the data is the data
  for (let folder = start; ; folder = dirname(folder)) {
    const found = await configIn(folder)
    const inside = data.some((path) => path === folder || folder.startsWith(`${path}${sep}`))
    if (found !== undefined && !inside) return found
    if (found !== undefined) onPassed?.(found.path)
    if (dirname(folder) === folder) return undefined
  }
}

async function configIn(folder: string): Promise<ConfigText | undefined> {
  for (const name of CONFIG_NAMES) {
    const path = join(folder, name)
    if (await isFile(path)) return { path, text: await readFile(path, 'utf8'), asked: false }
  }
  const path = join(folder, 'package.json')
  const text = (await isFile(path)) ? await readFile(path, 'utf8') : ''
  return hasConfig(text) ? { path, text, under: 'suretrap', asked: false } : undefined
}

async function readNamed(path: string, asked: string): Promise<ConfigText> {
  try {
    return {
      path,
      text: await readFile(path, 'utf8'),
      asked: true,
      ...(path.endsWith('package.json') ? { under: 'suretrap' as const } : {}),
    }
  } catch (cause) {
    const why =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String((cause as Error).message)
    throw new InputError('config', `cannot read the config ${asked}: ${why}`, {
      hint: 'check --config and SURETRAP_CONFIG',
      cause,
    })
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )
}

/** A broken package.json is somebody else's matter. */
function hasConfig(text: string): boolean {
  if (!text.includes('"suretrap"')) return false
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && Object.hasOwn(value, 'suretrap')
  } catch {
    return false
  }
}
