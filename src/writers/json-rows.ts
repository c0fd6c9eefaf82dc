/**
 * Rows written as JSON lines: the way out where a container cannot be written again.
 *
 * Promises one line a row, in order, with every digit of a 64-bit number; bytes that are no text are base64.
 */
import type { Output } from './output.ts'

export async function writeRow(value: unknown, output: Output): Promise<void> {
  await output.write(Buffer.from(`${toJson(value)}\n`))
}

/** @example toJson({ id: 9007199254740993n, text: 'a' }) // '{"id":9007199254740993,"text":"a"}' */
export function toJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'))
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`
  if (ArrayBuffer.isView(value)) return `[${Array.from(value as unknown as ArrayLike<number>, toJson).join(',')}]`
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined)
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${toJson(field)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
