/**
 * State file: what one machine hands to another. A header in JSON, arrays of numbers, a checksum.
 *
 * Equal content gives equal bytes. A file that was cut, mangled on the way or made by another version is one clear
 * `InputError`; nothing of it is used. Layout: `docs/profile-format.md`. Knows no detector: arrays have names.
 */
import { createHash } from 'node:crypto'
import { endianness } from 'node:os'
import { deflateSync, inflateSync } from 'node:zlib'
import { InputError } from '../model/errors.ts'

export type StateArray = Uint8Array | Uint32Array | Float64Array
type Kind = 'u8' | 'u32' | 'f64'

export interface StateFile {
  readonly header: Readonly<Record<string, unknown>>
  readonly arrays: ReadonlyMap<string, StateArray>
}

interface Entry {
  readonly name: string
  readonly kind: Kind
  readonly length: number // numbers
  readonly stored: number // bytes in the file
  readonly packed: boolean // zlib
}

// The first byte is no letter, then come a line end of DOS and one of Unix: a transfer as text breaks it visibly (as PNG has it).
const MAGIC = Buffer.from([0x89, 0x53, 0x52, 0x54, 0x50, 0x0d, 0x0a, 0x1a])
const FORMAT = 1
const HEAD_BYTES = MAGIC.length + 8
const DIGEST_BYTES = 32
const WORTH_PACKING = 64 // bytes; shorter arrays are stored as they are
const MOST_BYTES = 2 ** 32 // of one array
const BYTES = { u8: 1, u32: 4, f64: 8 } as const

export function encodeState(
  header: Readonly<Record<string, unknown>>,
  arrays: Iterable<readonly [string, StateArray]>,
): Uint8Array {
  const entries: Entry[] = []
  const bodies: Uint8Array[] = []
  for (const [name, array] of arrays) {
    const plain = littleEndian(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), BYTES[kindOf(array)])
    const packed = plain.length >= WORTH_PACKING ? deflateSync(plain, { level: 1 }) : plain
    const body = packed.length < plain.length ? packed : plain
    entries.push({ name, kind: kindOf(array), length: array.length, stored: body.length, packed: body !== plain })
    bodies.push(body)
  }
  const text = Buffer.from(JSON.stringify({ ...header, arrays: entries }))
  const head = Buffer.alloc(HEAD_BYTES)
  MAGIC.copy(head)
  head.writeUInt32LE(FORMAT, MAGIC.length)
  head.writeUInt32LE(text.length, MAGIC.length + 4)
  const digest = createHash('sha256')
  for (const part of [head, text, ...bodies]) digest.update(part)
  return new Uint8Array(Buffer.concat([head, text, ...bodies, digest.digest()]))
}

/** @throws {InputError} `file-corrupt`: not a state, or not a whole one; `profile-mismatch`: of another format version */
export function decodeState(bytes: Uint8Array): StateFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (file.length < MAGIC.length || !file.subarray(0, MAGIC.length).equals(MAGIC))
    throw corrupt('it is not a state file')
  if (file.length < HEAD_BYTES + DIGEST_BYTES) throw corrupt('it was cut off')
  const format = file.readUInt32LE(MAGIC.length)
  if (format !== FORMAT) {
    throw new InputError('profile-mismatch', `the state has format ${format}, this version reads ${FORMAT}`, {
      hint: 'make all states with one version of suretrap',
    })
  }
  const body = file.subarray(0, file.length - DIGEST_BYTES)
  if (!createHash('sha256').update(body).digest().equals(file.subarray(body.length)))
    throw corrupt('its checksum does not fit')
  const textEnd = HEAD_BYTES + file.readUInt32LE(MAGIC.length + 4)
  if (textEnd > body.length) throw corrupt('its header is cut off')
  const { arrays: entries, ...header } = headerOf(body.subarray(HEAD_BYTES, textEnd))
  const arrays = new Map<string, StateArray>()
  let at = textEnd
  for (const entry of entries) {
    if (at + entry.stored > body.length) throw corrupt(`${entry.name} is cut off`)
    arrays.set(entry.name, arrayOf(entry, body.subarray(at, at + entry.stored)))
    at += entry.stored
  }
  if (at !== body.length) throw corrupt('it holds more than its header says')
  return { header, arrays }
}

/** @throws {InputError} the state has no such array of this kind */
export function u8(file: StateFile, name: string): Uint8Array {
  const array = file.arrays.get(name)
  if (array instanceof Uint8Array) return array
  throw corrupt(`${name} is missing`)
}

export function u32(file: StateFile, name: string): Uint32Array {
  const array = file.arrays.get(name)
  if (array instanceof Uint32Array) return array
  throw corrupt(`${name} is missing`)
}

export function f64(file: StateFile, name: string): Float64Array {
  const array = file.arrays.get(name)
  if (array instanceof Float64Array) return array
  throw corrupt(`${name} is missing`)
}

export function corrupt(what: string, cause?: unknown): InputError {
  return new InputError('file-corrupt', `a state cannot be used: ${what}`, {
    hint: 'make it again, or fetch it again as binary',
    cause,
  })
}

function headerOf(text: Buffer): Record<string, unknown> & { readonly arrays: readonly Entry[] } {
  try {
    const header = JSON.parse(text.toString('utf8'))
    if (Array.isArray(header?.arrays) && header.arrays.every(isEntry)) return header
  } catch (cause) {
    throw corrupt('its header is not JSON', cause)
  }
  throw corrupt('its header does not list its arrays')
}

function isEntry(entry: Partial<Entry> | null): boolean {
  return (
    typeof entry?.name === 'string' &&
    Object.hasOwn(BYTES, entry.kind ?? '') &&
    isSize(entry.length) &&
    isSize(entry.stored) &&
    typeof entry.packed === 'boolean' &&
    entry.length * BYTES[entry.kind as Kind] <= MOST_BYTES
  )
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function arrayOf({ name, kind, length, packed }: Entry, stored: Buffer): StateArray {
  const size = length * BYTES[kind]
  let plain: Uint8Array
  try {
    plain = packed ? inflateSync(stored, { maxOutputLength: size + 1 }) : stored
  } catch (cause) {
    throw corrupt(`${name} cannot be unpacked`, cause)
  }
  if (plain.length !== size) throw corrupt(`${name} has not the length that the header says`)
  const own = littleEndian(new Uint8Array(plain), BYTES[kind]) // a copy: aligned, and ours
  if (kind === 'u8') return own
  return kind === 'u32'
    ? new Uint32Array(own.buffer, own.byteOffset, length)
    : new Float64Array(own.buffer, own.byteOffset, length)
}

function kindOf(array: StateArray): Kind {
  if (array instanceof Uint8Array) return 'u8'
  return array instanceof Uint32Array ? 'u32' : 'f64'
}

/** Numbers are stored with their lowest byte first, as nearly every machine has them. */
function littleEndian(bytes: Uint8Array, size: number): Uint8Array {
  if (size === 1 || endianness() === 'LE') return bytes
  const swapped = Buffer.from(bytes)
  return new Uint8Array(size === 4 ? swapped.swap32() : swapped.swap64())
}
