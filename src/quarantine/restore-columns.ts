/** Parquet and Arrow files again, from their two parts: rows in their first order. */
import { type Data, DataType } from 'apache-arrow'
import { InputError } from '../model/errors.ts'
import { openStoredArrow } from '../readers/arrow-stored.ts'
import { openStoredParquet, type StoredParquet } from '../readers/parquet-stored.ts'
import { VERSION } from '../version.ts'
import { createArrow } from '../writers/arrow.ts'
import type { SplitFile } from '../writers/manifest.ts'
import type { Output } from '../writers/output.ts'
import { createParquet } from '../writers/parquet.ts'
import { shardsOf } from './compare.ts'
import { heldSet, notAsItWas, type Parts, runs } from './parts.ts'

export async function restoreParquet({ entry, kept, rows }: Parts, held: string, output: Output): Promise<void> {
  const keptRows = await openStoredParquet({ path: kept, file: entry.kept.path })
  const heldRows = await openStoredParquet({ path: held, file: entry.held?.path ?? '' })
  try {
    // Codecs of leaves are those of the first row group: the part that has one tells.
    const whole = await createParquet(output, keptRows.rows > 0 ? keptRows : heldRows, `suretrap ${VERSION}`)
    let group = 0
    for (const { isHeld, rows: count } of runs(heldSet(rows), entry.rows)) {
      for (let left = count; left > 0; ) {
        const next = await nextOf(isHeld ? heldRows : keptRows, left, entry)
        if (!isHeld && next.group !== group) {
          await whole.endGroup()
          group = next.group
        }
        await whole.add(next.columns, next.rows)
        left -= next.rows
      }
    }
    await whole.finish()
  } finally {
    await keptRows.close()
    await heldRows.close()
  }
}

async function nextOf(from: StoredParquet, most: number, entry: SplitFile) {
  const next = await from.next(most)
  if (next === undefined) throw notAsItWas(entry)
  return next
}

export async function restoreArrow({ entry, kept, rows }: Parts, held: string, output: Output): Promise<void> {
  const [keptShard] = await shardsOf(kept)
  const [heldShard] = await shardsOf(held)
  const keptRows = await openStoredArrow(keptShard ?? fail(entry))
  const heldRows = await openStoredArrow(heldShard ?? fail(entry))
  const whole = createArrow(
    output,
    keptRows.schema,
    keptShard.container === 'arrow-file' ? 'arrow-file' : 'arrow-stream',
  )
  const take = { kept: batchesOf(keptRows.batches), held: batchesOf(heldRows.batches) }
  const dictionaries: Dictionaries = new Map()
  try {
    for (const { isHeld, rows: count } of runs(heldSet(rows), entry.rows)) {
      for (let left = count; left > 0; ) {
        const batch = await (isHeld ? take.held : take.kept)(left)
        if (batch === undefined) throw notAsItWas(entry)
        if (keptShard.container === 'arrow-file') shareDictionaries(batch.data.children, dictionaries)
        await whole.add(batch)
        left -= batch.numRows
      }
    }
    await whole.finish()
  } catch (fault) {
    if (fault instanceof InputError || typeof (fault as NodeJS.ErrnoException).syscall === 'string') throw fault
    throw new InputError('format-unsupported', `${entry.file}: its parts cannot be written as one Arrow file`, {
      hint: 'put them together with pyarrow.concat_tables',
      cause: fault,
    })
  } finally {
    await keptRows.close()
    await heldRows.close()
  }
}

type Batches = Awaited<ReturnType<typeof openStoredArrow>>['batches']
type Batch = Batches extends AsyncGenerator<infer One> ? One : never

type Dictionaries = Map<number, Data['dictionary']>

/** An Arrow file has one dictionary a column, and both parts have a copy of it. */
function shareDictionaries(columns: readonly Data[], known: Dictionaries): void {
  for (const column of columns) {
    if (DataType.isDictionary(column.type)) {
      const first = known.get(column.type.id)
      if (first === undefined) known.set(column.type.id, column.dictionary)
      else if (first.length === column.dictionary?.length) column.dictionary = first
    }
    shareDictionaries(column.children, known)
  }
}

/** Takes at most so many rows, never over the end of a batch. */
function batchesOf(batches: Batches): (most: number) => Promise<Batch | undefined> {
  let batch: Batch | undefined
  let used = 0
  return async (most) => {
    while (batch === undefined || used === batch.numRows) {
      const next = await batches.next()
      if (next.done) return undefined
      batch = next.value
      used = 0
    }
    const from = used
    used = Math.min(batch.numRows, used + most)
    return batch.slice(from, used)
  }
}

function fail(entry: SplitFile): never {
  throw notAsItWas(entry)
}
