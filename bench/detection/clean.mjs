/** Clean corpora, each scanned alone: every finding is listed, for a person to judge. Also: the detection-floor certificate. */
import { CORPORA, corpus } from './corpora.mjs'
import { writeRows } from './files.mjs'
import { scanned } from './scanner.mjs'
import { brief } from './score.mjs'
import { inFolder } from './trial.mjs'

/** Smallest set for which a certificate is promised. */
export const CERTIFIED_ROWS = 5000
export const CLEAN = CORPORA

/** @param {string} name  corpus  @param {boolean} [certify]  measure the detection floor as well */
export function cleanScan(name, certify = false) {
  const rows = corpus(name)
  return inFolder(async (folder) => {
    const { paths } = writeRows(rows, folder)
    const { report, rows: rowsOut, ms } = await scanned(paths, folder, certify ? { certify } : {})
    const held = (fingerprint) => new Set(rowsOut.filter((r) => r.fingerprint === fingerprint).map((r) => r.row))
    return {
      corpus: name,
      certified: certify,
      size: rows.length,
      findings: report.findings.map((f) => brief(f, held(f.fingerprint))),
      floor: report.floor,
      notes: report.notes.map((n) => n.code),
      skipped: report.skipped.map(({ reason, rows: n }) => ({ reason, rows: n })),
      ms: Math.round(ms),
    }
  })
}
