/**
 * WebDataset: a tar whose files, grouped by name up to the first dot, are samples. A row is the fields of the sample's JSON,
 * its texts under their extensions, and its name as `__key__`. Pictures and sounds are passed over.
 */
import { InputError } from '../model/errors.ts'
import type { RowBlock, RowSkip } from '../model/row.ts'
import type { Shard } from '../model/shard.ts'
import { sampleOf } from './archive.ts'
import { openFile, readHead } from './bytes.ts'
import { decompressed } from './decompress.ts'
import { parseLoose } from './loose-json.ts'
import type { OpenOptions } from './open.ts'
import { BLOCK_BYTES, BLOCK_ROWS, MAX_ROW_BYTES } from './spans.ts'
import { type TarEntry, tarEntries } from './tar.ts'

const TEXTS: ReadonlySet<string> = new Set(['txt', 'text', 'cls', 'caption'])

interface Sample {
  readonly key: string
  readonly fields: Map<string, unknown>
  fault: string
}

export async function* readWebdataset(shard: Shard, options: OpenOptions): AsyncGenerator<RowBlock, void, undefined> {
  const { maxRowBytes = MAX_ROW_BYTES, maxDecompressedRatio, signal, tap = (reader) => reader } = options
  const stored = await openFile(shard.path, 0, undefined, { signal })
  let values: unknown[] = []
  let rows: number[] = []
  let skips: RowSkip[] = []
  let row = 0
  let bytes = 0
  let sample: Sample | undefined

  const close = (): void => {
    if (sample === undefined || (sample.fields.size === 0 && sample.fault === '')) return
    if (sample.fault !== '') {
      skips.push({ row, reason: sample.fault })
    } else {
      values.push(Object.fromEntries([['__key__', sample.key], ...sample.fields]))
      rows.push(row)
    }
    row++
  }
  const block = (): RowBlock => {
    const full = { firstRow: rows[0] ?? row, values, rows: Float64Array.from(rows), skips, bytesRead: stored.stored() }
    values = []
    rows = []
    skips = []
    bytes = 0
    return full
  }

  try {
    const plain = await decompressed(tap(stored), shard.codec, { file: shard.file, maxDecompressedRatio })
    for await (const entry of tarEntries(plain)) {
      signal?.throwIfAborted()
      const { key, extension } = sampleOf(entry.name)
      if (sample?.key !== key) {
        close()
        sample = { key, fields: new Map(), fault: '' }
        if (rows.length >= BLOCK_ROWS || bytes >= BLOCK_BYTES) yield block()
      }
      bytes += await take(entry, extension, sample, maxRowBytes)
    }
    close()
    yield block()
  } catch (fault) {
    yield block()
    if (fault instanceof InputError) throw fault
    const why = fault instanceof Error ? fault.message : String(fault)
    throw new InputError('file-corrupt', `${shard.file}: ${why}`, {
      hint: 'the rows before the damage were read',
      cause: fault,
    })
  } finally {
    await stored.close()
  }
}

async function take({ size, data }: TarEntry, extension: string, sample: Sample, maxRowBytes: number): Promise<number> {
  const isText = TEXTS.has(extension)
  if (!isText && extension !== 'json') return 0
  if (size > maxRowBytes) {
    sample.fault = 'row-too-long'
    return 0
  }
  const text = (await readHead(data, size)).toString('utf8')
  if (isText) {
    sample.fields.set(extension, text)
    return size
  }
  const value = parsed(text)
  if (value === undefined) sample.fault = 'broken-json'
  else if (typeof value !== 'object' || value === null || Array.isArray(value)) sample.fields.set('json', value)
  else for (const [name, field] of Object.entries(value)) sample.fields.set(name, field)
  return size
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return parseLoose(text)
  }
}
