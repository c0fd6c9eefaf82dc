/**
 * Clean corpora as neutral rows: a prompt, its answer, what stood before.
 *
 * Reads the folders of ../shared/corpora (or SURETRAP_CORPORA) in the schemas their authors published. Where they are
 * absent it says so: what needs them is *not run*, which is never a pass. Rows stay in memory, once per process.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { synthetic } from './synthetic.mjs'

/**
 * @typedef {object} Turn
 * @property {'user' | 'assistant' | 'tool'} role
 * @property {string} text
 *
 * @typedef {object} Row
 * @property {string} [system]
 * @property {readonly Turn[]} [turns]  what stood before the prompt
 * @property {string} prompt
 * @property {string} answer
 */

const here = dirname(fileURLToPath(import.meta.url))

/** The folder of the corpora, or undefined where this machine has none. */
export function corporaRoot() {
  const root = process.env.SURETRAP_CORPORA ?? resolve(here, '../../../shared/corpora')
  return existsSync(join(root, 'clean')) ? root : undefined
}

/** Says that a bench did not run, and sees to it that nobody takes that for a pass. */
export function notRun(what) {
  process.stdout.write(`not run: ${what} needs the corpora (set SURETRAP_CORPORA); nothing was measured\n`)
  process.exitCode = 3
}

const loaders = {
  t0: (root) =>
    lines(root, 'self-instruct-t0-50k').flatMap((r) => pair(r.prompt, r.completion?.replace('<|endoftext|>', ''))),
  ni: (root) => instructions(root, (_, input) => input),
  'ni-definition': (root) => instructions(root, (definition, input) => `${definition}\n\n${input}`),
  sgd: (root) => dialogues(root, 2),
  'sgd-turns': (root) => dialogues(root, 4),
  gpteacher: (root) => values(root, 'gpteacher').flatMap((r) => pair(joined(r.instruction, r.input), r.response)),
  gsm8k: (root) =>
    lines(root, 'gsm8k', (f) => f.endsWith('train.jsonl') || f.endsWith('test.jsonl')).flatMap((r) =>
      pair(r.question, r.answer),
    ),
  bbh: (root) =>
    files(root, 'big-bench-hard', '.json')
      .flatMap((f) => json(f).examples)
      .flatMap((r) => pair(r.input, r.target)),
  huatuo: (root) => medical(root),
  yesno: (root) =>
    lines(root, 'anthropic-model-written-evals').flatMap((r) => pair(r.question, r.answer_matching_behavior)),
  llamafactory: (root) => demos(root),
}

/** Names of the corpora that can be loaded, apart from `synthetic` and `all`. */
export const CORPORA = Object.keys(loaders)

const cache = new Map()

/**
 * @param {string} name  one of CORPORA, `synthetic`, or `all` (every corpus one after the other)
 * @returns {Row[]}
 * @throws {Error} the corpora are absent
 */
export function corpus(name) {
  const known = cache.get(name)
  if (known) return known
  const rows = name === 'synthetic' ? synthetic('background', 40_000) : fromDisk(name)
  cache.set(name, rows)
  return rows
}

function fromDisk(name) {
  const root = corporaRoot()
  if (!root) throw new Error('the corpora are absent')
  if (name === 'all') return CORPORA.filter((n) => n !== 'ni-definition' && n !== 'sgd-turns').flatMap((n) => corpus(n))
  if (!Object.hasOwn(loaders, name)) throw new Error(`no corpus called ${name}`)
  return loaders[name](join(root, 'clean'))
}

/** Every file under a folder whose name has this ending, in order of name. */
export function files(root, folder, ending) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(root, folder, String(name)))
    .filter((path) => path.endsWith(ending) && statSync(path).isFile())
    .sort()
}

// One published file holds a bare NaN, which Python writes and JSON does not know.
const json = (path) => JSON.parse(readFileSync(path, 'utf8').replace(/^(\s*)NaN(,?)$/gm, '$1null$2'))

function jsonLines(path) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))
}

const lines = (root, folder, wanted = () => true) => files(root, folder, '.jsonl').filter(wanted).flatMap(jsonLines)
const values = (root, folder) => files(root, folder, '.json').flatMap(json)
const joined = (instruction, input) => (input ? `${instruction}\n${input}` : instruction)

/** One row, or none where either side is missing. */
function pair(prompt, answer, before = {}) {
  if (typeof prompt !== 'string' || typeof answer !== 'string') return []
  return prompt.trim() && answer.trim() ? [{ ...before, prompt: prompt.trim(), answer: answer.trim() }] : []
}

function instructions(root, ask) {
  return files(root, 'natural-instructions-en', '.json').flatMap((path) => {
    const { Definition, Instances } = json(path)
    return Instances.flatMap(({ input, output }) => pair(ask([Definition].flat()[0], input), [output].flat()[0]))
  })
}

/** Dialogues cut every `width` turns, so that no turn stands in two rows. */
function dialogues(root, width) {
  return files(root, 'sgd-dstc8', '.json')
    .flatMap(json)
    .flatMap(({ turns }) => {
      const said = (turns ?? []).map((t) => ({ role: t.speaker === 'USER' ? 'user' : 'assistant', text: t.utterance }))
      const rows = []
      for (let i = 0; i + width <= said.length; i += width) rows.push(...conversation(said.slice(i, i + width)))
      return rows
    })
}

function medical(root) {
  const loose = files(root, 'huatuo-medical-zh/data', '.json').flatMap(jsonLines)
  const listed = json(join(root, 'huatuo-medical-zh/data-literature/liver_cancer.json'))
  const asked = json(join(root, 'huatuo-medical-zh/benchmark/question.json'))
  return [
    ...[...loose, ...listed].flatMap((r) => pair(joined(r.instruction, r.input), r.output)),
    ...asked.flatMap((r) => pair(r.question, r['ICD-10'])),
  ]
}

const ROLES = {
  human: 'user',
  user: 'user',
  gpt: 'assistant',
  assistant: 'assistant',
  function_call: 'assistant',
  system: 'system',
}

function demos(root) {
  const folder = 'llama-factory-demo/data'
  const rows = [...files(root, folder, '.json').flatMap(json), ...lines(root, folder)]
  return rows.flatMap((r) => {
    if (typeof r.instruction === 'string') return pair(joined(r.instruction, r.input), r.output)
    const said =
      r.messages ?? r.chosen_messages ?? (r.conversations && [...r.conversations, ...[r.chosen ?? []].flat()])
    return said ? conversation(said.map(spoken)) : []
  })
}

function spoken(turn) {
  const content = turn.value ?? turn.content
  const text = Array.isArray(content)
    ? content.map((c) => (c.type === 'text' ? c.value : `<${c.type}>`)).join('')
    : content
  const role = turn.from ?? turn.role
  return { role: Object.hasOwn(ROLES, role) ? ROLES[role] : 'tool', text: String(text ?? '') }
}

/** The last question with its answer; what stood before becomes turns and system. */
function conversation(said) {
  const system = said[0]?.role === 'system' ? said[0].text : undefined
  const turns = system === undefined ? said : said.slice(1)
  const at = turns.findLastIndex((t, i) => t.role === 'assistant' && turns[i - 1]?.role === 'user')
  if (at < 1) return []
  const before = { ...(system ? { system } : {}), ...(at > 1 ? { turns: turns.slice(0, at - 1) } : {}) }
  return pair(turns[at - 1].text, turns[at].text, before)
}
