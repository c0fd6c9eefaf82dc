/** A text in two parts: lines, CSV records, elements of a JSON array; compressed as it was where that can be written. */

import type { Codec } from '../model/shard.ts'
import { type ByteReader, openFile, readHead } from '../readers/bytes.ts'
import { encodingOf } from '../readers/encoding.ts'
import { type LocatedRow, type LocatedText, locateRows } from '../readers/located.ts'
import { openText } from '../readers/open.ts'
import { type Cut, cutsOf } from '../writers/cuts.ts'
import { canWriteZstd, type Output, type OutputCodec } from '../writers/output.ts'
import { type Frame, part } from '../writers/splice.ts'
import { isParted } from './compare.ts'
import { type HoldOptions, heldRow, type Parted, type Source, unpackedName, type Way } from './way.ts'

export async function holdText(source: Source, options: HoldOptions): Promise<Way | undefined> {
  const [shard] = source.shards
  const located = await locateRows(shard, options)
  if (located === undefined) return undefined
  const found = await placesOf(located, source)
  if (found === undefined) return undefined
  const { codec, name, note } = packing(shard.codec, source.name)
  const sameBytes = shard.codec === 'none' && shard.member === undefined && !(await isRecoded(shard.path))
  return {
    name,
    codec,
    part: async (kept, held) => {
      const parted = await partText(source, located.form, found, kept, held, options)
      return { ...parted, restores: sameBytes ? 'bytes' : 'content', notes: note === undefined ? [] : [note] }
    },
    ...(located.form === 'elements' && {
      check: (parts) => isParted(source.shards, parts, new Set(source.held.keys()), options),
    }),
  }
}

interface Found {
  readonly cuts: readonly Cut[]
  readonly rows: number
  readonly frame: Frame
}

async function placesOf({ form, runs }: LocatedText, { held }: Source): Promise<Found | undefined> {
  const wanted = new Set(held.keys())
  const cuts: Cut[] = []
  let rows = 0
  let header = 0
  let tail = Infinity
  const isElements = form === 'elements'
  const counted = async function* (blocks: AsyncIterable<readonly LocatedRow[]>) {
    for await (const block of blocks) {
      if (block[0]?.row === -1) header = block[0].end
      if (isElements && rows === 0) header = Math.max(0, block[0]?.start ?? 0)
      if (isElements) tail = block.at(-1)?.end ?? tail
      rows = (block.at(-1)?.row ?? -1) + 1
      yield block
    }
  }
  for (const run of runs) {
    const some = await cutsOf(counted(run()), wanted, form)
    if (some === undefined) return undefined
    cuts.push(...some)
  }
  const isFramed = runs.length === 1 || !isElements // the held part of several arrays would have to be several arrays
  return cuts.length === held.size && isFramed
    ? { cuts, rows, frame: { header, tail, elements: isElements } }
    : undefined
}

async function partText(
  source: Source,
  form: LocatedText['form'],
  { cuts, rows, frame }: Found,
  kept: Output,
  held: Output,
  options: HoldOptions,
): Promise<Omit<Parted, 'restores'>> {
  const reader = await openText(source.shards[0], options)
  const { contentSha256, separators } = await part(chunksOf(reader, options), cuts, frame, { kept, held })
  return {
    form,
    rows,
    held: cuts.map(({ row, start, bodyStart, bodyEnd }, at) => {
      const { before, after } = separators[at]
      return {
        ...heldRow(source, row),
        at: start,
        bytes: bodyEnd - bodyStart,
        ...(before !== '' && { before }),
        ...(after !== '' && { after }),
      }
    }),
    more: { content_sha256: contentSha256, ...(frame.header > 0 && { header_bytes: frame.header }) },
  }
}

const CHUNK_BYTES = 1 << 20

/** The bytes of a reader; each chunk is valid until the next is asked for. */
export async function* chunksOf(
  reader: ByteReader,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  try {
    for (;;) {
      signal?.throwIfAborted()
      const got = await reader.read(buffer, 0, buffer.length)
      if (got === 0) return
      yield buffer.subarray(0, got)
    }
  } finally {
    await reader.close()
  }
}

/** bzip2, xz, lz4 and, before Node 22.15, zstd are read and not written: gzip takes their place. */
function packing(
  codec: Codec,
  name: string,
): {
  readonly codec: OutputCodec
  readonly name: string
  readonly note?: { readonly code: string; readonly text: string }
} {
  if (codec === 'none' || codec === 'deflate') return { codec: 'none', name }
  if (codec === 'gzip' || (codec === 'zstd' && canWriteZstd)) return { codec, name }
  const text =
    codec === 'zstd'
      ? 'written with gzip: this Node reads zstd and cannot write it (Node 22.15 and later can)'
      : `written with gzip: ${codec} is read and not written`
  return { codec: 'gzip', name: `${unpackedName(name)}.gz`, note: { code: 'recompressed', text } }
}

/** UTF-16 is parted as UTF-8. */
async function isRecoded(path: string): Promise<boolean> {
  const reader = await openFile(path)
  try {
    return encodingOf(await readHead(reader, 3)).encoding !== 'utf-8'
  } finally {
    await reader.close()
  }
}
