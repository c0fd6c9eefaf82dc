/**
 * What was asked for, flags over config: what was typed (`Call`) made into what it means.
 *
 * A flag given on the command line wins over the config; what neither names is left to the library's defaults.
 */

import type { Ignore } from '../baseline.ts'
import type { Gate, ScanOptions } from '../model/options.ts'
import { type Anchor, readAnchor } from './anchor.ts'
import type { Rendering } from './api.ts'
import { colour } from './colour.ts'
import { type Config, loadConfig } from './config/load.ts'
import type { Io } from './io.ts'
import { type Call, usage } from './parse.ts'
import { plainVisible, say } from './say.ts'
import type { Value } from './values.ts'

export interface Settings {
  readonly config: Config | undefined
  readonly paths: readonly string[]
  readonly scan: ScanOptions // all but signal and onProgress
  readonly gate: Gate
  readonly format: string
  readonly outputs: readonly string[]
  readonly rendering: Rendering // for standard output
  readonly anchor: Anchor | undefined
  readonly baseline: string | undefined
  readonly ignores: readonly Ignore[]
  readonly minCoverage: number | undefined
  readonly perFile: boolean
  readonly exitZero: boolean
  readonly quiet: boolean
  readonly progress: boolean
}

const MAX_WIDTH = 120 // columns; longer lines are hard to read
const FILE_WIDTH = 100 // where there is no terminal to ask

/** @throws {InputError} the config is missing or broken, or a value of it means nothing */
export async function settle(call: Call, io: Io): Promise<Settings> {
  const config = call.values.has('no-config')
    ? undefined
    : await loadConfig(call.values.get('config') as string | undefined, io, {
        scanned: call.paths,
        onPassed: (path) => {
          if (!call.values.has('quiet')) say(io, passedLine(path))
        },
      })
  const get = <T extends Value>(name: string) => (call.values.get(name) ?? config?.values.get(name)) as T | undefined
  const gate: Gate = {
    failOn: get<string>('fail-on') as Gate['failOn'],
    minConfidence: get<string>('min-confidence') as Gate['minConfidence'],
  }
  const showText = get('show-text') === true
  return {
    config,
    paths: call.paths.length > 0 ? call.paths : (config?.paths ?? []),
    scan: defined({
      schema: get<string>('schema'),
      map: get<Readonly<Record<string, string>>>('map'),
      split: get<string>('split'),
      columns: get<readonly string[]>('columns'),
      stdinFilename: get<string>('stdin-filename'),
      readers: get<readonly string[]>('reader'),
      fromConfig: get<string>('from-config'),
      maxRowBytes: get<number>('max-row-bytes'),
      maxDecompressedRatio: get<number>('max-decompressed-ratio'),
      minSupport: get<number>('min-support'),
      rules: get<readonly string[]>('rules'),
      declared: get<string>('declared'),
      certify: get<true>('certify'),
      strict: get<true>('strict'),
      hashSeed: get<number>('hash-seed'),
      showText,
      jobs: get<number>('jobs'),
      memory: get<number>('memory'),
      rowsOut: get<string>('rows-out'),
    }),
    gate,
    format: get<string>('format') ?? 'terminal',
    outputs: get<readonly string[]>('output') ?? [],
    rendering: defined({
      ...gate,
      color: colour(io.stdout, io.env, call.values.has('no-color')),
      width: Math.min(io.stdout.columns ?? FILE_WIDTH, MAX_WIDTH),
      showText,
      verbose: get<true>('verbose'),
      cwd: io.cwd,
      sarifRoot: get<string>('sarif-root'),
      sarifCategory: get<string>('sarif-category'),
      block: get('dataset-card') === true ? ('dataset-card' as const) : undefined,
    }),
    anchor: await readAnchor(anchor(get<string>('sarif-anchor')), io),
    baseline: get<string>('baseline'),
    ignores: config?.ignores ?? [],
    minCoverage: get<number>('min-coverage'),
    perFile: get('per-file') === true,
    exitZero: get('exit-zero') === true,
    quiet: get('quiet') === true,
    progress: get('no-progress') !== true && get('quiet') !== true,
  }
}

function passedLine(path: string): string {
  const shown = plainVisible(path)
  return `${shown} is not used: it stands in the scanned folder, and whoever made the data may have made it (--config names it)`
}

/** @example anchor('dvc.yaml:12') // { file: 'dvc.yaml', line: 12 } */
export function anchor(text: string | undefined): { file: string; line?: number } | undefined {
  if (text === undefined) return undefined
  const [, file, line] = /^(.+?)(?::(\d{1,9}))?$/s.exec(text) ?? []
  if (file === undefined || line === '0') throw usage('--sarif-anchor must look like FILE or FILE:LINE')
  return { file, ...(line === undefined ? {} : { line: Number(line) }) }
}

/** Without the fields that nobody set, so that the library's defaults hold. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T
}
