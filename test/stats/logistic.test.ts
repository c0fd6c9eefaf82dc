import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fitLogistic, predict } from '../../src/stats/logistic.ts'
import { descend } from '../../src/stats/logistic-descent.ts'
import { descendInKernel } from '../../src/stats/logistic-kernel.ts'
import { minimise } from '../../src/stats/minimise.ts'
import { createRandom } from '../../src/stats/random.ts'

const ROWS = [[0, 1], [0], [1, 2], [2], [0, 2], [], [1], [0, 1, 2], [2, 3], [3], [0, 3], [3, 1]].map((row) =>
  Uint32Array.from(row),
)
const LABELS = Uint8Array.of(1, 1, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1)

// Oracle: scipy 1.17.1, optimize.minimize(method='BFGS', gtol=1e-11) on the same penalised loss; the bias comes last.
test.each([
  [0.5, [1.973307915856795, 0.220713710770098, 0.220713710770098, 0.9497046353926117, -0.9057546338162995]],
  [0.01, [9.549428894923441, 2.6337579988564683, 2.6337579988564683, 6.127780126144475, -7.134993091108981]],
])('with ridge %p the weights are those of scipy', (l2, want) => {
  const { weights, bias } = fitLogistic(ROWS, LABELS, 4, { l2, iterations: 100 })
  const got = [...weights, bias]
  for (const [i, weight] of want.entries()) expect(got[i]).toBeCloseTo(weight, 3)
})

test('one feature, one row with and one without', () => {
  const { weights } = fitLogistic([Uint32Array.of(0), Uint32Array.of()], Uint8Array.of(1, 0), 1)
  expect(weights[0]).toBeCloseTo(0.4446469425741314, 5) // scipy 1.17.1
})

test('the mean prediction is the rate of the outcome', () => {
  // Holds at the lowest point since the bias has no ridge.
  const labels = fc.uint8Array({ minLength: 12, maxLength: 12, max: 1 })
  fc.assert(
    fc.property(labels, (drawn) => {
      const model = fitLogistic(ROWS, drawn, 4, { l2: 1 })
      const rate = drawn.reduce((a, b) => a + b, 0) / 12
      const mean = ROWS.reduce((sum, row) => sum + predict(model, row), 0) / 12
      if (rate > 0 && rate < 1) expect(mean).toBeCloseTo(rate, 4)
    }),
    { numRuns: 50 },
  )
})

test('20 000 rows of 50 features are no wait', () => {
  const random = createRandom(5)
  const rows = Array.from({ length: 20_000 }, () => Uint32Array.from({ length: 50 }, () => random.int(5000)))
  const labels = Uint8Array.from(rows, (row) => (row.some((f) => f < 40) ? 1 : random.int(2)))
  const started = performance.now()
  const model = fitLogistic(rows, labels, 5000)
  const elapsedMs = performance.now() - started
  expect(predict(model, Uint32Array.of(3))).toBeGreaterThan(predict(model, Uint32Array.of(3000)))
  expect(elapsedMs).toBeLessThan(20_000) // alone it takes about 0.4 s; quadratic work would take minutes
})

test('equal rows give equal weights to the bit', () => {
  expect(fitLogistic(ROWS, LABELS, 4)).toEqual(fitLogistic(ROWS, LABELS, 4))
})

test('the kernel goes down to the same weights as TypeScript, to the bit', () => {
  const drawn = fc.record({
    rows: fc.array(fc.uniqueArray(fc.nat(19), { maxLength: 12 }), { maxLength: 40 }),
    seed: fc.nat(),
    l2: fc.constantFrom(1, 0.5, 1e-3, 1e-9),
    iterations: fc.constantFrom(0, 1, 5, 30, 100),
  })
  fc.assert(
    fc.property(drawn, ({ rows, seed, l2, iterations }) => {
      const random = createRandom(seed)
      let end = 0
      const task = {
        flat: Uint32Array.from(rows.flat()),
        ends: Uint32Array.from(rows, (row) => (end += row.length)),
        labels: Uint8Array.from(rows, () => random.int(2)),
        featureCount: 20,
        l2,
        iterations,
        slope: 1e-6,
      }
      expect(descendInKernel(task)).toEqual(descend(task))
    }),
    { numRuns: 300 },
  )
})

test('rows too many for the memory of the kernel are left to TypeScript', () => {
  const flat = new Uint32Array(1 << 22)
  const task = { flat, ends: Uint32Array.of(flat.length), labels: Uint8Array.of(1), featureCount: 1, l2: 1 }
  expect(descendInKernel({ ...task, iterations: 1, slope: 1 })).toBeUndefined()
})

test('a feature the model does not know says nothing', () => {
  const model = { weights: Float64Array.of(2), bias: -1 }
  expect(predict(model, Uint32Array.of(0))).toBeCloseTo(0.7310585786300049, 15) // 1/(1 + e^−1), by hand
  expect(predict(model, Uint32Array.of(0, 9))).toBe(predict(model, Uint32Array.of(0)))
})

test('labels for other rows, or a feature out of range, are refused', () => {
  expect(() => fitLogistic(ROWS, Uint8Array.of(1), 4)).toThrow(/12 rows, but 1 labels/)
  expect(() => fitLogistic(ROWS, LABELS, 3)).toThrow(/feature 3 is not below 3/)
})

test('the descent finds the bottom of a bent valley', () => {
  // Rosenbrock's function, whose lowest point is (1, 1).
  const valley = (at: Float64Array, slope: Float64Array): number => {
    const [x, y] = at
    slope[0] = -400 * x * (y - x * x) - 2 * (1 - x)
    slope[1] = 200 * (y - x * x)
    return 100 * (y - x * x) ** 2 + (1 - x) ** 2
  }
  const found = minimise(valley, Float64Array.of(-1.2, 1), { steps: 200, slope: 1e-8 })
  expect(found[0]).toBeCloseTo(1, 6)
  expect(found[1]).toBeCloseTo(1, 6)
})

test('a parabola is one look away', () => {
  const parabola = (at: Float64Array, slope: Float64Array): number => {
    slope[0] = 2 * (at[0] - 3)
    return (at[0] - 3) ** 2
  }
  expect(minimise(parabola, Float64Array.of(0), { steps: 50, slope: 1e-9 })[0]).toBeCloseTo(3, 9)
})
