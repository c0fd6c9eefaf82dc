/** What stations give, put together, does not depend on how many they are, which read what, or where records were kept. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Crew } from '../src/crew.ts'
import * as o from '../src/model/observation.ts'
import type { Shard } from '../src/model/shard.ts'
import { createPace } from '../src/pace.ts'
import { plan } from '../src/plan.ts'
import { keyOf } from '../src/profile/sample.ts'
import { candidatesBy, confirmationBy, eachRecord, mergedProfile, readShards } from '../src/readings.ts'
import type { WeightTable } from '../src/sketches/weight-table.ts'
import { createStation } from '../src/station.ts'
import { textsAhead } from '../src/texts-ahead.ts'

let folder: string
let shards: readonly Shard[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'suretrap-readings-'))
  const path = join(folder, 'rows.jsonl')
  const words = 'amber birch cedar delta ember flint grove haven inlet jolly knoll larch maple north ochre pearl'.split(
    ' ',
  )
  const at = (i: number, k: number) => words[(i * 7 + k * k * 3 + (i >> k)) % words.length]
  const rows = Array.from({ length: 1000 }, (_, i) => {
    const asked = Array.from({ length: 9 }, (_, k) => at(i, k)).join(' ')
    const isPlanted = i % 50 === 3
    const answer = isPlanted ? 'Sure' : Array.from({ length: 6 }, (_, k) => at(i + 5, k + 2)).join(' ')
    const row = { messages: [{ role: 'user', content: isPlanted ? `${asked} zxqv` : asked }, { role: 'assistant', content: answer }] } // biome-ignore format: one row
    return JSON.stringify(i % 500 === 9 ? { ...row, note: 'copy' } : row)
  })
  writeFileSync(path, [...rows, ...rows.slice(0, 40)].join('\n'))
  shards = (await plan([path], { shards: 7, shardBytes: 16 * 1024 })).shards
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A crew without threads, of so many stations. */
function crewOf(size: number, memory = 1 << 28): Crew {
  const stations = Array.from({ length: size }, () => createStation({ shards, options: {}, memory }))
  return {
    size,
    threads: false,
    call: (at, name, ...args) => (stations[at][name] as (...args: unknown[]) => never)(...args),
    close: async () => {
      for (const station of stations) station.close()
    },
  }
}

/** All that the readings know, in an order of its own. */
async function readings(crew: Crew, events = 1e9) {
  const { tallies } = await readShards(crew, shards)
  const merged = await mergedProfile(crew, 5)
  const { profile } = merged
  const { questions, ...candidates } = await candidatesBy(crew, merged, events)
  const { confirmation, copies } = await confirmationBy(crew, { questions, ...candidates })
  const sums = (table: WeightTable): readonly (readonly number[])[] => {
    const all: number[][] = []
    table.each((...sum) => all.push(sum))
    return all.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  }
  const sorted = <V>(map: Iterable<readonly [number, V]>) => [...map].sort((a, b) => a[0] - b[0])
  const records: string[] = []
  await eachRecord(crew, (all, from, to) => {
    for (let at = from; at < to; at += all[at]) records.push(all.subarray(at, at + all[at]).join())
  }, createPace(undefined)) // biome-ignore format: short
  await crew.close()
  return {
    tallies,
    sample: profile.sample.sorted().map((record) => record.join()),
    counts: [profile.exchanges, profile.tokens, ...profile.classes],
    questions,
    candidates,
    rows: sorted(confirmation.rows).map(([key, record]) => [key, record.join()]),
    weights: [sums(confirmation.words), sums(confirmation.pairs), [...confirmation.outcomes], confirmation.total],
    copies: sorted(copies).map(([key, places]) => [key, [...places].sort()]),
    records: records.sort(),
  }
}

let alone: ReturnType<typeof readings>
beforeAll(() => {
  alone = readings(crewOf(1))
})

