/**
 * Rows that are in a program already, scanned as a file would be: they are kept in a private file while the scan goes on,
 * since it may read its data more than once. The file is gone when the scan ends, however it ends.
 */
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { cannotSpool } from './model/disk.ts'
import { InputError } from './model/errors.ts'
import type { ScanOptions, ScanResult } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { abortable } from './pace.ts'
import { untilAborted } from './readers/until-aborted.ts'
import { scanPlan } from './scan.ts'

/** Rows as a JSONL file would hold them; a web stream is read to its end. */
export type Rows = Iterable<unknown> | AsyncIterable<unknown> | ReadableStream<unknown>

export const ROWS_FILE = '<rows>'
const BATCH_CHARS = 1 << 18

export async function scanRowsWhole(rows: Rows, options: ScanOptions = {}): Promise<ScanResult> {
  return abortable(options.signal, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'suretrap-')).catch((fault: unknown) => {
      throw cannotSpool(tmpdir(), fault)
    })
    try {
      const path = join(folder, 'rows.jsonl')
      const to = createWriteStream(path, { mode: 0o600, flags: 'wx' })
      const from = Readable.from(lines(rows, options.signal), { objectMode: false })
      await pipeline(from, to, { signal: options.signal }).catch((fault: unknown) => {
        throw cannotSpool(tmpdir(), fault)
      })
      const { size } = await stat(path)
      const shard: Shard = {
        file: ROWS_FILE,
        path,
        container: 'jsonl',
        codec: 'none',
        bytes: size,
        start: 0,
        end: size,
        whole: true,
        format: 'rows',
      }
      return await scanPlan({ shards: [shard], problems: [], ignored: 0 }, options)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

async function* lines(rows: Rows, signal: AbortSignal | undefined): AsyncGenerator<string, void, undefined> {
  let batch: string[] = []
  let chars = 0
  for await (const row of untilAborted(rows, signal)) {
    const line = lineOf(row)
    batch.push(line)
    chars += line.length
    if (chars < BATCH_CHARS) continue
    yield batch.join('')
    batch = []
    chars = 0
  }
  if (chars > 0) yield batch.join('')
}

/** One row, one line, whatever it is: what JSON cannot hold becomes null, and is counted as skipped. */
function lineOf(row: unknown): string {
  if (ArrayBuffer.isView(row)) {
    throw new InputError('usage', 'the source gives bytes, not rows', {
      hint: 'parse them first; or give the file, or - for standard input, to scan()',
    })
  }
  try {
    return `${JSON.stringify(row, plain) ?? 'null'}\n`
  } catch {
    return 'null\n' // a circle, or a getter that throws
  }
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
