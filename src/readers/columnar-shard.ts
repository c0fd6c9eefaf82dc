/**
 * The file of a Parquet or Arrow shard, by place, wherever it stands: alone, in an archive, in a compressed file.
 *
 * What is stored as it is is read where it stands; what is compressed is inflated first.
 */
import { InputError } from '../model/errors.ts'
import type { Shard } from '../model/shard.ts'
import { type ColumnarFile, openColumnarFile, outside } from './columnar-file.ts'
import { inflatedFile } from './inflated-file.ts'
import { type OpenOptions, openPlain } from './open.ts'
import { codecOf } from './sniff.ts'

/** What opening needs of a shard: of a file that stands alone, where it is. */
export type Stored = Pick<Shard, 'path' | 'file'> & Partial<Shard>

type Options = Pick<OpenOptions, 'maxDecompressedRatio' | 'signal' | 'atOnce'>

/** The shard stands alone in its file, and is not compressed: its bounds are row groups, not bytes. */
export const standsAlone = ({ codec = 'none', member }: Pick<Stored, 'codec' | 'member'>): boolean =>
  codec === 'none' && member === undefined

export async function openColumnar(stored: Stored, options: Options = {}): Promise<ColumnarFile> {
  const { path, file, codec, member, bytes } = stored
  if (standsAlone(stored)) {
    const whole = await openColumnarFile(path, file, options)
    if (bytes === undefined || bytes === whole.size) return whole
    await whole.close()
    throw new InputError('file-changed', `${file}: changed since the scan began`, {
      hint: 'scan it again when nothing writes to it',
    })
  }
  const shard = stored as Shard // a member or a compressed file has its bounds
  if (member !== undefined && codec === 'none') {
    const within = await windowOf(shard, options)
    if (codecOf(await within.read(0, Math.min(within.size, HEAD_BYTES))) === 'none') return within
    await within.close()
  }
  return inflatedFile(await openPlain(shard, options), file, options)
}

const HEAD_BYTES = 16

/** A stretch of a file. */
async function windowOf({ path, file, start, end }: Shard, options: Options): Promise<ColumnarFile> {
  const whole = await openColumnarFile(path, file, options)
  const size = end - start
  return {
    ...whole,
    readNow: undefined,
    size,
    async read(from, to, room) {
      if (!(from >= 0 && from <= to && to <= size)) throw outside(file)
      return whole.read(start + from, start + to, room)
    },
  }
}
