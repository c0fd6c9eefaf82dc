/** Tables of counters, most of which are 0 unless a set is large: what is empty is passed over eight cells at a time. */

/** Places of the cells that hold something, in rising order; undefined where they are more than `most`. */
export function usedCells(cells: Uint8Array | Uint32Array, most: number): Uint32Array | undefined {
  const places: number[] = []
  const words = cells instanceof Uint32Array ? cells : wordsOf(cells)
  const each = cells.length / words.length // cells a word
  for (let word = 0; word < words.length; word += 8) {
    if (isEmpty(words, word)) continue
    for (let cell = word * each; cell < (word + 8) * each; cell++) if (cells[cell] !== 0) places.push(cell)
    if (places.length > most) return undefined
  }
  return Uint32Array.from(places)
}

/** Places of the cells that hold at least `floor`, which is above 0, in rising order. */
export function cellsFrom(cells: Uint32Array, floor: number): Uint32Array {
  let places = new Uint32Array(1 << 14)
  let count = 0
  for (let word = 0; word < cells.length; word += 8) {
    if (isEmpty(cells, word)) continue
    if (count + 8 > places.length) {
      const larger = new Uint32Array(count * 2)
      larger.set(places)
      places = larger
    }
    for (let cell = word; cell < word + 8; cell++) if (cells[cell] >= floor) places[count++] = cell
  }
  return places.slice(0, count)
}

/** Adds the counters of `from` to those of `into`. */
export function addCells(into: Uint32Array, from: Uint32Array): void {
  for (let word = 0; word < from.length; word += 8) {
    if (isEmpty(from, word)) continue
    for (let cell = word; cell < word + 8; cell++) into[cell] += from[cell]
  }
}

/** The same for counters that end at 255. */
export function addBytes(into: Uint8Array, from: Uint8Array): void {
  const words = wordsOf(from)
  for (let word = 0; word < words.length; word += 8) {
    if (isEmpty(words, word)) continue
    for (let full = word; full < word + 8; full++) {
      if (words[full] === 0) continue
      for (let cell = full * 4; cell < full * 4 + 4; cell++) into[cell] = Math.min(255, into[cell] + from[cell])
    }
  }
}

/** A table's length is a power of two, so that nothing is left over. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
}

function isEmpty(words: Uint32Array, at: number): boolean {
  return (
    (words[at] |
      words[at + 1] |
      words[at + 2] |
      words[at + 3] |
      words[at + 4] |
      words[at + 5] |
      words[at + 6] |
      words[at + 7]) ===
    0
  )
}
