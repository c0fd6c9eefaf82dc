/** Whether the text of a row, keys left out, is longer than a limit. Stops counting as soon as it is. */
export function isTooLong(row: unknown, most: number): boolean {
  let left = most
  const within = (value: unknown): boolean => {
    if (typeof value === 'string') left -= value.length
    else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      for (const part of Array.isArray(value) ? value : Object.values(value)) if (!within(part)) return false
    }
    return left >= 0
  }
  return !within(row)
}
