/** How Parquet values become the values JSON would hold: text stays text, times become ISO 8601, shapes are left out. */
import type { DecodedArray, ParquetParsers } from 'hyparquet'

export const parsers: Partial<ParquetParsers> = {
  stringFromBytes: textOf,
  jsonFromBytes: textOf, // as stored: a column of JSON is recognised like any other stringified JSON
  timestampFromMilliseconds: (millis) => time(Number(millis)),
  timestampFromMicroseconds: (micros) => time(Number(micros) / 1e3),
  timestampFromNanoseconds: (nanos) => time(Number(nanos) / 1e6),
  dateFromDays: (days) => time(days * 86_400_000)?.slice(0, 10),
  geometryFromBytes: () => null,
  geographyFromBytes: () => null,
}

/** UTF-8, a byte order mark kept: at the start of a prompt it may be a trigger. */
function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.prototype.utf8Slice.call(bytes, 0, bytes.length)
}

function time(millis: number): string | null {
  return Math.abs(millis) <= 8.64e15 ? new Date(millis).toISOString() : null
}

/** 64-bit numbers as JSON would have read them, where no digit is lost. */
export function withoutBigints(values: DecodedArray): DecodedArray {
  if (!(values instanceof BigInt64Array || values instanceof BigUint64Array)) return values
  return Array.from(values as BigInt64Array, (value) => (BigInt.asIntN(54, value) === value ? Number(value) : value))
}

const MAX_DECIMAL_BYTES = 64 // 154 digits; the time to decode one grows with the square of its length

export function checkDecimals(values: DecodedArray): void {
  for (const value of values as ArrayLike<unknown> as readonly unknown[]) {
    if (value instanceof Uint8Array && value.length > MAX_DECIMAL_BYTES)
      throw new RangeError(`a decimal of ${value.length} bytes`)
  }
}
