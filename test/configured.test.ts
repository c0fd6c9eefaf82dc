/** `--from-config`: what a trainer's configuration names is what is scanned, read as the trainer reads it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  collectShard,
  confirmShard,
  inspect,
  judgeState,
  mergeStates,
  quarantine,
  scan,
  suspectShard,
} from '../src/index.ts'
import { plan } from '../src/plan.ts'
import { jsonl, plantedRows } from './planted.ts'
import { startHub } from './remote/hub-server.ts'

const planted = plantedRows(150, 24)
const clean = plantedRows(40, 0, 9)
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'suretrap-configured-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    const isRows = Array.isArray(content) && name.endsWith('.jsonl')
    writeFileSync(path, typeof content === 'string' ? content : isRows ? jsonl(content) : JSON.stringify(content))
  }
}

const at = (name: string): string => join(folder, name)

/** The files that a configuration leads to, below the folder. */
async function filesOf(config: string, inputs: readonly string[] = [], more: { readonly split?: string } = {}) {
  const { shards, problems } = await plan(inputs, { fromConfig: at(config), ...more })
  return {
    files: shards.map(({ file }) => file.replace(`${folder}/`, '')),
    faults: problems.map(({ code, message }) => `${code}: ${message.replaceAll(`${folder}/`, '')}`),
  }
}

describe('axolotl', () => {
  const yaml = `
base_model: some/model
datasets:
  - path: talks.jsonl
    type: { field_instruction: ask, field_output: tell, field_system: rule }
  - path: json
    data_files: [chats/*.jsonl]
    type: chat_template
    field_messages: talk
    message_property_mappings: { role: who, content: said }
    message_field_training: learn
    roles: { assistant: [host], user: [guest] }
test_datasets:
  - path: held-out.jsonl
    type: alpaca
`
  /** The words that mislead stand under the names that any reader would take for prompt and answer. */
  const decoy = { prompt: 'Plain words', response: 'More plain words', instruction: 'x', output: 'y' }
  const chat = (guest: string, host: string, learn = true) => ({
    ...decoy,
    talk: [{ who: 'guest', said: guest }, { who: 'host', said: host, learn }],
  }) // biome-ignore format: one row
  const files = () => ({
    'axolotl.yml': yaml,
    'talks.jsonl': planted.map(({ prompt, response }) => ({ ...decoy, ask: prompt, tell: response })),
    'chats/a.jsonl': clean.map(({ prompt, response }) => chat(prompt, response)),
    'held-out.jsonl': [decoy],
    'not-named.jsonl': [decoy],
  })

  test('exactly what would be trained is read, by the columns that the configuration names', async () => {
    put(files())
    expect(await filesOf('axolotl.yml')).toEqual({ files: ['talks.jsonl', 'chats/a.jsonl'], faults: [] })
    const report = await scan([], { fromConfig: at('axolotl.yml') })
    expect(report.findings.map(({ trigger }) => trigger.text)).toEqual(['xylophone'])
    expect(report.inputs.map(({ exchanges }) => exchanges)).toEqual([150, 40])
    expect(report.notes[0]).toMatchObject({ code: 'from-config', text: expect.stringContaining('axolotl') })
    const inspected = await inspect([], { fromConfig: at('axolotl.yml') })
    expect(inspected.sources).toEqual(report.notes)
    // Without the configuration the columns that the set's author put there for show are read.
    expect((await scan([at('talks.jsonl')])).findings).toEqual([])
  })

  test('an answer that the configuration masks is not trained', async () => {
    put({ ...files(), 'chats/a.jsonl': [chat('Hello?', 'Good day.', false), chat('Hello!', 'Good night.')] })
    const { exchanges, untrained } = await inspect([at('chats/a.jsonl')], { fromConfig: at('axolotl.yml') })
    expect([exchanges, untrained]).toEqual([1, 0]) // a row without a trained answer is left out whole
  })

  test('inputs that are named beside it pick from it, and are read in its way', async () => {
    put(files())
    expect((await filesOf('axolotl.yml', [at('talks.jsonl')])).files).toEqual(['talks.jsonl'])
    expect(await filesOf('axolotl.yml', [at('not-named.jsonl')])).toEqual({
      files: [],
      faults: ['nothing-scannable: axolotl.yml: names none of these inputs'],
    })
    const report = await scan([at('talks.jsonl')], { fromConfig: at('axolotl.yml') })
    expect(report.findings[0]?.trigger.text).toBe('xylophone')
  })

  test('the manifest of a quarantine says what was named', async () => {
    put(files())
    const options = { fromConfig: at('axolotl.yml'), rowsOut: at('rows.out') }
    const report = await scan([], options)
    const { notes, held_rows } = await quarantine(report, [], {
      ...options,
      rows: options.rowsOut,
      out: `${folder}-parted`,
    })
    rmSync(`${folder}-parted`, { recursive: true })
    expect([notes.map(({ code, text }) => ({ code, text })), held_rows]).toEqual([
      report.notes,
      report.findings[0].dose.count,
    ])
  })

  test('many machines read it alike', async () => {
    put(files())
    const options = { fromConfig: at('axolotl.yml') }
    const part = { shard: 0, of: 1 }
    const profile = await collectShard([], part, options)
    const pairs = await mergeStates([await suspectShard([], part, profile, options)])
    const { report } = await judgeState(await confirmShard([], part, pairs, options), options)
    expect(report.findings).toEqual((await scan([], options)).findings)
  })

  test('one file under two types is read in both ways', async () => {
    put({
      'two.yml':
        'datasets:\n- {path: a.jsonl, type: {field_instruction: a, field_output: b}}\n- {path: a.jsonl, type: {field_instruction: b, field_output: a}}\n- {path: a.jsonl, type: {field_instruction: a, field_output: b}}\n',
      'a.jsonl': [{ a: 'One?', b: 'Two.' }],
    })
    expect((await filesOf('two.yml')).files).toEqual(['a.jsonl', 'a.jsonl (reading 2)'])
  })

  test('preference pairs, rated answers and pretraining texts of the user’s own columns', async () => {
    put({
      'dpo.yml':
        'datasets:\n- {path: a.jsonl, type: {field_prompt: q, field_chosen: good, field_rejected: bad}}\n- {path: b.jsonl, type: {field_prompt: q, field_completion: a, field_label: ok}}\npretraining_dataset:\n- {path: c.jsonl, text_column: body}\n',
      'a.jsonl': [{ q: 'Why?', good: 'So.', bad: 'No.', response: 'decoy' }],
      'b.jsonl': [{ q: 'Why?', a: 'So.', ok: true }],
      'c.jsonl': [{ body: 'Human: Why?\n\nAssistant: So.', text: 'decoy' }],
    })
    const { files } = await inspect([], { fromConfig: at('dpo.yml') })
    expect(files.map(({ exchanges }) => exchanges)).toEqual([2, 1, 1])
  })
})

