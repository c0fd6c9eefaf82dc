/** Work for all stations of a scan, and pieces of work that are shared out among them. */
import type { Crew } from './crew.ts'

/** What each station gives, asked at once. */
export function everyone<T>(crew: Crew, ask: (at: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: crew.size }, (_, at) => ask(at)))
}

/** Work of `count` pieces: each goes to the station that is free first. */
export async function shareOut<T>(
  crew: Crew,
  count: number,
  ask: (at: number, piece: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = new Array(count)
  let next = 0
  await everyone(crew, async (at) => {
    while (next < count) {
      const piece = next++
      results[piece] = await ask(at, piece)
    }
  })
  return results
}
