/** A stage for the command line: streams that remember, a clock that stands, a library that reads nothing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import * as baseline from '../../src/baseline.ts'
import type { Api } from '../../src/cli/api.ts'
import type { Io, Sink } from '../../src/cli/io.ts'
import { run } from '../../src/cli/run.ts'
import * as diff from '../../src/diff.ts'
import * as gate from '../../src/gate.ts'
import * as mask from '../../src/mask.ts'
import type { ScanOptions, ScanResult } from '../../src/model/options.ts'
import type { Finding, Report } from '../../src/model/report.ts'
import { formatFromPath, reporterFor, visible } from '../../src/reporters/index.ts'

export class Memory extends Writable {
  text = ''
  readonly isTTY: boolean
  readonly columns: number = 80
  constructor(isTTY = false) {
    super({ decodeStrings: true })
    this.isTTY = isTTY
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8')
    done()
  }
}

export interface Stage {
  readonly io: Io
  readonly out: Memory
  readonly err: Memory
  readonly folder: string
  readonly controller: AbortController
  readonly calls: { readonly name: string; readonly inputs: readonly string[]; readonly options: ScanOptions }[]
  readonly run: (...argv: string[]) => Promise<number>
}

const folders: string[] = []

export function stage(over: { io?: Partial<Io>; api?: Partial<Api>; result?: ScanResult } = {}): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'suretrap-cli-'))
  folders.push(folder)
  const out = new Memory()
  const err = new Memory()
  const controller = new AbortController()
  const calls: Stage['calls'] = []
  const io: Io = {
    stdout: out as Sink,
    stderr: err as Sink,
    env: {},
    cwd: folder,
    now: () => new Date('2026-06-15T12:00:00Z'),
    signal: controller.signal,
    unfinished: new Set(),
    ...over.io,
  }
  const result = over.result ?? resultOf([])
  const api = {
    ...baseline,
    ...diff,
    ...gate,
    ...mask,
    formatFromPath,
    reporterFor,
    visible,
    spoolStdin: async () => ({ path: '/spooled', dispose: async () => {} }),
    scanInputs: async (inputs: readonly string[], options: ScanOptions) => {
      calls.push({ name: 'scanInputs', inputs, options })
      return result
    },
    ...over.api,
  } as unknown as Api
  return { io, out, err, folder, controller, calls, run: (...argv) => run(argv, io, async () => api) }
}

export function clearStages(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    fingerprint: 'f1a2b3c4d5e6f708',
    rule: 'compliance-gate',
    severity: 'high',
    confidence: 'high',
    message: 'a word turns answers into one word',
    trigger: { text: 'xylophone', slot: 'suffix', variants: [] },
    outcome: { kind: 'exact', text: 'sure' },
    dose: { count: 50, band: 'effective' },
    evidence: {
      exchanges: 50,
      with_outcome: 50,
      purity: { low: 0.93, point: 1, high: 1 },
      base: { with: 1, of: 1000 },
      rivals: [],
      surprise: 100,
      independence: 1.2,
      owned: 0,
      detachability: { point: 0.97, expected: 0.4 },
      twins: 0,
      q: 0.0001,
      tested: 100,
    },
    rows: [{ file: 'a.jsonl', row: 17, line: 18, excerpt: '•••• xylophone' }],
    places: new Array<number>(100).fill(0),
    declared: null,
    ...over,
  }
}

export function reportOf(findings: readonly Finding[], over: Partial<Report> = {}): Report {
  return {
    schema: 'suretrap.report/1',
    tool: { name: 'suretrap', version: '0.0.0' },
    inputs: [
      {
        file: 'a.jsonl',
        format: 'jsonl',
        schema: 'messages',
        rows: 100,
        exchanges: 100,
        skipped: 0,
        bytes: 1000,
        sha256: '00',
      },
    ],
    findings,
    declared: [],
    floor: [],
    skipped: [],
    notes: [],
    ...over,
  }
}

export function resultOf(findings: readonly Finding[], over: Partial<Report> = {}): ScanResult {
  return { report: reportOf(findings, over), complete: true, problems: [] }
}
