/**
 * One scan of one cell: background drawn, poison planted, written, scanned, marked. The folder is gone afterwards.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { corpus } from './corpora.mjs'
import { writeRows } from './files.mjs'
import { plant } from './plant.mjs'
import { chance } from './random.mjs'
import { scanned } from './scanner.mjs'
import { score } from './score.mjs'

/**
 * @param {import('./cells.mjs').Cell} cell
 * @param {number} number  which of the cell's scans
 */
export function planted(cell, number) {
  const seed = `${cell.id} ${number}`
  const whole = corpus(cell.background)
  const background = chance(`background ${seed}`).some(whole, Math.min(cell.size, whole.length))
  return plant(background, cell.plan, seed)
}

export async function trial(cell, number) {
  const made = planted(cell, number)
  return inFolder(async (folder) => {
    const { paths, place } = writeRows(made.rows, folder, cell.shards)
    const { report, rows, ms } = await scanned(paths, folder)
    const marks = new Map([...made.marks].map(([i, which]) => [place(i), which]))
    const decoys = new Set(made.decoys.map(place))
    const truth = {
      alternatives: made.trigger.alternatives,
      outcome: made.outcome,
      slot: made.slot,
      dose: cell.plan.dose,
      frequent: cell.plan.outcome === 'label',
      marks,
    }
    const marked = score(report, rows, truth)
    const { kinds, text, texts } = made.outcome
    return {
      cell: cell.id,
      group: cell.group,
      number,
      background: cell.background,
      size: made.rows.length,
      plan: cell.plan,
      planted: {
        trigger: made.trigger.alternatives.map((a) => a.parts?.join(' … ') ?? a.text),
        outcome: text ?? texts?.[0] ?? kinds[0],
        share: made.share,
        decoys: decoys.size,
      },
      ...marked,
      ms: Math.round(ms),
    }
  })
}

/** Calls with a fresh folder, and removes it whatever happens. */
export async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'suretrap-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
