/** The reporters by name. HTML is heavy (it draws charts) and is loaded only when asked for. */
import { json, jsonl } from './json.ts'
import type { Reporter } from './reporter.ts'
import { terminal } from './terminal.ts'

export type { RenderOptions, Reporter, RuleText } from './reporter.ts'
export { visible } from './visible.ts'

const LIGHT: ReadonlyMap<string, Reporter> = new Map([terminal, json, jsonl].map((reporter) => [reporter.id, reporter]))

export const REPORTER_IDS = ['terminal', 'json', 'jsonl'] as const

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['json', 'json'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['txt', 'terminal'],
])

export function reporterFor(id: string): Promise<Reporter> | Reporter | undefined {
  return LIGHT.get(id)
}

/** The reporter that a file name asks for: `out.html` → `html`. */
export function formatFromPath(path: string): string | undefined {
  const name = path.toLowerCase()
  const extension = name.slice(name.lastIndexOf('.') + 1)
  return EXTENSIONS.get(extension)
}
