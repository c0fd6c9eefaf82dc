/**
 * One input file → its kept part and its held part.
 *
 * A text is parted byte by byte; Parquet and Arrow are written again with all their columns; what can be neither is written
 * as JSON lines, and a note says so. Whatever was written again is read back and held against the input, row for row.
 */
import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '../model/errors.ts'
import { fileDigest } from '../readers/digest.ts'
import type { SplitFile } from '../writers/manifest.ts'
import { createOutput } from '../writers/output.ts'
import { holdText } from './text.ts'
import { CannotWrite, changed, type Held, type HoldOptions, type Source, type Target, type Way } from './way.ts'

export async function holdFile(source: Source, target: Target, options: HoldOptions): Promise<Held> {
  if (source.held.size === 0 && source.wholeFile) return copyWhole(source, target, options)
  // Loaded when needed: most datasets are text.
  const columns = () => import('./columns.ts')
  const ways: readonly (() => Promise<Way | undefined>)[] = [
    () => holdText(source, options),
    async () => (await columns()).holdParquet(source, options),
    async () => (await columns()).holdArrow(source, options),
    async () => (await import('./rows.ts')).holdRows(source, options),
  ]
  for (const way of ways) {
    const found = await way()
    const held = found === undefined ? undefined : await go(found, source, target)
    if (held !== undefined) return held
  }
  throw new InputError('format-unsupported', `${source.file}: cannot be parted`, { hint: 'convert it to JSON lines' })
}

/** Writes both parts; undefined if they did not come out right. */
async function go({ name, codec, part, check }: Way, source: Source, target: Target): Promise<Held | undefined> {
  const claimed = target.claim(name)
  const paths = { kept: `kept/${claimed}`, held: `held/${claimed}` }
  const places = { kept: join(target.folder, paths.kept), held: join(target.folder, paths.held) }
  const kept = await createOutput(places.kept, codec)
  const held = await createOutput(places.held, codec)
  const undo = async (): Promise<undefined> => {
    await Promise.all([rm(places.kept, { force: true }), rm(places.held, { force: true })])
    target.release(claimed)
  }
  try {
    const parted = await part(kept, held)
    const written = { kept: await kept.finish(), held: await held.finish() }
    if (check !== undefined && !(await check(places).catch(isUnreadable))) return await undo()
    const heldRows = source.held.size
    if (heldRows === 0) await rm(places.held)
    const entry: SplitFile = {
      file: source.file,
      form: parted.form,
      codec: source.shards[0].codec,
      rows: parted.rows,
      kept_rows: parted.rows - heldRows,
      held_rows: heldRows,
      input: source.input,
      kept: { path: paths.kept, ...written.kept },
      held: heldRows === 0 ? null : { path: paths.held, ...written.held },
      ...parted.more,
      restores: parted.restores,
    }
    return { entry, rows: parted.held, notes: (parted.notes ?? []).map((note) => ({ ...note, file: source.file })) }
  } catch (fault) {
    if (!(fault instanceof CannotWrite)) throw fault
    return await undo()
  } finally {
    await kept.abandon()
    await held.abandon()
  }
}

/** A part that the readers refuse is a part that was not written well. */
function isUnreadable(fault: unknown): false {
  if (fault instanceof InputError && fault.code !== 'aborted') return false
  throw fault
}

async function copyWhole(source: Source, { folder, claim }: Target, { signal }: HoldOptions): Promise<Held> {
  const [shard] = source.shards
  const path = `kept/${claim(source.name)}`
  const place = join(folder, path)
  await (await createOutput(place)).finish() // makes its folder
  await copyFile(shard.path, place)
  const { sha256 } = await fileDigest(place, signal)
  if (sha256 !== source.input.sha256) throw changed(source.file)
  const entry: SplitFile = {
    file: source.file,
    form: 'copy',
    codec: shard.codec,
    rows: source.rows,
    kept_rows: source.rows,
    held_rows: 0,
    input: source.input,
    kept: { path, ...source.input },
    held: null,
    restores: 'bytes',
  }
  return { entry, rows: [], notes: [] }
}
