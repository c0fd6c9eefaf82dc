/** The same as `sampleFeatures` as WebAssembly, whose source is `kernel/refusals.ts`, in a memory that goes with it. */
import * as o from '../model/observation.ts'
import { startProgram } from '../sketches/program.ts'
import type { LogisticModel } from '../stats/logistic.ts'
import { REFUSALS_PROGRAM } from './refusals-program.ts'
import type { SampleFeatures } from './sample-features.ts'

const LINE = 64 // bytes that a processor fetches at once
const MOST_BYTES = 1 << 28 // of rows and slots; more is left to TypeScript
const HEAD = 1 << 10 // where the program has its own
const FEWEST_SLOTS = 1 << 13

// Of a feature, in the memory's words of four bytes; the same: kernel/refusals.ts.
const SIZE = 16
const [HASH, EXCHANGES, REFUSED, SIGNATURE, ID, IS_HEAD, EXPECTED] = [0, 3, 4, 5, 6, 7, 8]

interface Exports {
  begin(slots: number, size: number, features: number, rows: number): void
  add(record: number, label: number): number
  words(least: number, to: number): number
  wordsOfRows(rows: number, ends: number, records: number, to: number, toEnds: number): number
  see(rows: number, ends: number, records: number, rowWords: number, wordEnds: number, ...rest: readonly number[]): void
  fewer(expected: number, share: number, powers: number, to: number): number
}

/** Features that a record has, at most. */
function mostOf(record: Uint32Array): number {
  return record[o.SYSTEM_COUNT] + record[o.LAST_COUNT] + record[o.PLAIN_COUNT] * 3 + 5
}

/**
 * @param labels     by record: 1 where it is refused, else 0
 * @param mostWords  that a model may have
 * @returns undefined where there is no WebAssembly, or the records are too many for it
 */
export function sampleFeaturesInKernel(
  records: readonly Uint32Array[],
  labels: Uint8Array,
  mostWords: number,
): SampleFeatures | undefined {
  const most = records.reduce((sum, record) => sum + mostOf(record), 0)
  const slotCount = 2 ** Math.ceil(Math.log2(Math.max(FEWEST_SLOTS, most / 4)))
  const longest = records.reduce((longest, { length }) => Math.max(longest, length), 0)
  let end = HEAD
  const room = (bytes: number): number => {
    const at = end
    end += Math.ceil(bytes / LINE) * LINE
    return at
  }
  const places = {
    record: room(longest * 4),
    labels: room(labels.length),
    ends: room(records.length * 4),
    wordEnds: room(records.length * 4),
    weights: room(mostWords * 8),
    lifts: room(mostWords * 8),
    rows: room(most * 4),
    rowWords: room(most * 4), // and lists of features
    slots: room(Math.max(slotCount, most * 4 + 2) * 4),
  }
  if (end > MOST_BYTES) return undefined
  const started = startProgram<Exports>(REFUSALS_PROGRAM, end, { exp: Math.exp, log10: Math.log10 })
  if (started === undefined) return undefined
  const { memory, exports: program } = started
  new Uint8Array(memory.buffer).set(labels, places.labels)
  program.begin(places.slots, slotCount, end, places.rows)
  let all = new Uint32Array(memory.buffer)
  const words = (): Uint32Array => {
    if (all.buffer !== memory.buffer) all = new Uint32Array(memory.buffer) // it has grown
    return all
  }
  records.forEach((record, row) => {
    words().set(record, places.record / 4)
    const rowEnd = program.add(places.record, labels[row])
    words()[places.ends / 4 + row] = (rowEnd - places.rows) / 4
  })
  const list = (from: number, to: number): Uint32Array => all.subarray(from / 4, to / 4)
  const first = end / 4 // of the features
  const wordAt = (feature: number, field: number): number => all[first + feature * SIZE + field]
  const expected = new Float64Array(memory.buffer)
  return {
    of: (feature) => ({
      hash: wordAt(feature, HASH),
      exchanges: wordAt(feature, EXCHANGES),
      refused: wordAt(feature, REFUSED),
      signature: wordAt(feature, SIGNATURE),
    }),
    words: (least) => list(places.rowWords, program.words(least, places.rowWords)).slice(),
    model(some, ids) {
      const hasHead = new Set<number>()
      some.forEach((word, i) => {
        const at = first + word * SIZE
        all[at + ID] = ids[i] + 1
        all[at + IS_HEAD] = hasHead.has(ids[i]) ? 0 : 1
        hasHead.add(ids[i])
      })
      const behind = program.wordsOfRows(places.rows, places.ends, records.length, places.rowWords, places.wordEnds)
      return { flat: list(places.rowWords, behind), ends: list(places.wordEnds, places.wordEnds + records.length * 4) }
    },
    fewer({ weights, bias }: LogisticModel, least, share, powers) {
      const { rows, ends, rowWords, wordEnds, labels } = places
      if (weights.length > mostWords) throw new RangeError(`a model of ${weights.length} words, ${mostWords} at most`)
      new Float64Array(memory.buffer, places.weights, weights.length).set(weights)
      new Float64Array(memory.buffer, places.lifts, weights.length).set(weights.map((weight) => Math.exp(-weight)))
      program.see(rows, ends, records.length, rowWords, wordEnds, labels, places.weights, places.lifts, bias)
      const found = list(places.rowWords, program.fewer(least, share, powers, places.rowWords))
      return Array.from(found, (feature) => ({ feature, expected: expected[(first + feature * SIZE + EXPECTED) / 2] }))
    },
  }
}
