/** Undo: a quarantine's kept and held sets → the dataset again, rows in their first order, in a new folder. */
import { join } from 'node:path'
import { InputError } from './model/errors.ts'
import { notAsItWas } from './quarantine/parts.ts'
import { restoreFile } from './quarantine/restore.ts'
import { fileDigest } from './readers/digest.ts'
import { fillFolder } from './writers/folder.ts'
import { type HeldRow, readManifest, type SplitFile } from './writers/manifest.ts'

export interface UndoOptions {
  readonly out: string // a folder that is not there yet, or is empty
  readonly staging?: string
  readonly signal?: AbortSignal
}

export interface Restored {
  readonly out: string
  readonly files: readonly {
    readonly file: string
    readonly path: string
    readonly rows: number
    readonly restores: SplitFile['restores']
  }[]
  readonly rows: number
}

/** @throws {InputError} the folder is no finished quarantine, or its files are not those it was finished with */
export async function undoQuarantine(folder: string, { out, staging, signal }: UndoOptions): Promise<Restored> {
  const { files, rows } = await readManifest(folder)
  const held = new Map<string, HeldRow[]>()
  for (const row of rows) {
    const known = held.get(row.file)
    if (known === undefined) held.set(row.file, [row])
    else known.push(row)
  }
  return fillFolder(out, { inputs: [folder], staging }, async (into) => {
    const done: { file: string; path: string; rows: number; restores: SplitFile['restores'] }[] = []
    for (const entry of files) {
      signal?.throwIfAborted()
      for (const part of entry.held === null ? [entry.kept] : [entry.kept, entry.held]) {
        const how = part.sha256_of === 'chunks' ? {} : { wholeBytes: Infinity }
        const { sha256 } = await fileDigest(join(folder, part.path), signal, how)
        if (sha256 !== part.sha256) throw notAsItWas(entry)
      }
      const ofFile = held.get(entry.file) ?? []
      if (!isRising(ofFile) || ofFile.length !== entry.held_rows) throw broken(folder, entry)
      const parts = {
        entry,
        kept: join(folder, entry.kept.path),
        held: entry.held === null ? undefined : join(folder, entry.held.path),
        rows: ofFile,
      }
      const path = await restoreFile(parts, into, signal)
      done.push({ file: entry.file, path, rows: entry.rows, restores: entry.restores })
    }
    return { out, files: done, rows: done.reduce((total, one) => total + one.rows, 0) }
  })
}

const isRising = (rows: readonly HeldRow[]): boolean => rows.every(({ row }, at) => at === 0 || rows[at - 1].row < row)

const broken = (folder: string, { file }: SplitFile): InputError =>
  new InputError('file-corrupt', `${folder}: the manifest's rows of ${file} do not fit its counts`, {
    hint: 'use the folder as suretrap quarantine left it',
  })
