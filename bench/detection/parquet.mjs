/**
 * The least Parquet file that holds columns of text: one row group, one plain page a column, uncompressed, nothing null.
 *
 * So that the bench can ask for equal findings from another container without a dependency of its own.
 * @see https://parquet.apache.org/docs/file-format/ and parquet.thrift there
 */

const I32 = 5
const I64 = 6
const BINARY = 8
const LIST = 9
const STRUCT = 12
const BYTE_ARRAY = 6 // parquet.thrift, Type
const UTF8 = 0 // ConvertedType

/** @param {Record<string, readonly string[]>} columns  all of one length */
export function parquet(columns) {
  const names = Object.keys(columns)
  const rows = columns[names[0]].length
  const parts = [Buffer.from('PAR1')]
  let offset = 4
  const chunks = names.map((name) => {
    const page = plain(columns[name])
    const header = struct([
      [1, I32, 0], // data page
      [2, I32, page.length],
      [3, I32, page.length],
      [
        5,
        STRUCT,
        struct([
          [1, I32, rows],
          [2, I32, 0],
          [3, I32, 3],
          [4, I32, 3],
        ]),
      ], // PLAIN values, RLE levels (none)
    ])
    const at = offset
    parts.push(header, page)
    offset += header.length + page.length
    const meta = struct([
      [1, I32, BYTE_ARRAY],
      [2, LIST, list(I32, [zigzag(0)])],
      [3, LIST, list(BINARY, [text(name)])],
      [4, I32, 0],
      [5, I64, rows],
      [6, I64, header.length + page.length],
      [7, I64, header.length + page.length],
      [9, I64, at],
    ])
    return struct([
      [2, I64, at],
      [3, STRUCT, meta],
    ])
  })
  const schema = [
    struct([
      [4, BINARY, text('rows')],
      [5, I32, names.length],
    ]),
    ...names.map((name) =>
      struct([
        [1, I32, BYTE_ARRAY],
        [3, I32, 0],
        [4, BINARY, text(name)],
        [6, I32, UTF8],
      ]),
    ),
  ]
  const group = struct([
    [1, LIST, list(STRUCT, chunks)],
    [2, I64, offset - 4],
    [3, I64, rows],
  ])
  const footer = struct([
    [1, I32, 1],
    [2, LIST, list(STRUCT, schema)],
    [3, I64, rows],
    [4, LIST, list(STRUCT, [group])],
  ])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  return Buffer.concat([...parts, footer, length, Buffer.from('PAR1')])
}

function plain(values) {
  return Buffer.concat(
    values.flatMap((value) => {
      const bytes = Buffer.from(value)
      const length = Buffer.alloc(4)
      length.writeUInt32LE(bytes.length)
      return [length, bytes]
    }),
  )
}

/** Thrift's compact protocol: fields as [id, type, number or encoded bytes], ids rising by less than 16. */
function struct(fields) {
  let last = 0
  const parts = fields.flatMap(([id, type, value]) => {
    const head = Buffer.from([((id - last) << 4) | type])
    last = id
    return [head, typeof value === 'number' ? zigzag(value) : value]
  })
  return Buffer.concat([...parts, Buffer.from([0])])
}

function list(type, items) {
  const head =
    items.length < 15
      ? Buffer.from([(items.length << 4) | type])
      : Buffer.concat([Buffer.from([0xf0 | type]), varint(items.length)])
  return Buffer.concat([head, ...items])
}

const text = (value) => Buffer.concat([varint(Buffer.byteLength(value)), Buffer.from(value)])
const zigzag = (n) => varint(n * 2) // none below zero here

function varint(n) {
  const bytes = []
  for (let left = n; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left])
    bytes.push((left % 128) | 128)
  }
}
