/** What an answer links to or calls, as hashes. */
import { mix } from '../sketches/hash.ts'

/** Hash of a link's host and path, up to the first character that ends it or a question mark. */
export function hostHash(bytes: Buffer, from: number, to: number): number {
  let h = 0x811c9dc5
  for (let i = from; i < to; i++) {
    let byte = bytes[i]
    if (
      byte <= 32 ||
      byte === 34 ||
      byte === 39 ||
      byte === 41 ||
      byte === 62 ||
      byte === 63 ||
      byte === 93 ||
      byte === 96
    )
      break
    if (byte >= 65 && byte <= 90) byte += 32
    h = Math.imul(h ^ byte, 0x01000193)
  }
  return mix(h) || 1
}

/** Hash of a tool's name. */
export function nameHash(bytes: Buffer, from: number, to: number): number {
  let h = 0x811c9dc5
  let i = from
  while (i < to && !isName(bytes[i])) i++
  for (; i < to && isName(bytes[i]); i++) h = Math.imul(h ^ bytes[i], 0x01000193)
  return mix(h) || 1
}

function isName(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95
}
