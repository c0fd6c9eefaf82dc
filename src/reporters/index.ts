/** The reporters by name. HTML is heavy (it draws charts) and is loaded only when asked for. */
import { csv } from './csv.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { json, jsonl } from './json.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import type { Reporter } from './reporter.ts'
import { sarif } from './sarif.ts'
import { terminal } from './terminal.ts'

export type { RenderOptions, Reporter } from './reporter.ts'
export { visible } from './visible.ts'

export const REPORTER_IDS = [
  'terminal',
  'json',
  'jsonl',
  'sarif',
  'markdown',
  'junit',
  'csv',
  'github',
  'gitlab',
] as const

const LIGHT: ReadonlyMap<string, Reporter> = new Map(
  [terminal, json, jsonl, sarif, markdown, junit, csv, github, gitlab].map((reporter) => [reporter.id, reporter]),
)

/** Endings of file names; the longest that fits wins. `.xml` is JUnit, the only XML there is. */
const ENDINGS: readonly (readonly [string, string])[] = [
  ['code-quality-report.json', 'gitlab'], // the name that GitLab's documentation uses
  ['.sarif.json', 'sarif'],
  ['.sarif', 'sarif'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.json', 'json'],
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.html', 'html'],
  ['.htm', 'html'],
  ['.xml', 'junit'],
  ['.csv', 'csv'],
  ['.txt', 'terminal'],
]

export function reporterFor(id: string): Promise<Reporter> | Reporter | undefined {
  if (id === 'html') return import('./html/html.ts').then(({ html }) => html)
  return LIGHT.get(id)
}

/** The reporter that a file name asks for: `out.html` → `html`. */
export function formatFromPath(path: string): string | undefined {
  const name = path.toLowerCase()
  return ENDINGS.find(([ending]) => name.endsWith(ending))?.[1]
}
