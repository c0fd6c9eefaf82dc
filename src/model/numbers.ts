/** Numbers as people read them. By hand: the first `toLocaleString` of a process loads tables for 30 ms. */

/** @example count(156000) // '156,000' */
export function count(many: number): string {
  return String(many).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** @example plural(2, 'finding') // '2 findings' */
export function plural(many: number, noun: string): string {
  return `${count(many)} ${many === 1 ? noun : `${noun}s`}`
}
