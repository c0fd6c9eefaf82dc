/** Lines that must be read as JSON, whatever their shape: they hold what a layout would cut out of a text, or are no UTF-8. */
import { isUtf8 } from 'node:buffer'
import { findMark, marksOf } from './tokenizers/find-text.ts'
import type { Kernel } from './tokenizers/kernel.ts'

const ODD = marksOf(';base64,', '</think>', '<\\/think>')

export function isOdd(line: Buffer): boolean {
  return ODD.texts.some((text) => line.includes(text)) || !isUtf8(line)
}

/** The same of many lines at once, in the kernel's memory; false: none of them is odd. */
export function holdsOdd(kernel: Kernel, from: number, to: number): boolean {
  return findMark(kernel, ODD, from, to) >= 0 || !isUtf8(kernel.bytes.subarray(from, to))
}
