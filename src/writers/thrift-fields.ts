/**
 * The fields of a Thrift struct as they stand, in the compact protocol: found without being understood, so that a footer can
 * be written again with two of its fields exchanged and the others the same bytes.
 *
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export interface ThriftField {
  readonly type: number
  readonly bytes: Uint8Array // of the value
}

const MAX_DEPTH = 64
const STOP = 0

/** @throws {RangeError} the bytes end too early, or are no struct */
export function fieldsOf(bytes: Uint8Array): ReadonlyMap<number, ThriftField> {
  const fields = new Map<number, ThriftField>()
  const at = cursor(bytes)
  eachField(at, (id, type) => {
    const start = at.offset
    skip(at, type, 0)
    fields.set(id, { type, bytes: bytes.subarray(start, at.offset) })
  })
  return fields
}

/** The struct again: fields by rising id, the ids less than 16 apart. */
export function structOf(fields: ReadonlyMap<number, ThriftField>): Uint8Array {
  const parts: Uint8Array[] = []
  let before = 0
  for (const [id, { type, bytes }] of [...fields].sort(([a], [b]) => a - b)) {
    const step = id - before
    if (step < 1 || step > 15) throw new RangeError(`a field ${id} after ${before}`)
    parts.push(Uint8Array.of(step * 16 + type), bytes)
    before = id
  }
  return Buffer.concat([...parts, Uint8Array.of(STOP)])
}

interface Cursor {
  readonly bytes: Uint8Array
  offset: number
}

const cursor = (bytes: Uint8Array): Cursor => ({ bytes, offset: 0 })

function take(at: Cursor, length: number): void {
  at.offset += length
  if (!(length >= 0 && at.offset <= at.bytes.length)) throw new RangeError('a Thrift struct ends too early')
}

function byte(at: Cursor): number {
  take(at, 1)
  return at.bytes[at.offset - 1]
}

/** Up to 64 bits; only lengths and ids are looked at, and these are small. */
function varint(at: Cursor): number {
  let value = 0
  for (let shift = 0; shift < 70; shift += 7) {
    const next = byte(at)
    value += (next & 0x7f) * 2 ** shift
    if (next < 0x80) return value
  }
  throw new RangeError('a Thrift number that does not end')
}

function eachField(at: Cursor, use: (id: number, type: number) => void): void {
  let id = 0
  for (;;) {
    const head = byte(at)
    if (head === STOP) return
    const step = head >> 4
    if (step > 0) id += step
    else {
      const zigzag = varint(at)
      id = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
    }
    use(id, head & 15)
  }
}

/** @param inList  flags have a byte of their own only there */
function skip(at: Cursor, type: number, depth: number, inList = false): void {
  if (depth > MAX_DEPTH) throw new RangeError('a Thrift struct that is nested too deeply')
  if (type === 1 || type === 2) take(at, inList ? 1 : 0)
  else if (type === 3) take(at, 1)
  else if (type === 4 || type === 5 || type === 6) varint(at)
  else if (type === 7) take(at, 8)
  else if (type === 8) take(at, varint(at))
  else if (type === 9 || type === 10) skipList(at, depth)
  else if (type === 11) skipMap(at, depth)
  else if (type === 12) eachField(at, (_, inner) => skip(at, inner, depth + 1))
  else throw new RangeError(`a Thrift value of the unknown type ${type}`)
}

function skipList(at: Cursor, depth: number): void {
  const head = byte(at)
  const length = head >> 4 === 15 ? varint(at) : head >> 4
  for (let left = length; left > 0; left--) skip(at, head & 15, depth + 1, true)
}

function skipMap(at: Cursor, depth: number): void {
  const length = varint(at)
  const types = length > 0 ? byte(at) : 0
  for (let left = length; left > 0; left--) {
    skip(at, types >> 4, depth + 1, true)
    skip(at, types & 15, depth + 1, true)
  }
}
