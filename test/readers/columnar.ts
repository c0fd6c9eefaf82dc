/** What the tests of Parquet, Arrow and folders share: a place to write, and a reader of everything. */
import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import type { RowBlock } from '../../src/model/row.ts'
import type { Container, Shard } from '../../src/model/shard.ts'
import { arrowKind, readArrow } from '../../src/readers/arrow.ts'
import { parquetShards, readParquet } from '../../src/readers/parquet.ts'

export const scratch = mkdtempSync(join(tmpdir(), 'suretrap-columnar-'))

let written = 0

export function file(bytes: Uint8Array | ArrayBuffer, extension: string): string {
  const path = join(scratch, `${written++}.${extension}`)
  writeFileSync(path, new Uint8Array(bytes as ArrayBuffer))
  return path
}

export interface Read {
  readonly rows: unknown[]
  readonly blocks: RowBlock[]
}

export async function parquet(
  path: string,
  options: Parameters<typeof readParquet>[1] & { rowGroupsPerShard?: number } = {},
): Promise<Read> {
  const blocks: RowBlock[] = []
  for (const shard of await parquetShards(path, basename(path), options)) {
    for await (const block of readParquet(shard, options)) {
      blocks.push({ ...block, firstRow: block.firstRow + (shard.firstRow ?? 0) })
    }
  }
  return { rows: blocks.flatMap((block) => block.values), blocks }
}

export async function arrow(path: string, options: Parameters<typeof readArrow>[1] = {}): Promise<Read> {
  const blocks: RowBlock[] = []
  for await (const block of readArrow(arrowShard(path, (await arrowKind(path)) ?? 'arrow-stream'), options))
    blocks.push(block)
  return { rows: blocks.flatMap((block) => block.values), blocks }
}

export function arrowShard(path: string, container: Container): Shard {
  const bytes = statSync(path).size
  return { file: basename(path), path, container, codec: 'none', bytes, start: 0, end: bytes, whole: true }
}

export interface Row {
  readonly id: number
  readonly prompt: string | null
  readonly liked: boolean | null
  readonly messages: readonly ({ readonly role: string; readonly content: string | null } | null)[] | null
  readonly tags: readonly (string | null)[] | null
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 40 }),
  fc.constant('\uFEFFmarked'),
  fc.constant(''),
)

const message = fc.record({ role: fc.constantFrom('user', 'assistant'), content: fc.option(text) })

export const someRows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    id: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    prompt: fc.option(text),
    liked: fc.option(fc.boolean()),
    messages: fc.option(fc.array(fc.option(message, { freq: 9 }), { maxLength: 4 })),
    tags: fc.option(fc.array(fc.option(text), { maxLength: 3 })),
  }),
  { minLength: 1, maxLength: 60 },
)

/** Strings of Parquet and Arrow are UTF-8: what has no UTF-8 form is written as U+FFFD. */
export function wellFormed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'string' ? Buffer.from(part).toString() : part,
  ) as T
}