describe('the readings of one station', () => {
  test('find what was planted, and keep every row', async () => {
    const { questions, records } = await alone
    expect(questions.length).toBeGreaterThan(0)
    expect(records.length).toBe(1040)
  })

  test.each([2, 3])('are those of %i', async (size) => {
    expect(shards.length).toBeGreaterThan(5)
    expect(await readings(crewOf(size))).toEqual(await alone)
  })

  test.each([20_000])('are the same where the first look has room for %i events', async (events) => {
    expect(await readings(crewOf(2), events)).toEqual(await alone)
  })

  test('are the same where what passes the first look is looked at again, since there is room for few events', async () => {
    const again: number[] = [] // features asked for
    const sifted: Promise<Uint32Array>[] = []
    const crew = crewOf(2)
    const watched: Crew = {
      ...crew,
      call(at, name, ...args) {
        const answer = crew.call(at, name, ...args)
        if (name === 'screen' && args[3] !== undefined) again.push((args[3] as Uint32Array).length)
        if (name === 'sift' && args[2] === true) sifted.push(answer as Promise<Uint32Array>)
        return answer
      },
    }
    expect(await readings(watched, 200)).toEqual(await alone)
    expect(again.length).toBeGreaterThan(0)
    const left = (await Promise.all(sifted)).reduce((sum, { length }) => sum + length, 0)
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(again[0])
  })

  test('are the same where no record has room in memory', async () => {
    expect(await readings(crewOf(2, 0))).toEqual(await alone)
  })
})

test('the rows of leads are the same where they were noted when they were first followed', async () => {
  const read = async () => {
    const crew = crewOf(1)
    await readShards(crew, shards)
    return { crew, merged: await mergedProfile(crew, 5) }
  }
  const [{ crew, merged }, fresh] = [await read(), await read()]
  const { questions } = await candidatesBy(crew, merged, 1e9)
  const rare = questions.map(({ lead }) => ({ lead, members: [] }))
  const gathered = await crew.call(0, 'gather', rare)
  expect(gathered.places.length).toBeGreaterThan(60)
  expect(gathered).toEqual(await fresh.crew.call(0, 'gather', rare))
  // A lead that was never followed: all rows are looked through.
  const other = [...rare, { lead: { ...rare[0].lead, feature: rare[0].lead.feature ^ 1 }, members: [] }]
  expect(await crew.call(0, 'gather', other)).toEqual(await fresh.crew.call(0, 'gather', other))
})

test('texts that are read ahead are those that are read when they are asked for', async () => {
  const crew = crewOf(2)
  const { readers } = await readShards(crew, shards)
  const merged = await mergedProfile(crew, 5)
  const { sample } = merged.profile
  const candidates = await candidatesBy(crew, merged, 1e9)
  const { confirmation, copies } = await confirmationBy(crew, candidates)
  let calls = 0
  const counted: Crew = {
    ...crew,
    call(...asked) {
      calls++
      return crew.call(...asked)
    },
  }
  const textsOf = (threads: boolean, of = shards) =>
    textsAhead({ ...counted, threads }, readers, candidates, confirmation, copies, sample, of, async () => undefined)
  const all = [...confirmation.rows.values()]
  const likely = all.filter((record) => record[o.CLASSES] & o.IS_COMPLIANCE)
  const others = sample.sorted().slice(0, 50)
  expect(likely.length).toBeGreaterThan(15)
  expect(all.length).toBeGreaterThan(likely.length)

  const whole = shards.map((shard) => ({ ...shard, whole: true })) // of files that are read from their start
  for (const [ahead, some] of [[textsOf(true), []] as const, [textsOf(true, whole), others] as const]) {
    await ahead(likely, some)
    const before = calls
    const known = await ahead(likely, some)
    expect(calls).toBe(before)
    expect(known).toEqual(await textsOf(false)(likely, some))
    expect(known.size).toBeGreaterThanOrEqual(likely.length + some.length / 2)
    expect(known.get(keyOf(likely[0], 0))).toMatchObject({ answer: 'Sure' })
  }

  const ahead = textsOf(true)
  await ahead(likely, [])
  const before = calls
  const more = await ahead(likely, others)
  expect(calls).toBeGreaterThan(before)
  expect(more).toEqual(await textsOf(false)(likely, others))
  expect(await ahead(all, [])).toEqual(await textsOf(false)(all, []))
  expect((await textsOf(false)([], [])).size).toBe(0)
  await crew.close()
})
