/** Records one behind another, so many at a time as the kernel takes. */
import { type Kernel, RECORD_WORDS } from './tokenizers/kernel.ts'

/** Where a batch of records that begins at a place ends: there itself, if the first is too long for the kernel or there is none. */
export function batchEnd(words: Uint32Array, at: number, to: number, by: Kernel | null): number {
  let end = at
  if (by !== null) while (end < to && end + words[end] - at <= RECORD_WORDS) end += words[end]
  return end
}
