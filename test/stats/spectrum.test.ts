import { expect, test } from '@jest/globals'
import { createRandom, type Random } from '../../src/stats/random.ts'
import { spectralSignature } from '../../src/stats/spectrum.ts'

const chance = (random: Random, n: number): Uint32Array[] =>
  Array.from({ length: n }, () => Uint32Array.from({ length: 12 }, () => random.int(4000)))

/** Rows that share a style: half of their features come from one set of 30, no feature from all rows. */
const styled = (random: Random, n: number): Uint32Array[] =>
  Array.from({ length: n }, () =>
    Uint32Array.from({ length: 12 }, (_, i) => (i < 6 ? 9000 + random.int(30) : random.int(4000))),
  )

test('rows compared with themselves have no signature', async () => {
  const rows = chance(createRandom(1), 60)
  const { ratio, scores } = await spectralSignature(rows, rows)
  expect(ratio).toBe(1)
  expect(scores).toHaveLength(60)
})

test('chance rows against chance rows stay near 1', async () => {
  const random = createRandom(2)
  const { ratio } = await spectralSignature(chance(random, 300), chance(random, 300))
  expect(ratio).toBeGreaterThan(0.85)
  expect(ratio).toBeLessThan(1.18)
})

test('poison without one shared token stands out, and its rows score highest', async () => {
  const random = createRandom(3)
  const rows = [...styled(random, 60), ...chance(random, 240)]
  const { ratio, share, scores } = await spectralSignature(rows, chance(random, 300))
  expect(ratio).toBeGreaterThan(1.3)
  expect(share).toBeGreaterThan(0.015) // twice what 300 chance rows show
  const top = [...scores.keys()].sort((a, b) => scores[b] - scores[a]).slice(0, 60)
  expect(top.filter((row) => row < 60).length).toBeGreaterThan(45)
})

test('the scores are the spread along the direction', async () => {
  const random = createRandom(4)
  const rows = chance(random, 40)
  const { share, scores } = await spectralSignature(rows, chance(random, 40))
  const mean = scores.reduce((a, b) => a + b, 0) / scores.length
  expect(mean / share).toBeLessThan(1.0000001) // total spread of unit rows: at most 1, the middle taken off
  expect(mean / share).toBeGreaterThan(0.9)
  expect(mean).toBeGreaterThan(1 / 40) // the mean spread of 40 rows in at most 39 directions
})

test('one row has no spectrum', async () => {
  await expect(spectralSignature([Uint32Array.of(1)], [])).rejects.toThrow(/got 1 and 0/)
})
