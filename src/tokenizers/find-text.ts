/** Texts in the kernel's memory, and in any other. */
import type { Kernel } from './kernel.ts'

/** Up to three texts of at least three bytes, looked for all at once. */
export interface Marks {
  readonly texts: readonly Buffer[]
  readonly starts: readonly [number, number, number] // first three bytes of each
}

export function marksOf(...some: readonly [string, string?, string?]): Marks {
  const texts = some.flatMap((text) => (text === undefined ? [] : [Buffer.from(text)]))
  const [a, b = a, c = b] = texts.map((text) => text[0] | (text[1] << 8) | (text[2] << 16))
  return { texts, starts: [a, b, c] }
}

/** The first place at which one of the texts stands in the kernel's memory, or -1. */
export function findMark(kernel: Kernel, { texts, starts }: Marks, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    at = kernel.findAny(at, to, starts[0], starts[1], starts[2])
    if (at >= to) return -1
    for (let i = 0; i < texts.length; i++) if (stands(kernel.bytes, texts[i], at, to)) return at
  }
  return -1
}

/** The same in other memory. */
export function findMarkIn(bytes: Buffer, { texts }: Marks, from: number, to: number): number {
  const within = bytes.subarray(from, to)
  let first = -1
  for (const text of texts) {
    const place = within.indexOf(text)
    if (place >= 0 && (first < 0 || place < first)) first = place
  }
  return first < 0 ? -1 : from + first
}

function stands(bytes: Buffer, text: Buffer, at: number, to: number): boolean {
  if (at + text.length > to) return false
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false
  return true
}
