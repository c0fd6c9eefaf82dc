/** Which records say again what an earlier one said: ten thousand copies of one exchange are one witness. */
import type { Suspicion } from './suspicion.ts'

export const COPY = 0xffffffff // the offset of a record that says again what an earlier one said

/** Writes COPY for each of them; what is written for the others is left as it is. */
export function markCopies({ keys, records }: Suspicion, offsets: Uint32Array): void {
  const size = 2 ** Math.ceil(Math.log2(records * 2 + 2))
  const slots = new Uint32Array(size) // record + 1
  for (let record = 0; record < records; record++) {
    const low = keys[record * 2]
    const high = keys[record * 2 + 1]
    let slot = (low ^ high) & (size - 1)
    while (slots[slot] !== 0) {
      const known = slots[slot] - 1
      if (keys[known * 2] === low && keys[known * 2 + 1] === high) break
      slot = (slot + 1) & (size - 1)
    }
    if (slots[slot] === 0) slots[slot] = record + 1
    else offsets[record] = COPY
  }
}
