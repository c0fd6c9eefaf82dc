/**
 * Counts by key, in one typed array: a key is a 32-bit hash that is well mixed already, and a small number beside it.
 *
 * Exact. Open addressing, at most half full; a cell is four numbers, so that it lies in one line of the processor's memory.
 */
export interface CountTable {
  /** Counts a key once more. */
  add(hash: number, beside: number): void
  /** How often a key was counted. */
  of(hash: number, beside: number): number
}

const CELL = 4 // hash, number beside it, count, and one to spare
const FEWEST = 1024 // cells to begin with

export function createCountTable(): CountTable {
  let size = FEWEST
  let cells = new Uint32Array(size * CELL)
  let keys = 0
  const cellOf = (hash: number, beside: number): number => {
    let cell = ((hash ^ Math.imul(beside, 0x9e3779b1)) & (size - 1)) * CELL
    while (cells[cell + 2] !== 0 && (cells[cell] !== hash || cells[cell + 1] !== beside))
      cell = (cell + CELL) & (size * CELL - 1)
    return cell
  }
  const grow = (): void => {
    const old = cells
    size *= 2
    cells = new Uint32Array(size * CELL)
    for (let at = 0; at < old.length; at += CELL) {
      if (old[at + 2] === 0) continue
      const cell = cellOf(old[at], old[at + 1])
      cells[cell] = old[at]
      cells[cell + 1] = old[at + 1]
      cells[cell + 2] = old[at + 2]
    }
  }
  return {
    add(hash, beside) {
      const cell = cellOf(hash, beside)
      if (cells[cell + 2]++ > 0) return
      cells[cell] = hash
      cells[cell + 1] = beside
      if (++keys * 2 > size) grow()
    },
    of: (hash, beside) => cells[cellOf(hash, beside) + 2],
  }
}
