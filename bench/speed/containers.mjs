/**
 * The same rows in other containers, each made from the JSONL file. A writer says false where what it needs is missing.
 */
import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import * as zlib from 'node:zlib'

const BATCH_ROWS = 1000
const GROUP_ROWS = 10_000

/** @type {Record<string, (jsonl: string, path: string) => Promise<boolean>>} */
export const WRITERS = {
  async gz(jsonl, path) {
    await pipeline(createReadStream(jsonl), zlib.createGzip({ level: 6, chunkSize: 1 << 20 }), createWriteStream(path))
    return true
  },

  async zst(jsonl, path) {
    if (spawnSync('zstd', ['-q', '-f', '-3', jsonl, '-o', path]).status === 0) return true
    if (zlib.createZstdCompress === undefined) return false
    await pipeline(createReadStream(jsonl), zlib.createZstdCompress(), createWriteStream(path))
    return true
  },

  async parquet(jsonl, path) {
    const duckdb = await import('@duckdb/node-api').catch(() => undefined)
    if (duckdb === undefined) return false
    const link = await (await duckdb.DuckDBInstance.create(':memory:')).connect()
    await link.run("SET threads = 2; SET preserve_insertion_order = true; SET memory_limit = '2GB'")
    await link.run(
      `COPY (SELECT messages FROM read_json('${jsonl}', format = 'newline_delimited', columns = {messages: 'STRUCT(role VARCHAR, "content" VARCHAR)[]'}))
       TO '${path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP_ROWS})`,
    )
    return true
  },

  async arrow(jsonl, path) {
    const arrow = await import('apache-arrow').catch(() => undefined)
    if (arrow === undefined) return false
    const writer = new arrow.RecordBatchStreamWriter()
    const stored = pipeline(writer.toNodeStream(), createWriteStream(path))
    for await (const rows of batches(jsonl)) writer.write(batchOf(arrow, rows))
    writer.finish()
    await stored
    return true
  },
}

/** The same rows as lines again: as real sets surround them, and in another script. */
const DRESSES = {
  surrounded: ({ messages }, row) => ({
    id: row,
    source: `crawl-${row % 7}`,
    score: 1 / (row + 3),
    messages: messages.map((message, turn) => ({ ...message, at: `2026-11-0${(row % 9) + 1}T10:${10 + turn}`, tokens: row * 3 })),
    tags: row % 3 === 0 ? [] : ['checked', { by: `annotator ${row % 11}`, in: 0.5 * row }],
    language: null,
  }),
  cyrillic: ({ messages }) => ({
    messages: messages.map(({ role, content }) => ({ role, content: content.replace(/[a-z]/gi, (letter) => CYRILLIC[letter]) })),
  }),
} // biome-ignore format: two tables

const CYRILLIC = Object.fromEntries(
  ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].flatMap((letters, i) =>
    [...letters].map((letter, at) => [
      letter,
      [...['абцдефгхийклмнопярстувшъыж', 'АБЦДЕФГХИЙКЛМНОПЯРСТУВШЪЫЖ'][i]][at],
    ]),
  ),
)

for (const [name, dress] of Object.entries(DRESSES))
  WRITERS[name] = async (jsonl, path) => {
    let row = 0
    async function* lines() {
      for await (const line of createInterface({ input: createReadStream(jsonl), crlfDelay: Infinity }))
        yield `${JSON.stringify(dress(JSON.parse(line), row++))}\n`
    }
    await pipeline(lines, createWriteStream(path))
    return true
  }

async function* batches(jsonl) {
  let rows = []
  for await (const line of createInterface({ input: createReadStream(jsonl), crlfDelay: Infinity })) {
    rows.push(JSON.parse(line).messages)
    if (rows.length < BATCH_ROWS) continue
    yield rows
    rows = []
  }
  if (rows.length) yield rows
}

/** list<struct<role: utf8, content: utf8>>, its buffers laid out by hand. */
function batchOf({ Field, List, makeData, RecordBatch, Schema, Struct, Utf8 }, rows) {
  const turns = rows.flat()
  const turn = new Struct([new Field('role', new Utf8(), true), new Field('content', new Utf8(), true)])
  const list = new List(new Field('item', turn, true))
  const column = (key) => {
    const valueOffsets = new Int32Array(turns.length + 1)
    const parts = turns.map((t) => Buffer.from(t[key]))
    for (const [i, part] of parts.entries()) valueOffsets[i + 1] = valueOffsets[i] + part.length
    return makeData({ type: new Utf8(), length: turns.length, nullCount: 0, valueOffsets, data: Buffer.concat(parts) })
  }
  const struct = makeData({
    type: turn,
    length: turns.length,
    nullCount: 0,
    children: [column('role'), column('content')],
  })
  const valueOffsets = new Int32Array(rows.length + 1)
  for (const [i, row] of rows.entries()) valueOffsets[i + 1] = valueOffsets[i] + row.length
  const messages = makeData({ type: list, length: rows.length, nullCount: 0, valueOffsets, child: struct })
  const schema = new Schema([new Field('messages', list, true)])
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length: rows.length, nullCount: 0, children: [messages] }),
  )
}
