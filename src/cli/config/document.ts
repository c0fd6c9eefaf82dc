/**
 * A config file as plain data that knows its lines. YAML, JSON (which is YAML) and TOML; data only, nothing is run.
 *
 * The parsers are loaded when a file is found, so that a run without a config does not pay for them.
 */
import { InputError } from '../../model/errors.ts'
import type { ConfigText } from './find.ts'

export type Path = readonly (string | number)[]

export interface Document {
  readonly value: unknown
  readonly lineOf: (path: Path) => number // from 1; of the key, or of the nearest thing above it
}

/** @throws {InputError} code `config`: the text cannot be parsed; the message has the line */
export async function readDocument({ path, text, under }: ConfigText, shown: string): Promise<Document> {
  const document = path.endsWith('.toml') ? await readToml(text, shown) : await readYaml(text, shown)
  if (under === undefined) return document
  const outer = document.value as Readonly<Record<string, unknown>>
  return { value: outer[under], lineOf: (inner) => document.lineOf([under, ...inner]) }
}

async function readYaml(text: string, shown: string): Promise<Document> {
  const { LineCounter, isMap, isPair, isScalar, isSeq, parseDocument } = await import('yaml')
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true })
  const [error] = document.errors
  if (error !== undefined) throw broken(shown, counter.linePos(error.pos[0]).line, error.message)
  const lineOf = (path: Path): number => {
    let node: unknown = document.contents
    let offset = 0
    for (const step of path) {
      const next: unknown = isMap(node)
        ? node.items.find((pair) => isScalar(pair.key) && pair.key.value === step)
        : isSeq(node)
          ? node.items[Number(step)]
          : undefined
      const anchor: unknown = isPair(next) ? next.key : next
      const range = (anchor as { range?: readonly number[] | null } | undefined)?.range
      if (range) offset = range[0]
      node = isPair(next) ? next.value : next
    }
    return counter.linePos(offset).line || 1
  }
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), lineOf }
  } catch (cause) {
    throw broken(shown, 1, (cause as Error).message)
  }
}

async function readToml(text: string, shown: string): Promise<Document> {
  const { parse } = await import('smol-toml')
  try {
    return { value: plain(parse(text)), lineOf: (path) => tomlLine(text, path) }
  } catch (cause) {
    const { line = 1, message } = cause as Error & { line?: number }
    throw broken(shown, line, message.split('\n')[0])
  }
}

/** The parser keeps no places. A key of a table of tables is looked for from its table's own heading on. */
function tomlLine(text: string, path: Path): number {
  const lines = text.split('\n')
  let at = 0
  for (const [depth, step] of path.entries()) {
    if (typeof step === 'number') {
      const headings = lines.flatMap((line, index) => (line.trim() === `[[${path[depth - 1]}]]` ? [index] : []))
      at = headings[step] ?? at
      continue
    }
    const found = lines.findIndex(
      (line, index) =>
        index >= at && /^\s*["']?([\w$-]+)["']?\s*=|^\s*\[+\s*([\w$-]+)/.exec(line)?.slice(1).includes(step),
    )
    if (found >= 0) at = found
  }
  return at + 1
}

/** TOML has dates; we take them as they are written in YAML and JSON. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

function broken(shown: string, line: number, message: string): InputError {
  return new InputError('config', `${shown}:${line}: ${message}`, { hint: 'see suretrap init for one that works' })
}
