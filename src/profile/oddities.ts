/**
 * Oddities: how many rows hold something that is odd by itself, by kind, and where the first of them stand.
 *
 * A kind is a small number whose meaning its counter knows. Whole numbers, so that two parts merge into one exactly; of a
 * kind's places the first MOST_PLACES in the order of the data are kept.
 */
export const MOST_KINDS = 32
const MOST_PLACES = 2048
const ROWS = 2 ** 32 // places are shard · 2³² + row

export interface Oddities {
  readonly rows: Float64Array // by kind
  readonly places: number[][] // by kind; cut and sorted when read
}

export function emptyOddities(): Oddities {
  return { rows: new Float64Array(MOST_KINDS), places: Array.from({ length: MOST_KINDS }, () => []) }
}

/** @param kinds  one bit a kind */
export function noteOddities(into: Oddities, kinds: number, shard: number, row: number): void {
  for (let kind = 0; kind < MOST_KINDS; kind++) {
    if ((kinds & (1 << kind)) === 0) continue
    into.rows[kind]++
    addPlace(into.places[kind], shard * ROWS + row)
  }
}

export function mergeOddities(into: Oddities, from: Oddities): void {
  for (let kind = 0; kind < MOST_KINDS; kind++) {
    into.rows[kind] += from.rows[kind]
    for (const place of from.places[kind]) addPlace(into.places[kind], place)
  }
}

/** The first places of a kind, in the order of the data. */
export function firstPlaces({ places }: Oddities, kind: number): { readonly shard: number; readonly row: number }[] {
  cut(places[kind])
  return places[kind].map((place) => ({ shard: Math.floor(place / ROWS), row: place % ROWS }))
}

/** As one array: for each kind its rows, the number of its places, and these. */
export function flatOddities(oddities: Oddities): Float64Array {
  return Float64Array.from(
    oddities.places.flatMap((places, kind) => {
      cut(places)
      return [oddities.rows[kind], places.length, ...places]
    }),
  )
}

/** @returns undefined where the array was not made by `flatOddities` */
export function oddPart(flat: Float64Array): Oddities | undefined {
  const oddities = emptyOddities()
  let at = 0
  for (let kind = 0; kind < MOST_KINDS; kind++) {
    const [rows, count] = [flat[at], flat[at + 1]]
    if (!(rows >= 0 && count >= 0 && count <= MOST_PLACES && Number.isInteger(count))) return undefined
    oddities.rows[kind] = rows
    oddities.places[kind].push(...flat.subarray(at + 2, at + 2 + count))
    at += 2 + count
  }
  return at === flat.length ? oddities : undefined
}

function addPlace(places: number[], place: number): void {
  places.push(place)
  if (places.length >= MOST_PLACES * 2) cut(places)
}

function cut(places: number[]): void {
  places.sort((a, b) => a - b)
  places.length = Math.min(places.length, MOST_PLACES)
}
