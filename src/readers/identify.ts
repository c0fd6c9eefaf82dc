/** What one file is: codec, container and encoding, from the first 64 KiB of it and of what it holds. */
import { InputError } from '../model/errors.ts'
import type { Reader } from '../model/reader.ts'
import type { Codec } from '../model/shard.ts'
import { openFile, readHead, unreadable, withHead } from './bytes.ts'
import { decompressed } from './decompress.ts'
import { codecOf, HEAD_BYTES, type Sniffed, sniff } from './sniff.ts'

export interface Identity {
  readonly bytes: number
  readonly codec: Codec
  readonly sniffed: Sniffed
}

/**
 * @param name      the file's name where `path` does not tell it (standard input)
 * @param readers   that the user brought: asked first
 * @throws {InputError} the file cannot be read or inflated
 */
export async function identify(
  path: string,
  name: string,
  { signal, readers = [] }: { readonly signal?: AbortSignal; readonly readers?: readonly Reader[] } = {},
): Promise<Identity> {
  const asked = async (head: Buffer): Promise<Sniffed> => {
    if (readers.length === 0) return sniff(head, name)
    const { fitting } = await import('./plugged.ts')
    const plugged = fitting(readers, head, name)
    return plugged === undefined ? sniff(head, name) : { plugged }
  }

  const stored = await openFile(path, 0, undefined, { signal })
  const { size } = stored
  try {
    const head = await readHead(stored, HEAD_BYTES)
    const codec = codecOf(head)
    if (codec === 'none') return { bytes: size, codec, sniffed: await asked(head) }
    const plain = await decompressed(withHead(head, stored), codec, { file: name })
    return { bytes: size, codec, sniffed: await asked(await headOf(plain)) }
  } catch (fault) {
    if (fault instanceof InputError) throw fault
    throw unreadable(name, fault)
  } finally {
    await stored.close()
  }
}

/** The head of inflated bytes; damage after some of them is told when the rows are read. */
async function headOf(plain: Awaited<ReturnType<typeof decompressed>>): Promise<Buffer> {
  const head = Buffer.allocUnsafe(HEAD_BYTES)
  let filled = 0
  try {
    while (filled < head.length) {
      const got = await plain.read(head, filled, head.length - filled)
      if (got === 0) break
      filled += got
    }
  } catch (fault) {
    if (filled === 0) throw fault
  }
  await plain.close()
  return head.subarray(0, filled)
}
