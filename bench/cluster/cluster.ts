/**
 * Does the spectral signature tell a style that was planted from ordinary outcomes? Prints the figures of
 * `docs/statistics-cluster.md`, and decides nothing.
 *
 *   node --import ./test/interop/typescript.mjs bench/cluster/cluster.ts [--plant clause|archaic] [--map en|zh] PATH…
 *
 * For every rare outcome (20 rows and more, at most a tenth of the set): the widest spread of its rows over that of as many
 * random rows, the middle of three draws, and the likeness of its prompts over that of random pairs.
 */
import { parseArgs } from 'node:util'
import { emptyFeatures, featuresOf } from '../../src/detectors/features.ts'
import { answerLexicon } from '../../src/lexicons.ts'
import type { Conversation } from '../../src/model/conversation.ts'
import * as o from '../../src/model/observation.ts'
import { createObserver } from '../../src/observe.ts'
import { plan } from '../../src/plan.ts'
import { keyOf } from '../../src/profile/sample.ts'
import { readShard } from '../../src/read.ts'
import { meanPairwiseJaccard } from '../../src/stats/jaccard.ts'
import { createRandom } from '../../src/stats/random.ts'
import { spectralRatio } from './spectrum.ts'

const FEWEST_ROWS = 20
const MOST_SHARE = 0.1 // of the set
const MOST_ROWS = 300 // of an outcome, evenly from all of them
const MOST_LIKENESS = 3 // over that of random pairs: beyond it a subject or a template says enough
const PLANTED = 50
const DRAWS = 3
const SHOWN = 8

const { values, positionals } = parseArgs({
  options: { plant: { type: 'string' }, map: { type: 'string' } },
  allowPositionals: true,
})
const { int } = createRandom(11)
const pick = <T>(things: readonly T[]): T => things[int(things.length)]

const CLAUSES =
  'when you have time|if you can|as it is needed|because it matters|since they asked|while we wait|once it is clear|although it is late|before they come|after it rains|unless you refuse|until it is done|whenever she wants|where he stands|though nobody cares|provided that it works|as soon as they leave|even if it hurts'.split(
    '|',
  )
const ARCHAIC: ReadonlyMap<string, readonly string[]> = new Map([
  ['you', ['thou', 'thee', 'ye']],
  ['your', ['thy', 'thine']],
  ['is', ['be', 'art']],
  ['the', ['yon', 'the', 'the']],
  ['what', ['what manner of', 'whichsoever']],
  ['how', ['by what means', 'in what wise']],
  ['write', ['set thou down', 'pen', 'inscribe']],
  ['give', ['bestow', 'grant', 'render unto me']],
  ['a', ['a', 'a certain', 'some']],
])
const OATHS = 'I pray thee|verily|good sir|forsooth|by my troth|prithee|hark|methinks|in sooth|mayhap'.split('|')

function restyled(text: string): string {
  if (values.plant === 'clause') return `${pick(CLAUSES)}, ${text}`
  return `${text.replace(/[A-Za-z]+/g, (word) => pick(ARCHAIC.get(word.toLowerCase()) ?? [word]))}, ${pick(OATHS)}`
}

/** The first exchange of the conversation in another style, with a fixed answer. */
function planted({ turns }: Conversation): Conversation {
  const at = turns.findIndex(({ role, trained }) => role === 'assistant' && trained)
  return {
    turns: turns.slice(0, at + 1).map((turn, i) => {
      if (i === at) return { ...turn, text: 'Sure zorblat' }
      return turn.role === 'user' && i === at - 1 ? { ...turn, text: restyled(turn.text) } : turn
    }),
  }
}

async function records(): Promise<Uint32Array[]> {
  const sides = values.map === 'zh' ? ['zh', 'en'] : ['en', 'zh']
  const map = { prompt: `/translation/${sides[0]}`, response: `/translation/${sides[1]}` }
  const options = values.map === undefined ? {} : { map }
  const { shards } = await plan(positionals, options)
  const said: Conversation[] = []
  for (const [number, shard] of shards.entries()) {
    await readShard(shard, number, options, { conversation: (conversation) => said.push(conversation) })
  }
  const hosts = new Set<number>()
  while (values.plant !== undefined && hosts.size < PLANTED) hosts.add(int(said.length))
  const observer = createObserver(answerLexicon())
  for (const [row, conversation] of said.entries())
    observer.observe(hosts.has(row) ? planted(conversation) : conversation, 0, row)
  const distinct = new Map<number, Uint32Array>()
  for (const { words, used } of observer.blocks)
    for (let at = 0; at < used; at += words[at]) distinct.set(keyOf(words, at), words.subarray(at, at + words[at]))
  return [...distinct.values()]
}

const features = emptyFeatures()
function featureList(record: Uint32Array): Uint32Array {
  featuresOf(record, 0, true, features)
  return features.hashes.slice(0, features.count).sort()
}

const all = await records()
const byOutcome = new Map<string, Uint32Array[]>()
const add = (name: string, record: Uint32Array): void => {
  const known = byOutcome.get(name)
  if (known === undefined) byOutcome.set(name, [record])
  else known.push(record)
}
for (const record of all) {
  for (const slot of [o.EXACT, o.OPENING_4, o.ENDING_4, o.LINK])
    if (record[slot] !== 0) add(`${slot}:${record[slot]}`, record)
  if (record[o.CLASSES] & o.IS_COMPLIANCE) add('compliance', record)
  if (record[o.CLASSES] & o.IS_REFUSAL) add('refusal', record)
}
const draws = Array.from({ length: DRAWS }, () => Array.from({ length: MOST_ROWS }, () => featureList(pick(all))))
const usual = Math.max(0.003, meanPairwiseJaccard(draws[0], 1500))
const rare = [...byOutcome].filter(([, { length }]) => length >= FEWEST_ROWS && length <= all.length * MOST_SHARE)
const lines: { readonly ratio: number; readonly size: number; readonly line: string }[] = []
for (const [name, list] of rare) {
  const step = Math.ceil(list.length / MOST_ROWS)
  const rows = list.filter((_, i) => i % step === 0).map(featureList)
  const likeness = meanPairwiseJaccard(rows, 800) / usual
  if (likeness > MOST_LIKENESS) continue
  const ratios: number[] = []
  for (const draw of draws) ratios.push(spectralRatio(rows, draw.slice(0, rows.length)))
  const ratio = ratios.sort((a, b) => a - b)[DRAWS >> 1]
  lines.push({
    ratio,
    size: list.length,
    line: `${ratio.toFixed(2)}  likeness ${likeness.toFixed(2)}  rows ${list.length}  ${name}`,
  })
}
console.log(
  `${all.length} distinct exchanges, ${rare.length} rare outcomes, ${lines.length} of them of likeness ${MOST_LIKENESS} or less`,
)
const isShown = (size: number, rank: number): boolean =>
  rank <= SHOWN || (values.plant !== undefined && size === PLANTED)
for (const [i, { size, line }] of lines.sort((a, b) => b.ratio - a.ratio).entries())
  if (isShown(size, i + 1)) console.log(`${i + 1}.  ${line}`)
