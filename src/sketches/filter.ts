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

/** Room for hashes of so many first bits. */
export function emptyBits(bits: number): Uint32Array {
  return new Uint32Array(2 ** (bits - 5))
}

export function passes(bits: Uint32Array, value: number): boolean {
  return (bits[value >>> 5] & (1 << (value & 31))) !== 0
}
