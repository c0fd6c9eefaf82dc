/**
 * The footer of a Parquet file: its schema, and where the column chunks of each row group lie.
 *
 * Promises that only the last bytes of the file are read, that a broken footer is one clear error, and that an encrypted
 * one is named as such. Statistics, indexes and key-value pairs are not decoded: nothing here is decided by them.
 * Knows no pages.
 */
import { type CompressionCodec, type ParquetType, parquetSchema, type SchemaElement, type SchemaTree } from 'hyparquet'
import { CompressionCodecs, ConvertedTypes, FieldRepetitionTypes, ParquetTypes } from 'hyparquet/src/constants.js'
import { InputError } from '../model/errors.ts'
import { asInputError, type ColumnarFile, corrupt, unsupported } from './columnar-file.ts'
import { bytesOf, flagOf, intOf, readStruct, type Struct, structAt, structsAt } from './parquet-thrift.ts'

export interface ParquetFooter {
  readonly tree: SchemaTree
  readonly leaves: readonly (readonly SchemaTree[])[] // path from the root to each leaf, in the order of the file
  readonly groups: readonly RowGroup[]
  readonly rows: number
}

export interface RowGroup {
  readonly firstRow: number
  readonly rows: number
  readonly chunks: readonly ColumnChunk[] // by leaf
  readonly storedBytes: number
}

export interface ColumnChunk {
  readonly type: ParquetType
  readonly codec: CompressionCodec
  readonly values: number // nulls counted
  readonly start: number // byte of the first page
  readonly storedBytes: number
  readonly bytes: number // uncompressed
  readonly encrypted: boolean
  readonly elsewhere: boolean // in another file
}

const TAIL_BYTES = 64 * 1024 // read at first; most footers fit
const MAX_FOOTER_BYTES = 256 * 1024 * 1024
const MAX_LEAVES = 20_000
const TAIL = 8 // length of the footer (4 bytes), then the magic (4 bytes)

export async function readFooter(source: ColumnarFile): Promise<ParquetFooter> {
  const { file, size } = source
  if (size < TAIL + 4) throw corrupt(file, `too short for a Parquet file (${size} bytes)`)
  const tail = await source.read(Math.max(0, size - TAIL_BYTES), size)
  const magic = Buffer.from(tail.subarray(-4)).toString('latin1')
  if (magic === 'PARE') throw encrypted(file)
  if (magic !== 'PAR1') throw corrupt(file, 'the Parquet footer is missing: the file was probably cut short')
  const length = new DataView(tail.buffer).getUint32(tail.length - TAIL, true)
  if (length > size - TAIL - 4) throw corrupt(file, 'the Parquet footer claims to be longer than the file')
  if (length > MAX_FOOTER_BYTES) {
    throw new InputError('limit', `${file}: a Parquet footer of ${length} bytes`, {
      hint: 'write the file again with fewer row groups or columns',
    })
  }
  const start = size - TAIL - length
  const bytes =
    length + TAIL <= tail.length
      ? tail.subarray(tail.length - TAIL - length, tail.length - TAIL)
      : await source.read(start, size - TAIL)
  try {
    return footerOf(readStruct(bytes).struct, source)
  } catch (error) {
    throw asInputError(error, file, 'the Parquet footer')
  }
}

export function encrypted(file: string): InputError {
  return unsupported(file, 'the Parquet file is encrypted', 'decrypt it first, or leave the encrypted columns out')
}

function footerOf(footer: Struct, source: ColumnarFile): ParquetFooter {
  const schema = structsAt(footer, 2).map(elementOf)
  if (schema.length === 0) throw corrupt(source.file, 'the Parquet footer has no schema')
  if (schema.length > MAX_LEAVES) {
    throw new InputError('limit', `${source.file}: ${schema.length} columns`, {
      hint: `leave columns out: at most ${MAX_LEAVES} are read`,
    })
  }
  const headless = schema.slice(1).find((element) => !element.type && element.num_children === undefined)
  if (headless) throw corrupt(source.file, 'a column in the Parquet footer has no known type')
  const tree = parquetSchema({ schema })
  const leaves = [...leavesOf(tree, [])]
  let firstRow = 0
  const groups = structsAt(footer, 4).map((group) => {
    const made = groupOf(group, leaves, source, firstRow)
    firstRow += made.rows
    return made
  })
  return { tree, leaves, groups, rows: firstRow }
}

function* leavesOf(node: SchemaTree, above: readonly SchemaTree[]): Generator<readonly SchemaTree[]> {
  const path = [...above, node]
  // A group without children bears no chunk; a primitive always has a type.
  if (node.element.type && node.children.length === 0) yield path
  for (const child of node.children) yield* leavesOf(child, path)
}

