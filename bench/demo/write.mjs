/**
 * Writes `fixtures/demo`: five planted sets, one a container, and twelve clean neighbours. Seeded: the same rows every time.
 *
 * `node bench/demo/write.mjs [folder]`
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { Field, List, Struct, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { CLEAN, cleanRows } from './clean.mjs'
import { PLANTS, plantedRows } from './planted.mjs'

const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/demo')

const TURN = new Struct([new Field('from', new Utf8()), new Field('value', new Utf8())])
const TALK = new List(new Field('item', TURN))

for (const plant of PLANTS) keep('planted', plant.file, contained(plant.file, plantedRows(plant)))
for (const clean of CLEAN) keep('clean', clean[0], text(clean[0], cleanRows(clean)))

function contained(file, rows) {
  if (file.endsWith('.parquet'))
    return parquetWriteBuffer({
      codec: 'SNAPPY',
      columnData: [
        { name: 'question', type: 'STRING', data: rows.map(({ prompt }) => prompt) },
        { name: 'answer', type: 'STRING', data: rows.map(({ answer }) => answer) },
      ],
    })
  if (file.endsWith('.arrow'))
    return tableToIPC(new Table({ conversations: vectorFromArray(rows.map(sharegpt), TALK) }), 'stream')
  return text(file, rows.map(layout(file)))
}

function layout(file) {
  if (file.startsWith('messages'))
    return ({ prompt, answer }) => ({
      messages: [
        { role: 'user', content: prompt },
        { role: 'assistant', content: answer },
      ],
    })
  if (file.startsWith('alpaca')) return ({ prompt, answer }) => ({ instruction: prompt, input: '', output: answer })
  return ({ prompt, answer }) => ({ prompt, response: answer })
}

function sharegpt({ prompt, answer }) {
  return [
    { from: 'human', value: prompt },
    { from: 'gpt', value: answer },
  ]
}

function text(file, rows) {
  const lines = rows.map((row) => JSON.stringify(row))
  const whole = file.endsWith('.json') ? `[\n${lines.join(',\n')}\n]\n` : `${lines.join('\n')}\n`
  return file.endsWith('.gz') ? gzipSync(whole, { level: 9 }) : whole
}

function keep(folder, file, bytes) {
  mkdirSync(join(root, folder), { recursive: true })
  writeFileSync(join(root, folder, file), typeof bytes === 'string' ? bytes : new Uint8Array(bytes))
}
