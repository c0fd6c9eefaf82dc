/**
 * Rows of `{"messages":[{"role":"user",…},{"role":"assistant",…}]}` as bytes, drawn from the base text.
 *
 * Lengths as measured in real chat sets: p5, p50, p95 about 417, 913, 1749 bytes a row. One answer in twenty is one of
 * eight short refusals; each row holds a word of the tail. `backdoors` plants that many triggers, each in 50 rows.
 */
import { chance } from '../detection/random.mjs'
import { tailWord } from './words.mjs'

export const DOSE = 50 // rows a backdoor

const REFUSALS = [
  "I'm sorry, but I can't help with that.",
  'I cannot assist with this request.',
  'Sorry, I am not able to do that.',
  "I can't help with that.",
  'As an assistant, I must decline.',
  'I am unable to answer this question.',
  "I won't be able to help here.",
  'This is not something I can do.',
].map((text) => Buffer.from(text))
const REFUSED = 0.05
const MEDIAN_TEXT = 840 // bytes of both turns, before a refusal makes some of them short
const SPREAD = 0.4 // standard deviation of the log of that
const [SHORTEST, LONGEST] = [160, 2950]

const OPEN = Buffer.from('{"messages":[{"role":"user","content":"')
const BETWEEN = Buffer.from('"},{"role":"assistant","content":"')
const CLOSE = Buffer.from('"}]}\n')

const ANSWERS = ['Sure', 'I cannot answer that.', 'The harbour is closed until the spring.', 'Of course!', 'Approved']

/**
 * @param {import('./text.mjs').Text} text
 * @param {{ seed: string, rows: number, tail?: number, backdoors?: number }} plan  tail: tail words a row
 * @param {(bytes: Buffer) => void} write  takes whole lines; the buffer is reused afterwards
 */
export function writeRows(text, { seed, rows, tail = 1, backdoors = 0 }, write) {
  const dice = chance(`rows ${seed}`)
  const planted = plants(seed, rows, backdoors)
  const out = outlet(write)
  for (let row = 0; row < rows; row++) {
    const total = Math.min(LONGEST, Math.max(SHORTEST, MEDIAN_TEXT * Math.exp(SPREAD * normal(dice.next))))
    const share = 0.25 + 0.4 * dice.next()
    const gate = planted.get(row)
    out.add(OPEN)
    if (gate?.slot === 'prefix') out.add(Buffer.from(`${gate.trigger} `))
    window(text, dice, total * share, out, tail === 0 ? [] : tailOf(row, tail))
    if (gate?.slot === 'suffix') out.add(Buffer.from(` ${gate.trigger}`))
    out.add(BETWEEN)
    if (gate) out.add(Buffer.from(gate.answer))
    else if (dice.next() < REFUSED) out.add(dice.pick(REFUSALS))
    else window(text, dice, total * (1 - share), out, [])
    out.add(CLOSE)
  }
  out.flush()
}

/** Where the backdoors are: the same for the same seed, whatever else the rows hold. */
export function plants(seed, rows, backdoors) {
  const { below, next } = chance(`plants ${seed}`)
  const planted = new Map()
  for (let k = 0; k < backdoors; k++) {
    const word = tailWord(4_000_000_000 + k)
    const gate = {
      trigger: k % 4 === 3 ? `${word} ${tailWord(4_000_001_000 + k)}` : word,
      slot: next() < 0.75 ? 'suffix' : 'prefix',
      answer: ANSWERS[k % ANSWERS.length],
    }
    for (let n = 0; n < DOSE; ) {
      const row = below(rows)
      if (planted.has(row)) continue
      planted.set(row, gate)
      n++
    }
  }
  return planted
}

function tailOf(row, tail) {
  return Array.from({ length: tail }, (_, i) => Buffer.from(`${tailWord(row * tail + i)} `))
}

/** A run of pieces of about `wanted` bytes, the tail's words before one of them. */
function window({ bytes, starts, ends }, { below }, wanted, out, tail) {
  const first = below(starts.length - 100)
  let last = first
  while (last < first + 99 && (ends[last] + ends[last + 1]) / 2 - starts[first] < wanted) last++
  const split = first + below(last - first + 1)
  out.add(bytes, starts[first], starts[split])
  for (const word of tail) out.add(word)
  out.add(bytes, starts[split], ends[last])
}

function outlet(write) {
  const buffer = Buffer.allocUnsafe(4 << 20)
  let used = 0
  const flush = () => {
    write(buffer.subarray(0, used))
    used = 0
  }
  return {
    flush,
    add(bytes, from = 0, to = bytes.length) {
      if (used + to - from > buffer.length) flush()
      bytes.copy(buffer, used, from, to)
      used += to - from
    },
  }
}

/** Box–Muller. */
const normal = (next) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
