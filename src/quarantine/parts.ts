/** The two parts of a file, and whose turn it is, row by row. */
import { InputError } from '../model/errors.ts'
import type { HeldRow, SplitFile } from '../writers/manifest.ts'

/** A file of a quarantine, its parts on disk, and the rows of it that are held, in order. */
export interface Parts {
  readonly entry: SplitFile
  readonly kept: string
  readonly held: string | undefined
  readonly rows: readonly HeldRow[]
}

/** Stretches of rows that go the same way. */
export function* runs(
  { held }: { readonly held: ReadonlyMap<number, unknown> },
  total: number,
): Generator<{ readonly isHeld: boolean; readonly rows: number }> {
  let at = 0
  for (const row of [...held.keys()].sort((a, b) => a - b)) {
    if (row > at) yield { isHeld: false, rows: row - at }
    yield { isHeld: true, rows: 1 }
    at = row + 1
  }
  if (total > at) yield { isHeld: false, rows: total - at }
}

export const heldSet = (rows: readonly HeldRow[]) => ({ held: new Map(rows.map(({ row }) => [row, []])) })

export function notAsItWas({ file }: SplitFile): InputError {
  return new InputError('file-changed', `${file}: its parts are not as they were written`, {
    hint: 'use the folder as suretrap quarantine left it',
  })
}
