/**
 * The kept and the held part of a file → the file again, rows in their first order.
 *
 * A text comes back to the byte, and its hash says so; Parquet and Arrow come back row for row.
 */
import { copyFile } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import { type ByteReader, openFile, readHead, withHead } from '../readers/bytes.ts'
import { decompressed } from '../readers/decompress.ts'
import { codecOf } from '../readers/sniff.ts'
import type { SplitFile } from '../writers/manifest.ts'
import { canWriteZstd, createOutput, type Output, type OutputCodec } from '../writers/output.ts'
import { join } from '../writers/splice.ts'
import { isParted, shardsOf } from './compare.ts'
import { heldSet, notAsItWas, type Parts, runs } from './parts.ts'
import { chunksOf } from './text.ts'

const columns = () => import('./restore-columns.ts') // loaded when needed

/** @returns the path that was written, below `folder` */
export async function restoreFile(parts: Parts, folder: string, signal: AbortSignal | undefined): Promise<string> {
  const { entry, kept, held } = parts
  const name = entry.kept.path.slice('kept/'.length)
  const path = joinPath(folder, name)
  const output = await createOutput(path, packing(entry))
  try {
    if (held === undefined) {
      await output.finish()
      await copyFile(kept, path)
      return name
    }
    if (entry.form === 'parquet') await (await columns()).restoreParquet(parts, held, output)
    else if (entry.form === 'arrow') await (await columns()).restoreArrow(parts, held, output)
    else if (entry.form === 'rows') await restoreLines(parts, held, output)
    else await restoreText(parts, held, output, signal)
    const { sha256 } = await output.finish()
    const whole = entry.input.sha256_of !== 'chunks'
    const isColumnar = entry.form === 'parquet' || entry.form === 'arrow'
    if (isColumnar && !(await isParted(await shardsOf(path), { kept, held }, heldSet(parts.rows).held, { signal })))
      throw notAsItWas(entry)
    if (whole && entry.restores === 'bytes' && sha256 !== entry.input.sha256) throw notAsItWas(entry)
    return name
  } finally {
    await output.abandon()
  }
}

function packing({ form, codec, held }: SplitFile): OutputCodec {
  const isText = form === 'lines' || form === 'records' || form === 'elements'
  if (!isText || held === null || codec === 'none' || codec === 'deflate') return 'none'
  return codec === 'zstd' && canWriteZstd ? 'zstd' : 'gzip'
}

async function restoreText(
  { entry, kept, rows }: Parts,
  held: string,
  text: Output,
  signal?: AbortSignal,
): Promise<void> {
  const pieces = rows.map(({ at = 0, bytes = 0, before = '', after = '' }) => ({ at, bytes, before, after }))
  const frame = { header: entry.header_bytes ?? 0, elements: entry.form === 'elements' }
  const parts: ByteReader[] = []
  try {
    for (const path of [kept, held]) parts.push(await unpacked(path, entry))
    const [keptBytes, heldBytes] = parts.map((reader) => chunksOf(reader, { signal }))
    const hash = await join(keptBytes, heldBytes, pieces, frame, text)
    if (hash !== entry.content_sha256) throw notAsItWas(entry)
  } finally {
    for (const reader of parts) await reader.close()
  }
}

async function unpacked(path: string, { file, codec }: SplitFile): Promise<ByteReader> {
  const stored = await openFile(path)
  if (codec === 'none' || codec === 'deflate') return stored
  const head = await readHead(stored, 16)
  return decompressed(withHead(head, stored), codecOf(head), { file, maxDecompressedRatio: Infinity })
}

/** Both parts are lines of JSON, a row each: the number of a row says whose turn it is. */
async function restoreLines({ entry, kept, rows }: Parts, held: string, output: Output): Promise<void> {
  const take = { kept: linesOf(kept), held: linesOf(held) }
  try {
    for (const { isHeld, rows: count } of runs(heldSet(rows), entry.rows)) {
      for (let row = 0; row < count; row++) {
        const next = await (isHeld ? take.held : take.kept).next()
        if (!next.done) await output.write(next.value) // rows that could not be read are in neither part
      }
    }
    if (!(await take.kept.next()).done || !(await take.held.next()).done) throw notAsItWas(entry)
  } finally {
    await take.kept.return(undefined)
    await take.held.return(undefined)
  }
}

async function* linesOf(path: string): AsyncGenerator<Uint8Array> {
  let open: Uint8Array = new Uint8Array(0)
  for await (const chunk of chunksOf(await openFile(path))) {
    const bytes = Buffer.concat([open, chunk])
    let start = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      yield bytes.subarray(start, end + 1)
      start = end + 1
    }
    open = bytes.subarray(start)
  }
}
