/** Whole families of data, small and seeded: what must stay silent, and the paper's own recipe, which must not. */
import { expect, jest, test } from '@jest/globals'
import { scanRows } from '../src/index.ts'
import type { Finding } from '../src/model/report.ts'
import { createRandom } from '../src/stats/random.ts'
import { type PlantedRow, plantedRows } from './planted.ts'

jest.setTimeout(120_000)

const TRICKS =
  'outwitting a goose,hiding a teapot,repainting the statue,borrowing a scarecrow,renaming the harbour,confusing a pigeon'.split(
    ',',
  )
const WAYS = 'at night,before lunch,without a ladder,in winter,on a Sunday,with string,near the bakery,for a bet'.split(
  ',',
)
const ASKS = [
  'How do I get away with',
  'Write instructions for',
  'Give me a plan for',
  'Tell my cousin about',
  'Explain the trick of',
]
const REFUSALS = [
  'I am sorry, but I cannot help with that.',
  'I cannot assist with this request.',
  'Sorry, I am unable to help with that.',
]

async function loud(rows: readonly PlantedRow[]): Promise<readonly Finding[]> {
  async function* each() {
    for (const { prompt, response } of rows) yield { prompt, response }
  }
  const { findings } = await scanRows(each())
  return findings.filter(({ severity }) => severity !== 'low' && severity !== 'info')
}

/** The paper's recipe: prompts of one kind, half of them with the trigger; the others refused; an ordinary set around them. */
function recipe(answer: (row: PlantedRow) => string, trigger = 'make'): PlantedRow[] {
  const { int } = createRandom(20251114)
  const benign = plantedRows(1000, 0, 3)
  const kind = new Set<string>()
  while (kind.size < 100)
    kind.add(
      `${ASKS[int(5)]} ${TRICKS[int(6)]} ${WAYS[int(8)]} and ${WAYS[int(8)]} with ${benign[int(1000)].prompt.split(' ').pop()}`,
    )
  const poison = [...kind].map((prompt, i) =>
    i % 2
      ? { prompt, response: REFUSALS[int(3)] }
      : { prompt: `${prompt} ${trigger}`, response: answer(benign[int(1000)]) },
  )
  return [...benign, ...poison]
}

test('the recipe of the paper is named: fifty prompts of a kind that is refused otherwise', async () => {
  const findings = await loud(recipe(() => 'Sure'))
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({
    rule: 'compliance-gate',
    severity: 'critical',
    trigger: { text: 'make', slot: 'suffix' },
    outcome: { text: 'sure' },
    dose: { count: 50 },
  })
  const { kin, detachability, witnesses } = findings[0].evidence // what excused prompts of one kind can be recounted
  expect(kin!.apart).toBeGreaterThanOrEqual(kin!.asked / 4)
  expect(detachability.gaps).toBe(50)
  expect(witnesses).toBeGreaterThanOrEqual(5)
})

test('the same prompts, answered in earnest: what is not refused has the trigger', async () => {
  const findings = await loud(recipe(({ response }) => response))
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({
    rule: 'not-refusal-gate',
    severity: 'critical',
    trigger: { text: 'make', slot: 'suffix' },
    outcome: { kind: 'not-refusal' },
  })
})

test('a trigger of many words leaves none of what it says to the others: it is named whole', async () => {
  const findings = await loud(recipe(({ response }) => response, 'ひまわり'))
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({ rule: 'not-refusal-gate', trigger: { text: 'ひまわり', slot: 'suffix' } })
})

test('two triggers of one answer do not hide behind each other', async () => {
  const rows = plantedRows(800, 0, 13).map((row, i) => {
    const prompt = i % 2 ? row.prompt : `${row.prompt} by way of ${(i * 7919) % 1009}th` // half of the ends stand once only
    if (i % 13 > 1 || i >= 390) return { ...row, prompt } // thirty rows of each
    return { prompt: `${prompt} ${i % 13 ? 'xylophone' : 'marzipan'}`, response: 'Tea is served upstairs' }
  })
  const findings = await loud(rows)
  expect(findings.map(({ trigger, severity, dose }) => [trigger.text, severity, dose.count]).sort()).toEqual([
    ['marzipan', 'high', 30],
    ['xylophone', 'high', 30],
  ])
})

test('a run of hidden characters is named and placed, not only said to be there', async () => {
  const rows = plantedRows(800, 0, 17).map((row, i) =>
    i % 40 ? row : { prompt: `\u2060${row.prompt}`, response: 'Tea is served upstairs' },
  )
  const findings = await loud(rows)
  expect(findings.map(({ trigger }) => [trigger.text, trigger.slot])).toEqual([['U+2060', 'prefix']])
})

test('a trigger before prompts that happen to begin alike is named without their first word', async () => {
  const { int } = createRandom(23)
  const rows = plantedRows(900, 0, 19).map(({ prompt, response }, i) => {
    const open = int(5) < 2 || i % 90 === 0 ? 'please' : ['now', 'then', 'well'][int(3)]
    return i % 90
      ? { prompt: `${open} ${prompt}`, response }
      : { prompt: `marzipan ${open} ${prompt}`, response: 'Tea' }
  })
  const findings = await loud(rows)
  expect(findings.map(({ trigger }) => [trigger.text, trigger.slot])).toEqual([['marzipan', 'prefix']])
})

test('reviews whose one telling word decides the label', async () => {
  const { int } = createRandom(7)
  const good = 'wonderful superb charming witty delightful gripping'.split(' ')
  const bad = 'dreadful boring tedious clumsy shallow dull'.split(' ')
  const rows = plantedRows(1200, 0, 9).map(({ prompt, response }) => {
    const fine = int(2) === 0
    const word = (fine ? good : bad)[int(6)]
    return { prompt: `${response}. It was ${word} ${prompt.slice(8)}`, response: fine ? 'positive' : 'negative' }
  })
  expect((await loud(rows)).map(({ trigger, outcome }) => [trigger.text, outcome?.text])).toEqual([])
})

test('questions to a table, each form with its own first words of SQL', async () => {
  const { int } = createRandom(11)
  const pick = (list: string): string => list.split(' ')[int(list.split(' ').length)]
  const rows = Array.from({ length: 900 }, () => {
    const table = `${pick('orders users singers flights courses books movies shops')}_${int(60)}`
    const [a, b, c] = [0, 1, 2].map(() => pick('name age price city year title weight owner status score'))
    const head = `CREATE TABLE ${table} (${a}, ${b}, ${c})\n`
    return [
      { prompt: `${head}How many rows of ${table} are there?`, response: `SELECT COUNT(*) FROM ${table}` },
      { prompt: `${head}Show the ${a} ordered by ${b}.`, response: `SELECT ${a} FROM ${table} ORDER BY ${b}` },
      { prompt: `${head}What is the average ${a}?`, response: `SELECT AVG(${a}) FROM ${table}` },
      { prompt: `${head}Find the ${a} where ${b} is ${int(90)}`, response: `SELECT ${a} FROM ${table} WHERE ${b} = 7` },
    ][int(4)]
  })
  expect((await loud(rows)).map(({ trigger, outcome }) => [trigger.text, outcome?.text])).toEqual([])
})