function elementOf(struct: Struct): SchemaElement {
  const logical = structAt(struct, 10)
  const converted = ConvertedTypes[intOf(struct, 6) ?? -1]
  return {
    type: ParquetTypes[intOf(struct, 1) ?? -1],
    type_length: intOf(struct, 2),
    repetition_type: FieldRepetitionTypes[intOf(struct, 3) ?? -1],
    name: text(bytesOf(struct, 4)),
    num_children: intOf(struct, 5),
    scale: intOf(struct, 7),
    ...annotation(converted, logical),
  }
}

/** Annotations that change how values are read. Old ones and new ones say the same; some writers give only the new. */
function annotation(
  converted: SchemaElement['converted_type'],
  logical: Struct | undefined,
): Pick<SchemaElement, 'converted_type' | 'logical_type' | 'scale'> {
  // These hold no conversation: the raw value will do where a caller asks for one by name.
  if (converted === 'BSON' || converted === 'INTERVAL') return {}
  const is = (id: number) => logical?.fields[id] !== undefined
  if (is(2)) return { converted_type: 'MAP' }
  if (is(3)) return { converted_type: 'LIST' }
  if (is(5)) return { converted_type: 'DECIMAL', scale: intOf(structAt(logical!, 5)!, 1) }
  if (is(6)) return { converted_type: 'DATE' }
  if (is(7)) return { logical_type: { type: 'TIME', isAdjustedToUTC: true, unit: 'MICROS' } }
  if (is(8)) {
    const unit = structAt(structAt(logical!, 8)!, 2)
    const scale = unit?.fields[1] ? 'MILLIS' : unit?.fields[2] ? 'MICROS' : 'NANOS'
    return { logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: scale } }
  }
  if (is(10)) {
    const integer = structAt(logical!, 10)!
    return {
      logical_type: { type: 'INTEGER', bitWidth: intOf(integer, 1) ?? 64, isSigned: flagOf(integer, 2) ?? true },
    }
  }
  if (is(12)) return { converted_type: 'JSON' }
  if (is(14)) return { logical_type: { type: 'UUID' } }
  if (is(15)) return { logical_type: { type: 'FLOAT16' } }
  if (is(16)) return { logical_type: { type: 'VARIANT' } }
  if (is(17) || is(18)) return { logical_type: { type: 'GEOMETRY' } }
  return { converted_type: converted }
}

function groupOf(group: Struct, leaves: ParquetFooter['leaves'], source: ColumnarFile, firstRow: number): RowGroup {
  const rows = count(intOf(group, 3), 'rows')
  const found = structsAt(group, 1)
  const chunks = leaves.map((leaf, at) => {
    const chunk = found[at] && samePath(found[at], leaf) ? found[at] : found.find((other) => samePath(other, leaf))
    if (!chunk) throw corrupt(source.file, 'the Parquet footer leaves out a column of a row group')
    return chunkOf(chunk)
  })
  return { firstRow, rows, chunks, storedBytes: chunks.reduce((sum, chunk) => sum + chunk.storedBytes, 0) }
}

function samePath(chunk: Struct, leaf: readonly SchemaTree[]): boolean {
  const meta = structAt(chunk, 3)
  if (!meta) return true // encrypted: only its place tells
  const path = meta.fields[3]
  const names = leaf[leaf.length - 1].path
  return (
    Array.isArray(path) &&
    path.length === names.length &&
    path.every((part, at) => part instanceof Uint8Array && text(part) === names[at])
  )
}

function chunkOf(chunk: Struct): ColumnChunk {
  const meta = structAt(chunk, 3)
  const isEncrypted = chunk.fields[8] !== undefined || !meta
  const info = meta ?? { fields: [] }
  const data = count(intOf(info, 9), 'bytes')
  const dictionary = intOf(info, 11) ?? 0
  return {
    type: ParquetTypes[intOf(info, 1) ?? -1],
    codec: CompressionCodecs[intOf(info, 4) ?? -1],
    values: count(intOf(info, 5), 'values'),
    start: dictionary > 0 && dictionary < data ? dictionary : data,
    storedBytes: count(intOf(info, 7), 'bytes'),
    bytes: count(intOf(info, 6), 'bytes'),
    encrypted: isEncrypted,
    elsewhere: chunk.fields[1] !== undefined,
  }
}

function count(value: number | undefined, of: string): number {
  if (value !== undefined && !(value >= 0 && Number.isSafeInteger(value))) throw new RangeError(`${value} ${of}`)
  return value ?? 0
}

function text(bytes: Uint8Array | undefined): string {
  return bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8') : ''
}
