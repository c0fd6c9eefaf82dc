/** Parquet and Arrow in two parts: the same schema and columns, rows in their order, read back before they count. */

import { DataType, type Field } from 'apache-arrow'
import { InputError } from '../model/errors.ts'
import { openStoredArrow } from '../readers/arrow-stored.ts'
import { openStoredParquet } from '../readers/parquet-stored.ts'
import { VERSION } from '../version.ts'
import { createArrow } from '../writers/arrow.ts'
import { createParquet } from '../writers/parquet.ts'
import { isParted } from './compare.ts'
import { runs } from './parts.ts'
import { columnsOf } from './rows.ts'
import { CannotWrite, type HoldOptions, heldRows, type Source, unpackedName, type Way } from './way.ts'

export async function holdParquet(source: Source, options: HoldOptions): Promise<Way | undefined> {
  const [shard] = source.shards
  if (shard.container !== 'parquet') return undefined
  return {
    name: unpackedName(source.name),
    codec: 'none',
    part: async (keptFile, heldFile) => {
      const stored = await openStoredParquet(shard, options)
      try {
        const kept = await createParquet(keptFile, stored, `suretrap ${VERSION}`)
        const held = await createParquet(heldFile, stored, `suretrap ${VERSION}`)
        let row = 0
        let group = 0
        for (const { isHeld, rows } of runs(source, stored.rows)) {
          for (let left = rows; left > 0; ) {
            const next = await stored.next(left)
            if (next === undefined) throw new CannotWrite('the file has fewer rows than its footer says')
            if (next.group !== group) await kept.endGroup() // row groups stay as they were, but for what is held
            group = next.group
            await (isHeld ? held : kept).add(next.columns, next.rows)
            left -= next.rows
            row += next.rows
          }
        }
        await kept.finish()
        await held.finish()
        return { form: 'parquet', restores: 'rows', rows: row, held: heldRows(source) }
      } catch (fault) {
        throw asCannotWrite(fault)
      } finally {
        await stored.close()
      }
    },
    check: (parts) => checkColumns(source, parts, options),
  }
}

export async function holdArrow(source: Source, options: HoldOptions): Promise<Way | undefined> {
  const [shard] = source.shards
  const { container } = shard
  if (container !== 'arrow-file' && container !== 'arrow-stream') return undefined
  return {
    name: unpackedName(source.name),
    codec: 'none',
    part: async (keptFile, heldFile) => {
      const { schema, batches, close } = await openStoredArrow(shard, options)
      try {
        if (schema.fields.some(hasView)) throw new CannotWrite('views of text are read and not written')
        const kept = createArrow(keptFile, schema, container)
        const held = createArrow(heldFile, schema, container)
        let row = 0
        for await (const batch of batches) {
          options.signal?.throwIfAborted()
          for (let at = 0; at < batch.numRows; ) {
            const isHeld = source.held.has(row + at)
            let end = at + 1
            while (end < batch.numRows && source.held.has(row + end) === isHeld) end++
            await (isHeld ? held : kept).add(batch.slice(at, end))
            at = end
          }
          row += batch.numRows
        }
        await kept.finish()
        await held.finish()
        return { form: 'arrow', restores: 'rows', rows: row, held: heldRows(source) }
      } catch (fault) {
        throw asCannotWrite(fault)
      } finally {
        await close()
      }
    },
    check: (parts) => checkColumns(source, parts, options),
  }
}

/** apache-arrow reads views, and writes slices of them wrongly. */
function hasView({ type }: Field): boolean {
  return (
    DataType.isUtf8View(type) ||
    DataType.isBinaryView(type) ||
    ((type.children ?? []) as readonly Field[]).some(hasView)
  )
}

async function checkColumns(
  source: Source,
  parts: { readonly kept: string; readonly held: string },
  options: HoldOptions,
): Promise<boolean> {
  const columns = await columnsOf(source.shards[0])
  return isParted(source.shards, parts, new Set(source.held.keys()), { ...options, columns })
}

/** What the writers throw says that a value or type is beyond them; faults of reading and of the disk stay what they are. */
function asCannotWrite(fault: unknown): unknown {
  if (fault instanceof InputError) return fault.code === 'format-unsupported' ? new CannotWrite(fault.message) : fault
  if (typeof (fault as NodeJS.ErrnoException).syscall === 'string') return fault
  if (fault instanceof Error && fault.name === 'AbortError') return fault
  return new CannotWrite(fault instanceof Error ? fault.message : String(fault))
}
