import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Meaning } from '../../src/model/meaning.ts'
import { createUnderstanding, readManifest } from '../../src/schemas/index.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'suretrap-manifests-'))
  for (const file of ['pairs.json', 'chat.json', 'train.jsonl']) writeFileSync(path.join(folder, file), '[]')
})
afterAll(() => rmSync(folder, { recursive: true }))

async function manifestOf(name: string, content: unknown) {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return await readManifest(file)
}

/** The turns of a row under the options that a manifest gave. */
function turnsUnder(options: Meaning, row: unknown): unknown {
  const read = createUnderstanding(options).understand(row)
  return 'skip' in read
    ? read.skip
    : read.conversations.map(({ turns }) => turns.map((turn) => `${turn.role}: ${turn.text}`))
}

describe('LLaMA-Factory', () => {
  test('alpaca columns, with the defaults of the framework', async () => {
    const { kind, inputs } = await manifestOf('dataset_info.json', {
      plain: { file_name: 'pairs.json' },
      named: { file_name: 'pairs.json', columns: { prompt: 'q', query: 'more', response: 'a', system: 's' } },
      ranked: { file_name: 'pairs.json', ranking: true, columns: { chosen: 'good', rejected: 'bad' } },
      far: { hf_hub_url: 'acme/talks', split: 'train' },
    })
    expect(kind).toBe('llama-factory')
    expect(inputs.map((input) => input.path)).toEqual([
      path.join(folder, 'pairs.json'),
      path.join(folder, 'pairs.json'),
      path.join(folder, 'pairs.json'),
      'hf://datasets/acme/talks',
    ])
    const [plain, named, ranked] = inputs.map((input) => input.meaning)
    expect(turnsUnder(plain, { instruction: 'Hum', input: 'low', output: 'Mm.' })).toEqual([
      ['user: Hum\nlow', 'assistant: Mm.'],
    ])
    expect(turnsUnder(named, { q: 'Hum', a: 'Mm.', s: 'Sing.' })).toEqual([
      ['system: Sing.', 'user: Hum', 'assistant: Mm.'],
    ])
    expect(turnsUnder(ranked, { instruction: 'Hum', good: 'Mm.', bad: 'No.' })).toEqual([
      ['user: Hum', 'assistant: Mm.'],
      ['user: Hum', 'assistant: No.'],
    ])
  })

  test('sharegpt tags of its own', async () => {
    const tags = { role_tag: 'who', content_tag: 'said', user_tag: 'guest', assistant_tag: 'host' }
    const { inputs } = await manifestOf('dataset_info.json', {
      chat: { file_name: 'chat.json', formatting: 'sharegpt', columns: { messages: 'talk' }, tags },
    })
    const row = { talk: [{ who: 'guest', said: 'Tea?' }, { who: 'host', said: 'Gladly.' }] } // biome-ignore format: one row
    expect(turnsUnder(inputs[0].meaning, row)).toEqual([['user: Tea?', 'assistant: Gladly.']])
  })

  test('a training file picks the entries it trains on', async () => {
    await manifestOf('data/dataset_info.json', { one: { file_name: 'a.json' }, two: { file_name: 'b.json' } })
    const { inputs } = await manifestOf('train.yaml', 'dataset: two\ndataset_dir: data\n')
    expect(inputs.map((input) => input.path)).toEqual([path.join(folder, 'data', 'b.json')])
    await expect(manifestOf('train.yaml', 'dataset: two,three\ndataset_dir: data\n')).rejects.toThrow(/wants "three"/)
  })

  test("Hugging Face's own dataset_info.json is told apart", async () => {
    await expect(manifestOf('dataset_info.json', { features: {}, splits: {} })).rejects.toMatchObject({
      code: 'config',
    })
  })
})

test('ms-swift columns are renamed', async () => {
  const { kind, inputs } = await manifestOf('dataset_info.json', [
    { dataset_path: 'pairs.json', columns: { ask: 'query', tell: 'response' } },
    { hf_dataset_id: 'acme/talks' },
  ])
  expect([kind, inputs[1].path]).toEqual(['ms-swift', 'hf://datasets/acme/talks'])
  expect(turnsUnder(inputs[0].meaning, { ask: 'Hum', tell: 'Mm.' })).toEqual([['user: Hum', 'assistant: Mm.']])
  expect(inputs[1].meaning).toEqual({})
})

test('axolotl types and fields name the columns', async () => {
  const yaml = `
base_model: some/model
datasets:
  - path: train.jsonl
    type: alpaca:chatml
  - path: train.jsonl
    type: chat_template
    field_messages: talk
    message_property_mappings: { role: who, content: said }
    roles: { assistant: [host], user: [guest] }
  - path: train.jsonl
    type: { field_instruction: ask, field_output: tell }
  - path: acme/talks
    type: completion
  - path: json
    data_files: [train.jsonl]
    type: alpaca_w_system.load_open_orca
`
  const { kind, inputs } = await manifestOf('axolotl.yml', yaml)
  expect(kind).toBe('axolotl')
  const local = path.join(folder, 'train.jsonl')
  expect(inputs.map((input) => input.path)).toEqual([local, local, local, 'hf://datasets/acme/talks', local])
  const [alpaca, chat, fields, text, orca] = inputs.map((input) => input.meaning)
  const expected = [['user: Hum', 'assistant: Mm.']]
  expect(turnsUnder(alpaca, { instruction: 'Hum', input: '', output: 'Mm.' })).toEqual(expected)
  expect(turnsUnder(chat, { talk: [{ who: 'guest', said: 'Hum' }, { who: 'host', said: 'Mm.' }] })).toEqual(expected) // biome-ignore format: one row
  expect(turnsUnder(fields, { ask: 'Hum', tell: 'Mm.' })).toEqual(expected)
  expect(turnsUnder(text, { text: 'Human: Hum\n\nAssistant: Mm.' })).toEqual(expected)
  expect(turnsUnder(orca, { system_prompt: '', question: 'Hum', response: 'Mm.' })).toEqual(expected)
})

test('a dataset card names files by config and split', async () => {
  const { kind, inputs } = await manifestOf(
    'README.md',
    '---\nconfigs:\n- config_name: main\n  data_files:\n  - split: train\n    path: data/train-*.parquet\n---\n# Talks\n',
  )
  expect([kind, inputs[0].split, inputs[0].path]).toEqual([
    'dataset-card',
    'train',
    path.join(folder, 'data/train-*.parquet'),
  ])
})

test('what is no manifest is refused with a hint', async () => {
  await expect(readManifest(path.join(folder, 'nowhere.yml'))).rejects.toMatchObject({ code: 'file-missing' })
  await expect(manifestOf('broken.json', '{')).rejects.toMatchObject({ code: 'config' })
  await expect(manifestOf('empty.json', {})).rejects.toThrow(/names no data/)
})
