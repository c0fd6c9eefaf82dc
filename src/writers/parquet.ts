/**
 * Parquet written from stored values: the levels and physical values of rows in, a file with the same schema out.
 *
 * Pages are plain and, where this Node can, compressed as they were; else with snappy. Statistics and indexes are left out:
 * they would have to be made anew, and nothing needs them. A row group is in memory at a time.
 */
import * as zlib from 'node:zlib'
import type { ColumnChunk, CompressionCodec, RowGroup, SchemaElement } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'
import { writeColumn } from 'hyparquet-writer/src/column.js'
import { writeMetadata } from 'hyparquet-writer/src/metadata.js'
import { snappyCompress } from 'hyparquet-writer/src/snappy.js'
import type { Output } from './output.ts'
import { fieldsOf, structOf, type ThriftField } from './thrift-fields.ts'

export interface ParquetShape {
  readonly footer: Uint8Array // of the file that the values are from: its schema and metadata are taken over as they stand
  readonly leaves: readonly {
    readonly path: readonly SchemaElement[] // root to leaf
    readonly codec: string
    readonly maxDefinition: number
  }[]
}

export interface ParquetEntries {
  readonly definitions: readonly number[]
  readonly repetitions: readonly number[]
  readonly values: readonly unknown[]
}

export interface ParquetOutput {
  add(columns: readonly ParquetEntries[], rows: number): Promise<void>
  endGroup(): Promise<void>
  finish(): Promise<void>
}

const MAGIC = Buffer.from('PAR1')
const GROUP_BYTES = 64 * 1024 * 1024 // a row group is ended there, whatever its rows
const GROUP_ROWS = 1 << 20

type Compress = (bytes: Uint8Array) => Uint8Array
const zstd = (zlib as { readonly zstdCompressSync?: Compress }).zstdCompressSync
const compressors: { readonly [Codec in CompressionCodec]?: Compress } = {
  SNAPPY: snappyCompress as Compress,
  GZIP: (bytes) => zlib.gzipSync(bytes),
  BROTLI: (bytes) => zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } }),
  ...(zstd === undefined ? {} : { ZSTD: zstd }),
}

export async function createParquet(output: Output, shape: ParquetShape, createdBy: string): Promise<ParquetOutput> {
  const writer = new ByteWriter()
  const groups: RowGroup[] = []
  let pending = shape.leaves.map(emptyEntries)
  let rows = 0
  let bytes = 0
  let total = 0
  const drain = async (): Promise<void> => {
    await output.write(new Uint8Array(writer.buffer, 0, writer.index))
    writer.index = 0
  }
  const endGroup = async (): Promise<void> => {
    if (rows === 0) return
    const start = writer.offset
    const columns: ColumnChunk[] = []
    for (const [at, leaf] of shape.leaves.entries()) {
      columns.push(chunkOf(writer, leaf, pending[at]))
      await drain()
    }
    groups.push({
      columns,
      total_byte_size: columns.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n),
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(writer.offset - start),
    })
    pending = shape.leaves.map(emptyEntries)
    total += rows
    rows = 0
    bytes = 0
  }
  writer.appendBytes(MAGIC)
  return {
    async add(columns, count) {
      for (const [at, { definitions, repetitions, values }] of columns.entries()) {
        for (const level of definitions) pending[at].definitions.push(level)
        for (const level of repetitions) pending[at].repetitions.push(level)
        for (const value of values) {
          pending[at].values.push(value)
          bytes += value instanceof Uint8Array ? value.length + 16 : 8
        }
      }
      rows += count
      if (bytes >= GROUP_BYTES || rows >= GROUP_ROWS) await endGroup()
    },
    endGroup,
    async finish() {
      await endGroup()
      const footer = footerOf(shape.footer, groups, total, createdBy)
      writer.appendBytes(footer)
      writer.appendUint32(footer.length)
      writer.appendBytes(MAGIC)
      await drain()
    },
  }
}

const KEPT_FIELDS = [1, 2, 5, 7] // version, schema, key-value metadata, column orders
const NEW_FIELDS = [3, 4, 6] // rows, row groups, who wrote it

/** The footer of the first file with the new row groups: types that no library here knows stay what they are. */
function footerOf(first: Uint8Array, groups: readonly RowGroup[], rows: number, createdBy: string): Uint8Array {
  const writer = new ByteWriter()
  writeMetadata(writer, {
    version: 2,
    created_by: createdBy,
    schema: [{ name: 'root', num_children: 0 }], // not used
    num_rows: BigInt(rows),
    row_groups: [...groups],
    metadata_length: 0, // set by the writer
  })
  const made = fieldsOf(writer.getBytes())
  const kept = fieldsOf(first)
  const fields = new Map<number, ThriftField>()
  for (const [from, ids] of [
    [kept, KEPT_FIELDS],
    [made, NEW_FIELDS],
  ] as const) {
    for (const id of ids) {
      const field = from.get(id)
      if (field !== undefined) fields.set(id, field)
    }
  }
  return structOf(fields)
}

interface MutableEntries {
  readonly definitions: number[]
  readonly repetitions: number[]
  readonly values: unknown[]
}

const emptyEntries = (): MutableEntries => ({ definitions: [], repetitions: [], values: [] })

/** Without its annotations a value is written as it is; the schema of the footer keeps them. */
function chunkOf(
  writer: ByteWriter,
  { path, codec, maxDefinition }: ParquetShape['leaves'][number],
  entries: MutableEntries,
): ColumnChunk {
  const { name, type, type_length, repetition_type } = path[path.length - 1]
  const is96 = type === 'INT96'
  const physical: SchemaElement = is96
    ? { name, type: 'FIXED_LEN_BYTE_ARRAY', type_length: 12, repetition_type }
    : { name, type, type_length, repetition_type }
  const { chunk } = writeColumn({
    writer,
    column: {
      columnName: name,
      element: physical,
      schemaPath: [...path.slice(0, -1), physical],
      codec:
        compressors[codec as CompressionCodec] || codec === 'UNCOMPRESSED' ? (codec as CompressionCodec) : 'SNAPPY',
      compressors,
      stats: false,
      pageSize: 1 << 20,
      columnIndex: false,
      offsetIndex: false,
      encoding: 'PLAIN', // a dictionary would be searched by a hash that hostile data can make slow
    },
    pageData: {
      values: (is96 ? entries.values.map(bytesOf96) : entries.values) as unknown[],
      definitionLevels: entries.definitions,
      repetitionLevels: entries.repetitions,
      maxDefinitionLevel: maxDefinition,
    },
  })
  if (is96 && chunk.meta_data) chunk.meta_data.type = 'INT96'
  return chunk
}

function bytesOf96(value: unknown): Uint8Array | null {
  if (typeof value !== 'bigint') return null
  const bytes = Buffer.alloc(12)
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value))
  bytes.writeInt32LE(Number(BigInt.asIntN(32, value >> 64n)), 8)
  return bytes
}
