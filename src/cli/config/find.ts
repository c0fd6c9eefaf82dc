/**
 * Where the config is: the flag, then SURETRAP_CONFIG, then upward from the working directory.
 *
 * Never from the scanned folder: a downloaded dataset must not bring the config that mutes its scanner. (Who changes into a
 * downloaded folder and scans it from there has made it the working directory; `scan` warns of that.)
 */
import { readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
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

/** @throws {InputError} code `config`: a file was named and cannot be read */
export async function findConfig(
  named: string | undefined,
  io: Pick<Io, 'cwd' | 'env'>,
): Promise<ConfigText | undefined> {
  const asked = named ?? (io.env.SURETRAP_CONFIG || undefined)
  if (asked !== undefined) return readNamed(resolve(io.cwd, asked), asked)
  for (let folder = resolve(io.cwd); ; folder = dirname(folder)) {
    for (const name of CONFIG_NAMES) {
      const path = join(folder, name)
      if (await isFile(path)) return { path, text: await readFile(path, 'utf8'), asked: false }
    }
    const packageJson = join(folder, 'package.json')
    if (await isFile(packageJson)) {
      const text = await readFile(packageJson, 'utf8')
      if (hasConfig(text)) return { path: packageJson, text, under: 'suretrap', asked: false }
    }
    if (dirname(folder) === folder) return undefined
  }
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
