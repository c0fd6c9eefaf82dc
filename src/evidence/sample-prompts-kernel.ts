/** The same as `samplePromptsOf` as WebAssembly, whose source is `kernel/prompts.ts`, in a memory that goes with it. */
import { PLAIN_COUNT } from '../model/observation.ts'
import { mix } from '../sketches/hash.ts'
import { startProgram } from '../sketches/program.ts'
import { listedPostings } from './postings.ts'
import { PROMPTS_PROGRAM } from './prompts-program.ts'
import type { SamplePrompts } from './sample-prompts.ts'
import { rememberZone, type Zone, zoneBounds } from './zones.ts'

const LINE = 64 // bytes that a processor fetches at once
const MOST_BYTES = 1 << 30 // of addresses, most of which are never written; more is left to TypeScript
const HEAD = 1 << 10 // where the program has its own

// Numbers of a cell of words, and of one of pairs; the same: kernel/prompt-lists.ts.
const [CELL, PAIR] = [4, 2]

interface Exports {
  begin(...places: readonly number[]): void
  add(zone: number, length: number, disguised: number): void
  list(starts: number, holders: number): number
  weighted(...places: readonly number[]): void
  nearest(ids: number, length: number, self: number, out: number): number
  cellMask(): number
  likeness(): number
  compare(ids: number, length: number, words: number, pool: number, common: number, likest: number): void
  closing(tokens: number): number
}

/**
 * @param fewest  tokens for which the program is worth its start
 * @returns undefined where there is no WebAssembly, or the records are too few or too many for it
 */
export function samplePromptsInKernel(
  records: readonly Uint32Array[],
  zone: Zone,
  fewest: number,
): SamplePrompts | undefined {
  const disguisedIn = (record: Uint32Array): number => (zone === 'last' ? record[PLAIN_COUNT] : 0)
  let most = 0 // tokens
  let longest = 0
  for (const record of records) {
    const [from, to] = zoneBounds(record, zone)
    most += to - from
    longest = Math.max(longest, to - from + disguisedIn(record) * 2)
  }
  if (most < fewest) return undefined
  const pairSlots = 2 ** Math.ceil(Math.log2(Math.max(1024, (most + records.length) * 1.5)))
  const cells = 2 ** Math.ceil(Math.log2(Math.max(1024, most / 8)))
  let end = HEAD
  const room = (numbers: number): number => {
    const at = end
    end += Math.ceil((numbers * 4) / LINE) * LINE
    return at
  }
  const at = {
    zone: room(longest),
    tokens: room(most),
    lengths: room(records.length),
    hashes: room(records.length),
    ids: room(most),
    idEnds: room(records.length),
    words: room(most),
    lasts: room(most),
    counts: room(most),
    starts: room(most + 1),
    prompts: room(most),
    pairs: room(pairSlots * PAIR),
    weights: room(most * 2),
    norms: room(records.length * 2),
    scores: room(records.length * 2),
    touched: room(records.length + 1),
    likest: room(records.length * 2),
    kinds: room(records.length),
    found: room(4),
    asked: room(most),
    cells: room(Math.max(cells, most * 4 + 4) * CELL),
  }
  if (end > MOST_BYTES) return undefined
  const started = startProgram<Exports>(PROMPTS_PROGRAM, end)
  if (started === undefined) return undefined
  const { memory, exports: program } = started
  const all = new Uint32Array(memory.buffer)
  program.begin(
    ...[at.tokens, at.lengths, at.hashes, at.ids, at.idEnds, at.words, at.lasts, at.counts],
    ...[at.cells, cells, at.pairs, pairSlots],
  )
  for (const record of records) {
    const [from, to] = zoneBounds(record, zone)
    const disguised = disguisedIn(record)
    all.set(record.subarray(from, to + disguised * 2), at.zone / 4)
    program.add(at.zone, to - from, disguised)
  }
  const count = program.list(at.starts, at.prompts)
  const numbers = (place: number, length: number): Uint32Array => all.subarray(place / 4, place / 4 + length)
  const [lengths, idEnds] = [numbers(at.lengths, records.length), numbers(at.idEnds, records.length)]
  let next = at.tokens
  const prompts = records.map((record, prompt) => {
    const tokens = numbers(next, lengths[prompt])
    next += lengths[prompt] * 4
    rememberZone(record, zone, tokens)
    return tokens
  })
  const mask = program.cellMask()
  const [pairs, words] = [numbers(at.pairs, pairSlots * PAIR), numbers(at.cells, (mask + 1) * CELL)]
  const starts = numbers(at.starts, count + 1)
  const ids = numbers(at.ids, starts[count])
  return {
    prompts,
    hashes: numbers(at.hashes, records.length),
    postings: listedPostings(prompts, {
      idOf: (token) => words[placeOf(words, CELL, mask, mix(token), token) + 1] - 1,
      idsOf: (prompt) => ids.subarray(prompt === 0 ? 0 : idEnds[prompt - 1], idEnds[prompt]),
      starts,
      prompts: numbers(at.prompts, starts[count]),
      tokens: numbers(at.words, count),
    }),
    likest(weights) {
      new Float64Array(memory.buffer).set(weights, at.weights / 8)
      program.weighted(at.weights, at.norms, at.scores, at.touched, at.kinds)
      const bytes = new Uint8Array(memory.buffer)
      const found = new Float64Array(memory.buffer, at.found, 2)
      return {
        nearest(ids, kinds, self) {
          bytes.set(kinds, at.kinds)
          all.set(ids, at.asked / 4)
          const prompt = program.nearest(at.asked, ids.length, self, at.found)
          return { inside: found[0], outside: found[1], prompt: prompt | 0 }
        },
      }
    },
    jaccards(rows, pool) {
      const likest = new Float64Array(memory.buffer, at.likest, pool).fill(0)
      for (const { ids, words } of rows) {
        all.set(ids, at.asked / 4)
        program.compare(at.asked, ids.length, words, pool, at.touched, at.likest)
      }
      return likest.slice()
    },
    closes(pair, self) {
      const owner = pairs[placeOf(pairs, PAIR, pairSlots - 1, pair, pair) + 1]
      return owner !== 0 && owner !== self + 1
    },
    closing: program.closing(at.tokens),
    likeness: program.likeness(),
  }
}

/** Where a hash stands, or would: its number or owner comes next, 0 where there is none. */
function placeOf(table: Uint32Array, size: number, mask: number, first: number, hash: number): number {
  let place = (first & mask) * size
  while (table[place + 1] !== 0 && table[place] !== hash) place = (place + size) & (size * (mask + 1) - 1)
  return place
}
