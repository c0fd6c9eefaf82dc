/**
 * The `configs` in the front matter of a Hub README: which files are which split.
 *
 * Every configuration is taken, the default first: any of them may be trained on. Knows no file system.
 * @see https://huggingface.co/docs/hub/datasets-manual-configuration
 */
import { parse } from 'yaml'
import { InputError } from '../model/errors.ts'
import { globMatcher } from './glob.ts'

export interface HubFile {
  readonly at: number // place among the files given
  readonly split: string
}

const MAX_ALIASES = 100

/**
 * Files of a repository by its README; undefined where it lists none.
 *
 * @param config   only this configuration; every one by default
 */
export function hubFiles(
  dir: string,
  readme: string,
  files: readonly string[],
  config?: string,
): readonly HubFile[] | undefined {
  const matter = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---(\r?\n|$)/.exec(readme)?.[1]
  if (matter === undefined) return undefined
  const all = configsOf(dir, matter)
  const configs = config === undefined ? all : all.filter(({ config_name: name }) => name === config)
  if (configs.length === 0 && all.length > 0) {
    throw new InputError('usage', `${dir}: its README has no configuration ${JSON.stringify(config)}`, {
      hint: 'leave the configuration out, or name the files',
    })
  }
  if (configs.length === 0) return undefined
  const seen = new Set<number>()
  const found: HubFile[] = []
  for (const { split, pattern } of configs.flatMap(patternsOf)) {
    if (/^[a-z]+:\/\//i.test(pattern) || pattern.startsWith('/') || pattern.split('/').includes('..')) {
      throw new InputError('format-unsupported', `${dir}: its README names data outside the folder`, {
        hint: 'name the files to scan one by one',
      })
    }
    const fits = globMatcher(pattern.replace(/^\.\//, ''))
    files.forEach((file, at) => {
      if (seen.has(at) || !fits(file)) return
      seen.add(at)
      found.push({ at, split })
    })
  }
  return found.length > 0 ? found : undefined
}

interface Config {
  readonly config_name?: unknown
  readonly data_files?: unknown
  readonly data_dir?: unknown
  readonly default?: unknown
}

function configsOf(dir: string, matter: string): readonly Config[] {
  let value: unknown
  try {
    value = parse(matter, { maxAliasCount: MAX_ALIASES, logLevel: 'error' })
  } catch (cause) {
    throw new InputError('file-corrupt', `${dir}/README.md: its front matter is not YAML`, {
      hint: 'mend it, or name the files to scan one by one',
      cause,
    })
  }
  const configs = (value as { configs?: unknown } | null)?.configs
  if (!Array.isArray(configs)) return []
  const known = configs.filter((config): config is Config => typeof config === 'object' && config !== null)
  return [...known.filter((config) => config.default === true), ...known.filter((config) => config.default !== true)]
}

interface Pattern {
  readonly split: string
  readonly pattern: string
}

/** `data_files` is a pattern, a list of them, or a list of splits with their patterns. */
function patternsOf({ data_files: files, data_dir: folder }: Config): readonly Pattern[] {
  const inside = typeof folder === 'string' ? `${folder.replace(/\/+$/, '')}/` : ''
  if (files === undefined) return folder === undefined ? [] : [{ split: 'train', pattern: `${inside}**` }]
  return listOf(files).flatMap((entry) => {
    if (typeof entry === 'string') return [{ split: 'train', pattern: inside + entry }]
    if (typeof entry !== 'object' || entry === null) return []
    const { split, path } = entry as { split?: unknown; path?: unknown }
    return listOf(path).flatMap((pattern) =>
      typeof pattern === 'string'
        ? [{ split: typeof split === 'string' ? split : 'train', pattern: inside + pattern }]
        : [],
    )
  })
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}
