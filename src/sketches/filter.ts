/**
 * A set of hashes by their first bits: what it lets pass may be wanted, what it does not let pass is not.
 *
 * One set of bits, or several for rows that are asked for more or less: the one that is as far behind the first as a row's key has
 * zeros in front, or the last.
 */
export interface Filter {
  readonly bits: readonly Uint32Array[] // equally long; a bit for each value of a hash without its last `shift` bits
  readonly shift: number
}

export const MOST_BITS = 22 // of a hash
const LEAST_BITS = 12
const BITS_EACH = 16 // bits of a filter for each hash

/** Room for hashes of so many first bits. */
export function emptyBits(bits: number): Uint32Array {
  return new Uint32Array(2 ** (bits - 5))
}

/** The filter of these hashes: most that are none of them do not pass. */
export function filterOf(hashes: ReadonlySet<number>): Filter {
  const bits = Math.min(MOST_BITS, Math.max(LEAST_BITS, Math.ceil(Math.log2(hashes.size * BITS_EACH + 1))))
  const shift = 32 - bits
  const filter = emptyBits(bits)
  for (const hash of hashes) {
    const bit = hash >>> shift
    filter[bit >>> 5] |= 1 << (bit & 31)
  }
  return { bits: [filter], shift }
}

export function passes(bits: Uint32Array, value: number): boolean {
  return (bits[value >>> 5] & (1 << (value & 31))) !== 0
}
