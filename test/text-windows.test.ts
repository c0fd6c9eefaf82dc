import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { RowKey } from '../src/column-keys.ts'
import { createTextWindows } from '../src/text-windows.ts'
import { kernel } from '../src/tokenizers/kernel.ts'

const by = kernel()!

/** A row whose texts are parts of these columns. */
function rowOf(texts: readonly { readonly buffer: Buffer; readonly start: number; readonly end: number }[]): RowKey {
  return {
    codes: new Int32Array(0),
    count: 0,
    buffers: texts.map(({ buffer }) => buffer),
    starts: Uint32Array.from(texts, ({ start }) => start),
    ends: Uint32Array.from(texts, ({ end }) => end),
    texts: texts.length,
  }
}

function columnOf(texts: readonly string[]): { buffer: Buffer; start: number; end: number }[] {
  const buffer = Buffer.from(texts.join(''))
  let at = 0
  return texts.map((text) => {
    const start = at
    at += Buffer.byteLength(text)
    return { buffer, start, end: at }
  })
}

const room = () => ({ starts: new Uint32Array(16), ends: new Uint32Array(16) })
const said = (places: ReturnType<typeof room>, i: number) => by.bytes.toString('utf8', places.starts[i], places.ends[i])

describe('texts in the kernel’s memory', () => {
  test('are those of the row, all of it, whatever the columns; where one cannot be placed, none is', () => {
    const text = fc.oneof(
      fc.constantFrom('', 'a', 'née', '中文', '😀', 'x'.repeat(90_000), 'é'.repeat(70_000), 'y'.repeat(300_000)),
      fc.string({ maxLength: 20, unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 6 })
          .chain((width) =>
            fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 25 }),
          ),
        fc.boolean(),
        (rows, side) => {
          const width = rows[0].length
          // Side by side in one column each, or all in one, as the contents of messages are.
          const columns = side
            ? Array.from({ length: width }, (_, c) => columnOf(rows.map((row) => row[c])))
            : [columnOf(rows.flat())]
          const windows = createTextWindows(by)
          windows.clear()
          let placed = 0
          rows.forEach((row, r) => {
            const places = room()
            const texts = row.map((_, c) => (side ? columns[c][r] : columns[0][r * width + c]))
            if (!windows.place(rowOf(texts), places)) return
            placed++
            row.forEach((_, c) => {
              expect(said(places, c) === texts[c].buffer.toString('utf8', texts[c].start, texts[c].end)).toBe(true)
            })
          })
          const short = rows.every((row) => row.every((one) => one.length < 30))
          if (short && (!side || width <= 4)) expect(placed).toBe(rows.length)
        },
      ),
      { numRuns: 60 },
    )
  })

  test.each([
    ['that begins in the middle of a character', Buffer.from('aé'), 2, 3],
    ['that ends in the middle of a character', Buffer.from('aé!'), 0, 2],
    ['that is no UTF-8', Buffer.from([97, 255, 98]), 0, 3],
    ['that a layout would take a part of', Buffer.from('x</think>y'), 0, 10],
  ])('one %s is not placed', (_, buffer, start, end) => {
    const windows = createTextWindows(by)
    windows.clear()
    expect(windows.place(rowOf([{ buffer, start, end }]), room())).toBe(false)
  })

  test('after blocks in which nothing could be placed, nothing is put there any more; a good block before says nothing against it', () => {
    const [good] = columnOf(['abc'])
    const bad = { buffer: Buffer.from([255, 97]), start: 0, end: 2 }
    const windows = createTextWindows(by)
    for (let block = 0; block < 5; block++) {
      windows.clear()
      expect(windows.place(rowOf([good]), room())).toBe(true)
      expect(windows.place(rowOf([bad]), room())).toBe(false)
      expect(windows.place(rowOf([good]), room())).toBe(false) // for the rest of the block
    }
    windows.clear()
    expect(windows.place(rowOf([good]), room())).toBe(false)
  })
})
