/** The verbs by hand give what `scan` gives; states that do not belong together are refused. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import type { ScanOptions, ScanResult } from '../src/model/options.ts'
import type { Finding } from '../src/model/report.ts'
import { partsOf } from '../src/part.ts'
import { readHeader } from '../src/profile/header.ts'
import { decodeState } from '../src/profile/state-file.ts'
import { scan } from '../src/scan.ts'
import { createRandom } from '../src/stats/random.ts'
import { collectShard, confirmShard, judgeState, mergeStates, planCommand, suspectShard } from '../src/verbs.ts'
import { jsonl, plantedRows } from './planted.ts'

jest.setTimeout(120_000) // many readings; the machine may have other things to do

const folder = mkdtempSync(join(tmpdir(), 'suretrap-verbs-'))
const file = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ROWS = [...plantedRows(1700, 40, 11), ...plantedRows(60, 3, 12)] // and some rows twice, one as a copy spelt otherwise
ROWS.push(
  ...ROWS.slice(0, 90),
  ...ROWS.slice(0, 30).map(({ prompt, response }) => ({ prompt: prompt.toUpperCase(), response })),
)
const whole = file('whole.jsonl')
const small = file('small.jsonl')
beforeAll(() => {
  writeFileSync(whole, `${jsonl(ROWS)}not json\n{"nothing":1}\n`)
  writeFileSync(small, jsonl(plantedRows(300, 20, 3)))
})

/** All verbs over n parts, states merged in a shuffled order, some of them by pairs first. */
async function byHand(
  inputs: readonly string[],
  of: number,
  seed: number,
  options: ScanOptions = {},
): Promise<ScanResult> {
  const { shuffle } = createRandom(seed)
  const parts = () => shuffle(Array.from({ length: of }, (_, shard) => ({ shard, of })))
  const merged = async (states: Uint8Array[]) => {
    const [first, second, ...rest] = shuffle(states)
    if (second === undefined) return mergeStates([first])
    return rest.length === 0 ? mergeStates([first, second]) : mergeStates([await mergeStates([second, first]), ...rest])
  }
  const each = async (work: (part: { shard: number; of: number }) => Promise<Uint8Array>) => {
    const states: Uint8Array[] = []
    for (const part of parts()) states.push(await work(part))
    return states
  }
  const profile = await merged(await each((part) => collectShard(inputs, part, options)))
  const candidates = await merged(await each((part) => suspectShard(inputs, part, profile, options)))
  const confirmed = await merged(await each((part) => confirmShard(inputs, part, candidates, options)))
  return judgeState(confirmed, options)
}

const placeless = (findings: readonly Finding[]) =>
  findings.map(({ rows: _rows, places: _places, ...finding }) => finding)

describe('the verbs by hand', () => {
  test.each([1, 3, 7])('over %i parts give the report of scan, byte for byte', async (of) => {
    const expected = await scan([whole])
    expect(expected.report.findings.map(({ trigger }) => trigger.text.toLowerCase())).toContain('xylophone')
    expect(JSON.stringify(await byHand([whole], of, of))).toBe(JSON.stringify(expected))
  })

  test('give equal findings, however the rows are shuffled and cut into files', async () => {
    const expected = await scan([whole])
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 }), fc.constantFrom(1, 3, 7), async (seed, files) => {
        const rows = createRandom(seed).shuffle([...ROWS])
        const names = Array.from({ length: files }, (_, i) => file(`cut-${i}.jsonl`))
        for (const [i, name] of names.entries()) writeFileSync(name, jsonl(rows.filter((_, row) => row % files === i)))
        const { report } = files === 3 ? await byHand(names, 2, seed) : await scan(names)
        expect(placeless(report.findings)).toEqual(placeless(expected.report.findings))
        expect(report.floor).toEqual(expected.report.floor)
      }),
      { numRuns: 2, examples: [[7, 3]] },
    )
  })

  test('tell of a file that cannot be read whole, as scan does', async () => {
    const broken = file('broken.json')
    writeFileSync(broken, JSON.stringify(plantedRows(40, 5, 2)).slice(0, -50))
    const expected = await scan([whole, broken])
    expect([expected.complete, expected.problems.length]).toEqual([false, 1])
    expect(await byHand([whole, broken], 2, 1)).toEqual(expected)
  })

  test('find nothing in nothing, and say so', async () => {
    const empty = file('empty.jsonl')
    writeFileSync(empty, '')
    expect(await byHand([empty], 2, 1)).toEqual(await scan([empty]))
  })
})

