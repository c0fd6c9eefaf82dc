/**
 * Archives → shards: each data file in a tar or zip is a shard of its own, `a.tar!b.jsonl`; a WebDataset tar, whose samples
 * are groups of small files, is one shard.
 */
import { InputError } from '../model/errors.ts'
import type { Codec, Container, Shard } from '../model/shard.ts'
import { type ByteReader, openFile, readHead, withHead } from './bytes.ts'
import { decompressed } from './decompress.ts'
import { codecOf, HEAD_BYTES, sniff } from './sniff.ts'
import { tarEntries } from './tar.ts'
import { isNotData } from './walk.ts'
import { zipEntries } from './zip.ts'

export interface Archive {
  readonly shards: readonly Shard[]
  readonly ignored: number // members that are not data
  readonly faults: readonly InputError[]
}

export interface Place {
  readonly file: string
  readonly path: string
  readonly bytes: number // of the archive
  readonly codec: Codec
  readonly found?: Pick<Shard, 'version' | 'sha256'> // of a remote archive
}

const MOST_MEMBERS = 10_000 // as shards; WebDataset samples are not counted
const SAMPLE_PAIRS = 2 // pairs of files that only differ in their extension, from where on a tar holds samples
const SMALL_FILES = 64 // JSON files of at most SMALL_BYTES, likewise
const SMALL_BYTES = 1 << 14

export async function zipShards(place: Place): Promise<Archive> {
  const gathered = gather(place)
  for (const { name, start, end, method } of await zipEntries(place.path, place.file)) {
    if (gathered.leaveOut(name, end - start)) continue
    const codec = method === 'deflate' ? 'deflate' : 'none'
    const stored = await openFile(place.path, start, end)
    try {
      await gathered.add(name, await decompressed(stored, codec, { file: `${place.file}!${name}` }), start, end, codec)
    } finally {
      await stored.close()
    }
  }
  return gathered.archive()
}

export async function tarShards(place: Place): Promise<Archive> {
  const gathered = gather(place)
  const extensions = new Map<string, string>() // of the first file of each key
  let pairs = 0
  let small = 0
  const stored = await openFile(place.path)
  try {
    const reader = await decompressed(stored, place.codec, { file: place.file })
    for await (const { name, size, start, data } of tarEntries(reader)) {
      const { key, extension } = sampleOf(name)
      const other = extensions.get(key)
      if (other !== undefined && isPair(other, extension)) pairs++
      else if (extensions.size < MOST_MEMBERS) extensions.set(key, extension)
      if (extension === 'json' && size <= SMALL_BYTES) small++
      if (pairs === SAMPLE_PAIRS || small === SMALL_FILES)
        return { shards: [webdataset(place)], ignored: 0, faults: [] }
      if (!gathered.leaveOut(name, size)) await gathered.add(name, data, start, start + size, place.codec)
      if (place.codec === 'none' && start + size > place.bytes) throw new Error('unexpected end')
    }
  } catch (fault) {
    gathered.fault(fault instanceof InputError ? fault : damaged(place.file, fault))
  } finally {
    await stored.close()
  }
  return gathered.archive()
}

function gather(place: Place) {
  const shards: Shard[] = []
  const faults: InputError[] = []
  let ignored = 0
  return {
    leaveOut(name: string, size: number): boolean {
      if (size > 0 && !isLeftOut(name)) return false
      ignored++
      return true
    },
    async add(name: string, data: ByteReader, start: number, end: number, codec: Codec): Promise<void> {
      if (shards.length === MOST_MEMBERS) {
        throw new InputError('limit', `${place.file}: more than ${MOST_MEMBERS} data files in one archive`, {
          hint: 'unpack it first',
        })
      }
      const file = `${place.file}!${name}`
      const container = await containerOf(name, data, file)
      if (container === undefined) ignored++
      else {
        const { path } = place
        shards.push({
          file,
          path,
          container,
          codec,
          bytes: end - start,
          start,
          end,
          whole: true,
          ...place.found,
          member: name,
          format: container.startsWith('arrow') ? 'arrow' : container,
        })
      }
    },
    fault: (fault: InputError) => void faults.push(fault),
    archive: (): Archive => ({ shards, ignored, faults }),
  }
}

/** What a member holds; undefined for what is no data, archives in archives among it. */
async function containerOf(name: string, data: ByteReader, file: string): Promise<Container | undefined> {
  const head = await readHead(data, HEAD_BYTES)
  const codec = codecOf(head)
  const sniffed = sniff(codec === 'none' ? head : await headOf(withHead(head, data), codec, file), name)
  if (!('container' in sniffed)) return undefined
  return sniffed.container === 'tar' || sniffed.container === 'zip' ? undefined : sniffed.container
}

async function headOf(reader: ByteReader, codec: Codec, file: string): Promise<Buffer> {
  try {
    return await readHead(await decompressed(reader, codec, { file }), HEAD_BYTES)
  } catch {
    return Buffer.alloc(0)
  }
}

const ROWS_THEMSELVES: ReadonlySet<string> = new Set(['jsonl', 'ndjson', 'csv', 'tsv', 'parquet', 'arrow'])

/** Two files of one sample: a text or JSON, and something that is no dataset by itself. */
const isPair = (a: string, b: string): boolean =>
  a !== b &&
  [a, b].some((one) => one === 'json' || one === 'txt') &&
  ![a, b].some((one) => ROWS_THEMSELVES.has(one.split('.')[0]!))

/** A sample is a name up to its first dot, as webdataset has it. */
export function sampleOf(name: string): { readonly key: string; readonly extension: string } {
  const slash = name.lastIndexOf('/') + 1
  const dot = name.indexOf('.', slash + 1)
  return dot < 0
    ? { key: name, extension: '' }
    : { key: name.slice(0, dot), extension: name.slice(dot + 1).toLowerCase() }
}

const isLeftOut = (name: string): boolean =>
  isNotData(name.slice(name.lastIndexOf('/') + 1)) ||
  name.split('/').some((part) => /^[._]./.test(part) && part !== '..')

const webdataset = ({ file, path, bytes, codec, found }: Place): Shard => ({
  file,
  path,
  container: 'tar',
  codec,
  bytes,
  start: 0,
  end: bytes,
  whole: true,
  ...found,
  format: 'webdataset',
})

function damaged(file: string, fault: unknown): InputError {
  const why = fault instanceof Error ? fault.message : String(fault)
  return new InputError('file-corrupt', `${file}: the archive is damaged or cut short (${why})`, {
    hint: 'fetch the file again',
    cause: fault,
  })
}
