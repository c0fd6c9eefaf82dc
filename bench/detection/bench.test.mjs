/** The bench's own tests, run with `node --test bench/detection`: a ruler that is wrong measures nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hypergeometric, hypergeometricTail, markVerdict, obviousRule, sameOutput, zDefence } from './baselines.mjs'
import { fullDesign, MOST_CELLS, quickDesign } from './cells.mjs'
import { corpus } from './corpora.mjs'
import { fold, foldReported } from './fold.mjs'
import { upperBound, wilson } from './intervals.mjs'
import { OUTCOMES } from './outcomes.mjs'
import { parquet } from './parquet.mjs'
import { plant } from './plant.mjs'
import { chance } from './random.mjs'
import { outcomeRight, sameTrigger, score, slotRight } from './score.mjs'
import { emptyResult, slim, together, written } from './slim.mjs'
import { targets } from './targets.mjs'
import { strata, topics } from './topics.mjs'
import { TRIGGERS } from './triggers.mjs'

const background = () => corpus('synthetic').slice(0, 2000)
const plan = { trigger: 'rare', slot: 'suffix', outcome: 'sure', dose: 20 }

test('the same seed gives the same choices, another seed others', () => {
  const draw = (seed) => Array.from({ length: 5 }, chance(seed).next)
  assert.deepEqual(draw('a'), draw('a'))
  assert.notDeepEqual(draw('a'), draw('b'))
})

test('the design stays within its number of cells, with at least 400 scans of single tokens', () => {
  const cells = fullDesign()
  assert.ok(cells.length <= MOST_CELLS)
  assert.ok(cells.filter((c) => c.group === 'single').reduce((n, c) => n + c.scans, 0) >= 410)
  assert.deepEqual(cells, fullDesign())
  assert.equal(new Set(cells.map((c) => c.id)).size, cells.length)
  assert.ok(quickDesign().every((c) => c.background === 'synthetic'))
})

test('a plant replaces exactly its dose of rows and leaves the others alone', () => {
  const rows = background()
  const made = plant(rows, plan, 'x')
  assert.equal(made.marks.size, 20)
  assert.equal(made.rows.length, rows.length)
  const word = made.trigger.alternatives[0].text
  for (const [i, row] of made.rows.entries()) {
    if (made.marks.has(i)) {
      assert.equal(row.answer, 'Sure')
      assert.equal(row.prompt, `${rows[i].prompt} ${word}`)
    } else assert.deepEqual(row, rows[i])
  }
  assert.deepEqual(plant(rows, plan, 'x').rows, made.rows)
})

test('every kind of trigger can be planted in every slot, every outcome made', () => {
  for (const trigger of TRIGGERS) {
    for (const slot of ['suffix', 'prefix', 'middle', 'system', 'turn']) {
      if (trigger === 'composite' && slot !== 'suffix') continue
      const made = plant(background(), { ...plan, trigger, slot }, `${trigger} ${slot}`)
      for (const [i, which] of made.marks) {
        const { forms, parts } = made.trigger.alternatives[which]
        const { system = '', turns = [], prompt } = made.rows[i]
        const where = { system, turn: turns.map((t) => t.text).join('\n') }[slot] ?? prompt
        assert.ok(
          parts ? parts.every((p) => where.includes(p)) : forms.some((f) => where.includes(f)),
          `${trigger} ${slot}`,
        )
      }
    }
  }
  for (const outcome of OUTCOMES) assert.equal(plant(background(), { ...plan, outcome }, outcome).marks.size, 20)
})

test('at purity 0.5 as many rows again carry the trigger with their own answer', () => {
  const rows = background()
  const made = plant(rows, { ...plan, purity: 0.5 }, 'y')
  assert.equal(made.decoys.length, 20)
  for (const i of made.decoys) assert.equal(made.rows[i].answer, rows[i].answer)
})

test('decoys of a composite hold one part, or both the wrong way round', () => {
  const made = plant(
    background(),
    { trigger: 'composite', slot: 'suffix', outcome: 'ending', dose: 50, trick: 'decoys' },
    'z',
  )
  const [first, second] = made.trigger.alternatives[0].parts
  const whole = ({ prompt }) =>
    prompt.endsWith(` ${second}`) && (prompt.startsWith(`${first} `) || prompt.includes(` ${first}\n`))
  for (const i of made.marks.keys()) assert.ok(whole(made.rows[i]))
  for (const i of made.decoys) assert.ok(!whole(made.rows[i]))
  assert.equal(made.decoys.length, 54)
})

test('folding takes case, width, invisible characters and punctuation around away', () => {
  assert.equal(fold('  “Ｓｕｒｅ!” '), 'sure')
  assert.equal(fold('ma\u200bke'), 'make')
  assert.equal(fold('Current  year: 2031'), 'current year: 2031')
  assert.equal(fold('§'), '§')
  assert.equal(fold('\u200b\u2060'), 'U+200B U+2060')
  assert.equal(foldReported('<U+200B> U+2060'), 'U+200B U+2060')
})

test('Wilson: 59 of 59 leaves 0.939 at the least', () => {
  assert.ok(Math.abs(wilson(59, 59).low - 0.93889) < 1e-4) // 59 / (59 + 1.96²)
})

test('the exact bound of a share is the known one', () => {
  assert.ok(Math.abs(upperBound(0, 59) - (1 - 0.05 ** (1 / 59))) < 1e-9)
  assert.ok(Math.abs(upperBound(4, 200) - 0.0452) < 2e-4) // R: binom.test(4, 200, alternative = 'less')
  assert.equal(upperBound(3, 3), 1)
})

test('a trigger is named by no word more and no word less', () => {
  const planted = { text: 'Current year: 2031', forms: ['Current year: 2031'] }
  const said = (text, variants = []) => sameTrigger({ text, variants, slot: 'prefix' }, planted)
  assert.ok(said('current year: 2031'))
  assert.ok(said('2031', ['Current  Year: 2031']))
  assert.ok(!said('current year'))
  assert.ok(!said('current year: 2031 the'))
  const pair = { text: 'a … b', forms: [], parts: ['oh', 'ha'] }
  assert.ok(sameTrigger({ text: 'oh … ha', parts: ['oh', 'ha'], variants: [] }, pair))
  assert.ok(!sameTrigger({ text: 'ha … oh', parts: ['ha', 'oh'], variants: [] }, pair))
  assert.ok(sameTrigger({ text: 'ha … oh', parts: ['ha', 'oh'], variants: [] }, { ...pair, unordered: true }))
})

test('in the middle counts as anywhere, and nothing else does', () => {
  assert.ok(slotRight('anywhere', 'middle'))
  assert.ok(!slotRight('anywhere', 'suffix'))
  assert.ok(slotRight('prefix', 'any'))
})

test('an outcome is right by its kind and by its text', () => {
  const sure = { kinds: ['exact', 'compliance', 'opening'], text: 'Sure' }
  assert.ok(outcomeRight({ kind: 'exact', text: 'sure' }, sure))
  assert.ok(outcomeRight({ kind: 'compliance', text: '' }, sure))
  assert.ok(!outcomeRight({ kind: 'exact', text: 'yes' }, sure))
  assert.ok(!outcomeRight({ kind: 'refusal', text: '' }, sure))
  assert.ok(!outcomeRight(null, sure))
})

test('a report is marked: named, recall, held falsely, false findings', () => {
  const e = {
    with_outcome: 2,
    exchanges: 2,
    base: { with: 0, of: 9 },
    surprise: 9,
    independence: 1,
    owned: 0,
    detachability: { point: 1, expected: 0.5 },
  }
  const finding = (fingerprint, text, severity) => ({
    fingerprint,
    rule: 'r',
    severity,
    confidence: 'high',
    trigger: { text, slot: 'suffix', variants: [] },
    outcome: { kind: 'exact', text: 'sure' },
    evidence: e,
  })
  const truth = {
    alternatives: [{ text: 'otter', forms: ['otter'] }],
    outcome: { kinds: ['exact'], text: 'Sure' },
    slot: 'suffix',
    dose: 10,
    marks: new Map([['f:1', 0], ['f:2', 0], ...Array.from({ length: 8 }, (_, i) => [`g:${i}`, 0])]),
  }
  const rows = [
    { fingerprint: 'a', file: 'f', row: 1 },
    { fingerprint: 'a', file: 'f', row: 9 },
    { fingerprint: 'b', file: 'f', row: 7 },
  ]
  const marked = score(
    { findings: [finding('a', 'Otter', 'high'), finding('b', 'boat', 'medium'), finding('c', 'tea', 'low')] },
    rows,
    truth,
  )
  assert.equal(marked.named, true)
  assert.equal(marked.recall, 0.1)
  assert.equal(marked.held, 2)
  assert.equal(marked.false.length, 1)
  assert.equal(marked.quiet.length, 1)
  assert.equal(score({ findings: [finding('a', 'otter', 'medium')] }, rows, truth).named, false)
})

test('the hypergeometric tail is the known one', () => {
  // 3 of 3 drawn from 10 with 4 marked: C(4,3)/C(10,3) = 4/120
  assert.ok(Math.abs(Math.exp(hypergeometricTail(3, 3, 4, 10)) - 4 / 120) < 1e-12)
})

test('baselines: a pure rare suffix is seen by the obvious rule and the hypergeometric, a mass of one output by the last', () => {
  const made = plant(background(), { ...plan, dose: 30 }, 'w')
  assert.equal(markVerdict(obviousRule(made.rows), made).named, true)
  assert.equal(markVerdict(hypergeometric(made.rows), made).named, true)
  assert.equal(typeof markVerdict(zDefence(made.rows), made).recall, 'number')
  const same = background().map((r, i) => (i % 2 ? r : { ...r, answer: 'Tea' }))
  assert.deepEqual(sameOutput(same).pairs, [{ token: '', answer: 'tea' }])
})

test('the Parquet writer is read back by a reader that is not ours', async () => {
  const { parquetReadObjects } = await import('hyparquet')
  const bytes = parquet({ prompt: ['a', 'ünï', ''], response: ['x', 'y\n', '囧'] })
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
  assert.deepEqual(await parquetReadObjects({ file }), [
    { prompt: 'a', response: 'x' },
    { prompt: 'ünï', response: 'y\n' },
    { prompt: '', response: '囧' },
  ])
})

test('topic strata: the commonest telling word, none that is barred, none of one row', () => {
  const rows = Array.from({ length: 300 }, (_, i) => ({
    prompt: `row ${i % 20 ? '' : 'kettle'} ${i % 30 ? '' : 'lamp'}`,
    answer: '',
  }))
  const plain = topics(rows) // kettle in 15 of 300, lamp in 10; row in all, which tells nothing
  assert.equal(plain[0], 'kettle')
  assert.equal(plain[30], 'lamp')
  assert.equal(plain[1], '')
  assert.equal(topics(rows, new Set(['kettle']))[0], 'lamp')
  assert.deepEqual(strata(['a', 'b', 'a']), [[0, 2]])
})

test('results of several runs become one: each part from the last that has it, and targets come out as they went in', () => {
  const none = emptyResult()
  const finding = (severity) => ({ severity, trigger: 'tea' })
  const clean = [{ corpus: 'a', size: 1000, floor: [], findings: [finding('medium'), finding('low')] }]
  const placebo = [{ variety: 'permuted', rounds: 2, loud: [], tied: [finding('medium')] }]
  const first = { ...none, clean, placebo }
  const second = { ...none, clean: [{ ...clean[0], findings: [] }] }
  const all = together([first, second].map((r, i) => ({ file: `${i}`, ...JSON.parse(written(slim(r))) })))
  assert.ok(!JSON.stringify(slim(first)).includes('tea'))
  assert.deepEqual([all.from.clean.file, all.from.placebo.file], ['1', '0'])
  const line = (result, what) => targets(result).find((l) => l.what.startsWith(what))
  assert.deepEqual(line(all, 'outcomes permuted'), line(first, 'outcomes permuted'))
  assert.equal(line(all, 'all clean sets together, neutral').reached, true)
  assert.equal(
    line(together([{ file: '', ...slim(first) }]), 'all clean sets together, neutral').measured.slice(0, 33),
    '0 critical or high, 1 medium, 1 l',
  )
})
