/** Counts in equal bins as a row of blocks; a bin with anything in it is never blank. */
const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** @example sparkline([0, 1, 4, 8], 4) // ' ▁▄█' */
export function sparkline(places: readonly number[], width: number): string {
  const bins = rebin(places, width)
  const most = Math.max(1, ...bins)
  return bins.map((many) => BLOCKS[Math.ceil((many / most) * (BLOCKS.length - 1))]).join('')
}

/** The same counts in fewer bins; none is lost. */
export function rebin(places: readonly number[], width: number): number[] {
  if (places.length <= width) return [...places]
  const bins = new Array<number>(width).fill(0)
  for (const [at, many] of places.entries()) bins[Math.floor((at * width) / places.length)]! += many
  return bins
}
