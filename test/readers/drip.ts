/** What the readers' tests share: a shard over bytes, a source that drips, rows gathered. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { RowSkip } from '../../src/model/row.ts'
import type { Codec, Container, Shard } from '../../src/model/shard.ts'
import type { ByteReader } from '../../src/readers/bytes.ts'
import { type OpenOptions, readRows } from '../../src/readers/index.ts'

/** A source that gives at most `size` bytes at a time. */
export const drip =
  (size: number) =>
  (reader: ByteReader): ByteReader => ({
    ...reader,
    read: (target, at, length) => reader.read(target, at, Math.min(length, size)),
  })

export interface Gathered {
  readonly rows: readonly (readonly [row: number, value: unknown])[]
  readonly lines: readonly number[]
  readonly skips: readonly RowSkip[]
  readonly notes: readonly RowSkip[]
  readonly linesRead: number
  readonly fault: unknown
}

export async function gather(shard: Shard, options: OpenOptions = {}): Promise<Gathered> {
  const rows: [number, unknown][] = []
  const lines: number[] = []
  const skips: RowSkip[] = []
  const notes: RowSkip[] = []
  let linesRead = 0
  let fault: unknown
  try {
    for await (const block of readRows(shard, options)) {
      block.values.forEach((value, index) => {
        const row = block.rows?.[index] ?? block.firstRow + index
        rows.push([row, value])
        lines.push(block.lines?.[index] ?? row)
      })
      skips.push(...block.skips)
      notes.push(...(block.notes ?? []))
      linesRead = block.linesRead ?? 0
    }
  } catch (error) {
    fault = error
  }
  return { rows, lines, skips, notes, linesRead, fault }
}

export const valuesOf = ({ rows }: Gathered): readonly unknown[] => rows.map(([, value]) => value)

/** A folder for one test file's data. */
export function workFolder(): {
  readonly path: string
  put(name: string, bytes: string | Uint8Array): string
  remove(): void
} {
  const path = mkdtempSync(join(tmpdir(), 'suretrap-test-'))
  return {
    path,
    put(name, bytes) {
      const file = join(path, name)
      writeFileSync(file, bytes)
      return file
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

export function wholeShard(path: string, bytes: number, container: Container, codec: Codec = 'none'): Shard {
  return { file: path, path, container, codec, bytes, start: 0, end: bytes, whole: true }
}
