/**
 * Cuts an Arrow file into stretches of whole record batches, so that several can be read side by side.
 *
 * Walks over the heads of the messages and reads no body. A file whose dictionaries change half-way, one on a server, or
 * one whose heads are broken stays whole: whoever reads it says what is wrong.
 */
import { setImmediate } from 'node:timers/promises'
import { InputError } from '../model/errors.ts'
import type { Shard } from '../model/shard.ts'
import { batchHeads } from './arrow-messages.ts'
import { checkAborted, openColumnarFile } from './columnar-file.ts'
import { placeOfPath } from './remote/place.ts'

const SHARD_BYTES = 16 * 1024 * 1024
const HEADS_AT_ONCE = 256 // then others have their turn

/** @param whole  an Arrow file that stands alone, uncompressed; of its parts, `start` and `end` are bytes of the file */
export async function arrowShards(
  whole: Shard,
  { bytes: most = SHARD_BYTES, signal }: { readonly bytes?: number; readonly signal?: AbortSignal } = {},
): Promise<readonly Shard[]> {
  if (whole.bytes <= most || placeOfPath(whole.path) !== undefined) return [whole]
  const source = await openColumnarFile(whole.path, whole.file)
  try {
    const parts: Shard[] = []
    let start = 0
    let firstRow = 0
    let rows = 0
    let heads = 0
    for await (const head of batchHeads(source, whole.container === 'arrow-file' ? 'arrow-file' : 'arrow-stream')) {
      if (++heads % HEADS_AT_ONCE === 0) await setImmediate() // a hostile file has millions of empty batches
      checkAborted(signal)
      if (head === 'dictionary-between' || head.rows < 0) return [whole]
      if (head.start < start) return [whole] // a footer may name its batches in any order
      if (head.end - start > most && head.start > start && rows > firstRow) {
        parts.push({ ...whole, start, end: head.start, whole: false, firstRow })
        start = head.start
        firstRow = rows
      }
      rows += head.rows
    }
    return parts.length === 0 ? [whole] : [...parts, { ...whole, start, whole: false, firstRow }]
  } catch (fault) {
    if (fault instanceof InputError && fault.code !== 'aborted') return [whole]
    throw fault
  } finally {
    await source.close()
  }
}