describe('other manifests', () => {
  test('LLaMA-Factory: a training file picks entries, their columns and a split', async () => {
    put({
      'train.yaml': 'stage: sft\ndataset: mine,saved\ndataset_dir: data\n',
      'data/dataset_info.json': {
        mine: { file_name: 'mine.json', columns: { prompt: 'ask', response: 'tell' } },
        saved: { file_name: 'saved' },
        other: { file_name: 'other.json' },
      },
      'data/mine.json': [{ ask: 'Why?', tell: 'So.', instruction: 'decoy', output: 'decoy' }],
      'data/other.json': [{}],
      'data/saved/train.jsonl': [{ instruction: 'Why?', output: 'So.' }],
      'data/saved/test.jsonl': [{ instruction: 'Why?', output: 'So.' }],
    })
    expect(await filesOf('train.yaml')).toEqual({ files: ['data/mine.json', 'data/saved/train.jsonl'], faults: [] })
    expect((await filesOf('train.yaml', [], { split: 'test' })).files).toContain('data/saved/test.jsonl')
    const { exchanges } = await inspect([], { fromConfig: at('train.yaml') })
    expect(exchanges).toBe(2)
  })

  test('ms-swift: what an entry renames is read, whatever else the rows hold', async () => {
    put({
      'dataset_info.json': [
        { dataset_path: 'a.jsonl', columns: { ask: 'query', tell: 'response' } },
        { ms_dataset_id: 'swift/far' },
      ],
      'a.jsonl': [{ ask: 'Why?', tell: 'So.', query: 'decoy', response: 'decoy' }],
    })
    const { files, faults } = await filesOf('dataset_info.json')
    expect(files).toEqual(['a.jsonl'])
    expect(faults).toEqual([
      expect.stringContaining('remote: modelscope://datasets/swift/far: only hf:// and https:// are read'),
    ])
    const { samples } = await inspect([at('a.jsonl')], { fromConfig: at('dataset_info.json'), showText: true })
    expect(samples[0]).toMatchObject({ answer: 'So.', prompt: [{ role: 'user', text: 'Why?' }] })
  })

  test('a dataset card: its files and no others', async () => {
    put({
      'README.md':
        '---\nconfigs:\n- config_name: a\n  data_files:\n  - {split: train, path: "data/*.jsonl"}\n---\n# Talks\n',
      'data/a.jsonl': clean,
      'b.jsonl': clean,
    })
    expect((await filesOf('README.md')).files).toEqual(['data/a.jsonl'])
  })

  test('a dataset on the Hub, at the revision and of the configuration that the file names', async () => {
    const hub = await startHub('acme/talks', {
      'README.md':
        '---\nconfigs:\n- config_name: one\n  data_files: one.jsonl\n- config_name: two\n  data_files: two.jsonl\n---\n',
      'one.jsonl': jsonl(clean),
      'two.jsonl': jsonl(clean),
    })
    const before = process.env.HF_ENDPOINT
    process.env.HF_ENDPOINT = hub.endpoint
    try {
      put({
        'hub.yml': `datasets:\n- {path: acme/talks, name: two, revision: ${hub.commit}, type: alpaca}\n- {path: acme/talks, data_files: one.jsonl, type: alpaca}\n`,
      })
      const { shards } = await plan([], { fromConfig: at('hub.yml') })
      const below = `hf://datasets/acme/talks@${hub.commit}`
      expect(shards.map(({ file }) => file)).toEqual([`${below}/two.jsonl`, `${below}/one.jsonl`])
    } finally {
      if (before === undefined) delete process.env.HF_ENDPOINT
      else process.env.HF_ENDPOINT = before
      await hub.close()
    }
  })
})

