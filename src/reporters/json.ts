/** The report itself, indented; in pieces, so that a report of any size is written without being one string. */
import type { Report } from '../model/report.ts'
import type { Reporter } from './reporter.ts'
import { jsonText } from './visible.ts'

export const json: Reporter = {
  id: 'json',
  *render(report) {
    const entries = Object.entries(report).filter(([, value]) => value !== undefined)
    yield '{\n'
    for (const [at, [key, value]] of entries.entries()) {
      yield `  ${JSON.stringify(key)}: `
      if (Array.isArray(value) && value.length > 0) yield* elements(value)
      else yield indented(value, 2)
      yield at < entries.length - 1 ? ',\n' : '\n'
    }
    yield '}\n'
  },
}

/** One record a line, each with its `type`: a stream for jq, DuckDB, a log collector. */
export const jsonl: Reporter = {
  id: 'jsonl',
  *render(report: Report) {
    yield line('report', { schema: report.schema, tool: report.tool })
    for (const input of report.inputs) yield line('input', input)
    for (const finding of report.findings) yield line('finding', finding)
    for (const gate of report.declared) yield line('declared', gate)
    for (const row of report.floor) yield line('floor', row)
    for (const skip of report.skipped) yield line('skipped', skip)
    for (const note of report.notes) yield line('note', note)
    for (const row of report.counter_examples ?? []) yield line('counter-example', row)
  },
}

function* elements(values: readonly unknown[]): Iterable<string> {
  yield '[\n'
  for (const [at, value] of values.entries()) {
    yield `    ${indented(value, 4)}${at < values.length - 1 ? ',\n' : '\n'}`
  }
  yield '  ]'
}

function indented(value: unknown, depth: number): string {
  return jsonText(value, 2).replaceAll('\n', `\n${' '.repeat(depth)}`)
}

function line(type: string, record: object): string {
  return `${jsonText({ type, ...record })}\n`
}
