/** Texts in the kernel's memory. */
import type { Kernel } from './kernel.ts'

/** The first place of a text of at least three bytes in the kernel's memory, or -1. */
export function findText(kernel: Kernel, text: Buffer, from: number, to: number): number {
  const { bytes } = kernel
  for (let at = from; at < to; at++) {
    at = kernel.findThree(at, to, text[0], text[1], text[2])
    if (at + text.length > to) return -1
    let same = 3
    while (same < text.length && bytes[at + same] === text[same]) same++
    if (same === text.length) return at
  }
  return -1
}