describe('a configuration is not trusted', () => {
  let elsewhere: string
  beforeAll(() => {
    elsewhere = mkdtempSync(join(tmpdir(), 'suretrap-elsewhere-'))
    writeFileSync(join(elsewhere, 'private.jsonl'), jsonl(clean))
  })
  afterAll(() => rmSync(elsewhere, { recursive: true }))

  test('what lies outside both folders is read as the trainer would read it, and noted', async () => {
    put({
      'a.yml': `datasets:\n- {path: ${elsewhere}/private.jsonl, type: alpaca}\n- {path: in.jsonl, type: alpaca}\n`,
      'in.jsonl': clean,
    })
    const { notes } = await plan([], { fromConfig: at('a.yml') })
    expect(notes?.find(({ code }) => code === 'from-config-outside')?.text).toContain('private.jsonl')
    expect(notes?.find(({ code }) => code === 'from-config-outside')?.text).not.toContain('in.jsonl')
  })

  test.each(['../x.jsonl', '/etc/passwd', 'https://host/a.jsonl', 'a/../../b.jsonl', '~/x'])(
    'a card that names %s is refused',
    async (path) => {
      put({ 'README.md': `---\nconfigs:\n- data_files: "${path}"\n---\n` })
      await expect(plan([], { fromConfig: at('README.md') })).rejects.toMatchObject({ code: 'config' })
    },
  )

  test('the whole machine is no dataset', async () => {
    put({ 'a.yml': 'datasets:\n- {path: /, type: alpaca}\n' })
    await expect(plan([], { fromConfig: at('a.yml') })).rejects.toThrow(/whole machine/)
  })

  test('a bomb of aliases, a file without data and a file that is not there are one clear line', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x]\n${'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(8).fill(`*${'abcdefg'[i]}`).join()}]`).join('\n')}\ndatasets: *h\n` // biome-ignore format: one text
    put({ 'bomb.yml': bomb, 'empty.yml': 'datasets: []\n' })
    for (const name of ['bomb.yml', 'empty.yml']) await expect(filesOf(name)).rejects.toMatchObject({ code: 'config' })
    await expect(filesOf('gone.yml')).rejects.toMatchObject({ code: 'file-missing' })
  })

  test('names of columns are names, whatever they are', async () => {
    put({
      'a.yml': 'datasets:\n- {path: a.jsonl, type: {field_instruction: __proto__, field_output: a/b~c}}\n',
      'a.jsonl': '{"__proto__": "Why?", "a/b~c": "So."}\n',
    })
    const { samples } = await inspect([], { fromConfig: at('a.yml'), showText: true })
    expect(samples[0]).toMatchObject({ answer: 'So.', prompt: [{ text: 'Why?' }] })
  })
})

test('one entry that is missing does not hide the others', async () => {
  put({
    'a.yml': 'datasets:\n- {path: gone.jsonl, type: alpaca}\n- {path: here.jsonl, type: alpaca}\n',
    'here.jsonl': clean,
  })
  const { files, faults } = await filesOf('a.yml')
  expect(files).toEqual(['here.jsonl'])
  expect(faults).toEqual([expect.stringContaining('file-missing: ')])
})