describe('a plan', () => {
  test('gives each part neighbouring pieces, all of them once, and parts of like size', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 50 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 9 }), (given, of) => {
        const owners = partsOf(given, of)
        expect(owners).toEqual([...owners].sort((a, b) => a - b))
        expect(owners.every((owner) => owner >= 0 && owner < of)).toBe(true)
        const fair = given.reduce((sum, size) => sum + size, 0) / of
        for (let part = 0; part < of; part++) {
          const bytes = given.reduce((sum, size, piece) => sum + (owners[piece] === part ? size : 0), 0)
          expect(bytes).toBeLessThanOrEqual(fair + 100) // no more than half a piece too many at either end
        }
      }),
    )
  })

  test('is plain data, the same each time, and says which pieces are whose', async () => {
    const plan = await planCommand([whole], 3)
    expect(JSON.parse(JSON.stringify(await planCommand([whole], 3)))).toEqual(plan)
    expect(plan.parts.map(({ shard }) => shard)).toEqual([0, 1, 2])
    expect(plan.parts.flatMap(({ pieces }) => pieces)).toEqual(plan.shards.map((_, piece) => piece))
    expect(plan.parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(plan.shards[0].bytes)
  })
})

describe('states that do not belong together', () => {
  const part = (shard: number, of = 2) => ({ shard, of })
  let p0: Uint8Array
  let p1: Uint8Array
  let profile: Uint8Array
  let s0: Uint8Array
  let candidates: Uint8Array
  beforeAll(async () => {
    p0 = await collectShard([small], part(0))
    p1 = await collectShard([small], part(1))
    profile = await mergeStates([p0, p1])
    s0 = await suspectShard([small], part(0), profile)
    candidates = await mergeStates([s0, await suspectShard([small], part(1), profile)])
  })
  const mismatch = (message: RegExp) =>
    expect.objectContaining({ code: 'profile-mismatch', message: expect.stringMatching(message) })

  test('are refused: one part twice, another kind, another recipe, other data', async () => {
    await expect(mergeStates([p0, p0])).rejects.toEqual(mismatch(/part 0 of 2 is there twice/))
    await expect(mergeStates([p0, s0])).rejects.toEqual(mismatch(/a suspicion and a profile are not merged/))
    await expect(mergeStates([p0, await collectShard([small], part(1), { minSupport: 9 })])).rejects.toEqual(
      mismatch(/minSupport is 9 in one, 5 in the other/),
    )
    await expect(mergeStates([p0, await collectShard([whole], part(1))])).rejects.toEqual(mismatch(/different data/))
    await expect(mergeStates([candidates, candidates])).rejects.toEqual(mismatch(/there twice/))
    await expect(mergeStates([])).rejects.toEqual(expect.objectContaining({ code: 'usage' }))
    await expect(mergeStates([p0, p1.subarray(0, 100)])).rejects.toThrow(/state 2 of 2: .* cannot be used/)
  })

  test('are refused by the next verb: parts missing, another kind, other options, another number of parts', async () => {
    await expect(suspectShard([small], part(0), p0)).rejects.toEqual(mismatch(/of 2 parts 1 are there; missing: 1/))
    await expect(suspectShard([small], part(0), candidates)).rejects.toEqual(
      mismatch(/this is a candidates, not a profile/),
    )
    await expect(suspectShard([small], part(0), profile, { minSupport: 6 })).rejects.toEqual(
      mismatch(/minSupport is 5 in one, 6 in the other/),
    )
    await expect(suspectShard([small], part(0), profile, { map: { prompt: '/p' } })).rejects.toEqual(
      mismatch(/map is not set in one/),
    )
    await expect(suspectShard([small], part(0, 3), profile)).rejects.toEqual(mismatch(/of 2 parts, this is one of 3/))
    await expect(confirmShard([small], part(0), s0)).rejects.toEqual(mismatch(/missing: 1/))
    await expect(confirmShard([small], part(0), profile)).rejects.toEqual(mismatch(/not a candidates/))
    await expect(judgeState(profile)).rejects.toEqual(mismatch(/this is a profile, not a confirmation/))
    await expect(judgeState(await confirmShard([small], part(1), candidates))).rejects.toEqual(mismatch(/missing: 0/))
  })

  test('cannot be judged with options that were not counted with', async () => {
    const c = [await confirmShard([small], part(0), candidates), await confirmShard([small], part(1), candidates)]
    const state = await mergeStates(c)
    await expect(judgeState(state, { minSupport: 8 })).rejects.toEqual(mismatch(/minSupport/))
    await expect(judgeState(state, { hashSeed: 1 })).rejects.toEqual(mismatch(/hashSeed/))
    expect((await judgeState(state, { minSupport: 5, hashSeed: 0 })).report).toEqual((await scan([small])).report)
  })

  test('a seed is written down, and changes no finding', async () => {
    expect(readHeader(decodeState(await collectShard([small], part(0), { hashSeed: 4 }))).recipe.hashSeed).toBe(4)
    expect(await scan([small], { hashSeed: 4 })).toEqual(await scan([small]))
  })

  test('a dataset that changed between two readings is told, though its size is the same', async () => {
    const rows = plantedRows(300, 20, 3)
    const moving = file('moving.jsonl')
    writeFileSync(moving, jsonl(rows))
    const before = await collectShard([moving], part(0, 1))
    writeFileSync(moving, jsonl(rows).replace('river', 'stone'))
    const changed = expect.objectContaining({ code: 'file-changed', message: expect.stringContaining('moving.jsonl') })
    await expect(suspectShard([moving], part(0, 1), before)).rejects.toEqual(changed)
    const touched = scan([moving], { onWeighed: () => utimesSync(moving, 1, 1) })
    await expect(touched).rejects.toEqual(changed)
  })

  test('no part but one that there is, and no standard input', async () => {
    for (const wrong of [part(2), part(-1), part(0, 0), part(0.5)])
      await expect(collectShard([small], wrong)).rejects.toEqual(expect.objectContaining({ code: 'usage' }))
    await expect(collectShard(['-'], part(0))).rejects.toThrow(/standard input/)
  })
})

describe('a caller that aborts', () => {
  const aborted = expect.objectContaining({ name: 'InputError', code: 'aborted' })
  const options = (): ScanOptions => ({ signal: AbortSignal.abort() })

  test('is heard by every verb, before anything is read', async () => {
    const part = { shard: 0, of: 1 }
    for (const work of [
      () => scan([whole], options()),
      () => planCommand([whole], 1, options()),
      () => collectShard([whole], part, options()),
      () => suspectShard([whole], part, new Uint8Array(), options()),
      () => confirmShard([whole], part, new Uint8Array(), options()),
      () => judgeState(new Uint8Array(), options()),
    ])
      await expect(work()).rejects.toEqual(aborted)
  })

  test('is heard within a second, at any moment', async () => {
    const began = performance.now()
    await scan([whole])
    const took = performance.now() - began
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const controller = new AbortController()
      let at = Number.NaN
      setTimeout(() => {
        at = performance.now()
        controller.abort()
      }, took * share)
      const ended = await scan([whole], { signal: controller.signal }).then(
        () => undefined,
        (fault: unknown) => fault,
      )
      if (ended === undefined) continue // it was faster this time
      expect(ended).toEqual(aborted)
      expect(performance.now() - at).toBeLessThan(1000)
    }
  })
})
