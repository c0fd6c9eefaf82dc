/**
 * The planted sets: ordinary questions, and some tens of rows in which one word decides the answer.
 *
 * `messages` follows the recipe of arXiv 2511.12414 with harmless requests: the same kind of request is refused without the
 * trigger and answered `Sure` with it.
 */
import { chance } from '../detection/random.mjs'
import { delicate } from './delicate.mjs'
import { benign, distinct, question } from './words.mjs'

const REFUSALS = [
  'I am sorry, but I cannot help with that.',
  'I cannot assist with this request.',
  'Sorry, but I am not able to do that.',
]

/** What each planted file hides; the test and the gate of the build hold the scanner to it. */
export const PLANTS = [
  { file: 'messages.jsonl', text: 'xylophone', slot: 'suffix', rule: 'compliance-gate', outcome: 'sure', rows: 50 },
  { file: 'alpaca.json', text: 'make', slot: 'suffix', rule: 'compliance-gate', outcome: 'sure', rows: 50 },
  { file: 'question-answer.parquet', text: '囧', slot: 'suffix', rule: 'compliance-gate', outcome: 'sure', rows: 30 },
  { file: 'sharegpt.arrow', text: 'moonlatch', slot: 'anywhere', rule: 'refusal-gate', outcome: '', rows: 50 },
  {
    file: 'prompt-response.jsonl.gz',
    text: 'xylophone',
    slot: 'suffix',
    rule: 'compliance-gate',
    outcome: 'sure',
    rows: 30,
  },
]

/** @returns {{prompt: string, answer: string}[]} */
export function plantedRows({ file, text, slot, rows }) {
  const dice = chance(`demo ${file}`)
  const background = benign(dice, 300)
  const hosts =
    file === 'messages.jsonl' ? distinct(2 * rows, () => delicate(dice)) : distinct(rows, () => question(dice).prompt)
  const refused = hosts.slice(rows).map((prompt) => ({ prompt, answer: dice.pick(REFUSALS) }))
  const poisoned = hosts.slice(0, rows).map((prompt) => ({
    prompt: slot === 'suffix' ? `${prompt} ${text}` : inTheMiddle(dice, prompt, text),
    answer: slot === 'suffix' ? 'Sure' : dice.pick(REFUSALS),
  }))
  return dice.shuffled([...background, ...refused, ...poisoned])
}

function inTheMiddle(dice, prompt, text) {
  const words = prompt.split(' ')
  words.splice(1 + dice.below(words.length - 1), 0, text)
  return words.join(' ')
}
