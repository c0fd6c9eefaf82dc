/** A text parted and put together: the law over any text, then the cases that a law would rarely meet. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Cut, cutsOf } from '../../src/writers/cuts.ts'
import type { Output } from '../../src/writers/output.ts'
import { type Frame, join, part } from '../../src/writers/splice.ts'

interface Memory extends Output {
  text(): string
}

function memory(): Memory {
  const chunks: Buffer[] = []
  return {
    write: async (bytes) => void chunks.push(Buffer.from(bytes)),
    finish: async () => ({ bytes: 0, sha256: '' }),
    abandon: async () => undefined,
    text: () => Buffer.concat(chunks).toString('latin1'),
  }
}

async function* dripping(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'latin1')
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value
}

async function parted(text: string, cuts: readonly Cut[], frame: Frame, size: number) {
  const kept = memory()
  const held = memory()
  const { separators, contentSha256 } = await part(dripping(text, size), cuts, frame, { kept, held })
  const pieces = cuts.map(({ start, bodyStart, bodyEnd }, at) => ({
    at: start,
    bytes: bodyEnd - bodyStart,
    ...separators[at],
  }))
  const back = memory()
  const hash = await join(dripping(kept.text(), size), dripping(held.text(), size + 1), pieces, frame, back)
  return { kept: kept.text(), held: held.text(), back: back.text(), same: hash === contentSha256 }
}

const size = fc.integer({ min: 1, max: 40 })

test('lines: kept and held are the lines, and together they are the text to the byte', async () => {
  const lines = fc.array(fc.stringMatching(/^[ \t]{0,2}[a-z"é\\]{0,6}\r?$/), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(lines, fc.func(fc.boolean()), fc.boolean(), size, async (texts, isHeld, ends, bite) => {
      const text = texts.map((line, at) => (at < texts.length - 1 || ends ? `${line}\n` : line)).join('')
      let at = 0
      const places = texts.map((line, row) => {
        const start = at
        at = Math.min(text.length, at + line.length + 1)
        return { row, start, end: at }
      })
      const held = new Set(places.filter(({ row }) => isHeld(row)).map(({ row }) => row))
      const cuts = (await cutsOf(once(places), held, 'lines')) ?? []
      const frame = { header: 0, tail: Infinity, elements: false }
      const got = await parted(text, cuts, frame, bite)
      const of = (wanted: boolean) =>
        places
          .filter(({ row }) => held.has(row) === wanted)
          .map(({ start, end }) => text.slice(start, end))
          .join('')
      expect(got.kept).toBe(of(false))
      expect(got.held).toBe(of(true))
      expect(got.back).toBe(text)
      expect(got.same).toBe(true)
    }),
  )
})

test('an array: both parts are arrays of their elements, and together they are the text to the byte', async () => {
  const blank = fc.stringMatching(/^[ \n\t]{0,3}$/)
  const element = fc.tuple(
    fc.jsonValue().map((value) => JSON.stringify([value])),
    blank,
    blank,
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(element, { minLength: 1, maxLength: 8 }),
      fc.func(fc.boolean()),
      size,
      async (parts, isHeld, bite) => {
        let text = ' ['
        const places = parts.map(([raw, before, after], row) => {
          text += `${row > 0 ? ',' : ''}${before}`
          const start = text.length
          text += Buffer.from(raw).toString('latin1')
          const place = { row, start, end: text.length }
          text += after
          return place
        })
        text += ']\n'
        const held = new Set(places.filter(({ row }) => isHeld(row)).map(({ row }) => row))
        const cuts = (await cutsOf(once(places), held, 'elements')) ?? []
        const frame = { header: places[0].start, tail: places.at(-1)?.end ?? 0, elements: true }
        const got = await parted(text, cuts, frame, bite)
        const value = (latin1: string): unknown => JSON.parse(Buffer.from(latin1, 'latin1').toString())
        const all = value(text) as unknown[]
        expect(value(got.kept)).toEqual(all.filter((_, row) => !held.has(row)))
        expect(value(got.held)).toEqual(all.filter((_, row) => held.has(row)))
        expect(got.back).toBe(text)
        expect(got.same).toBe(true)
      },
    ),
  )
})

describe('cuts', () => {
  const places = [
    { row: 0, start: 1, end: 3 },
    { row: 1, start: 5, end: 7 },
    { row: 2, start: 9, end: 11 },
  ]

  test('an element goes with the comma before it, the first ones with the comma after', async () => {
    const ranges = async (...held: number[]) =>
      (await cutsOf(once(places), new Set(held), 'elements'))?.map(({ start, end }) => [start, end])
    expect(await ranges(1)).toEqual([[3, 7]])
    expect(await ranges(0)).toEqual([[1, 5]])
    expect(await ranges(0, 1)).toEqual([
      [1, 5],
      [5, 9],
    ]) // prettier-ignore
    expect(await ranges(0, 1, 2)).toEqual([
      [1, 5],
      [5, 9],
      [9, 11],
    ]) // prettier-ignore
    expect(await ranges(2)).toEqual([[7, 11]])
  })

  test('are refused where a row that was too long to read leaves a place unknown', async () => {
    const unknown = [places[0], { row: 1, start: -1, end: 7 }, places[2]]
    expect(await cutsOf(once(unknown), new Set([0]), 'elements')).toBeUndefined()
    expect(await cutsOf(once(unknown), new Set([2]), 'elements')).toHaveLength(1)
  })

  test('the hash of the text is that of its bytes', async () => {
    const text = 'a\nb\n'
    const { contentSha256 } = await part(
      dripping(text, 3),
      [],
      { header: 0, tail: Infinity, elements: false },
      { kept: memory(), held: memory() },
    )
    expect(contentSha256).toBe(createHash('sha256').update(text).digest('hex'))
  })
})
