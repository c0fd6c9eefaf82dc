/** Clean corpora, each scanned alone: every finding is listed, for a person to judge. Also: the detection-floor certificate. */
import { join } from 'node:path'
import { CORPORA, corporaRoot, corpus } from './corpora.mjs'
import { writeRows } from './files.mjs'
import { chance } from './random.mjs'
import { scanned } from './scanner.mjs'
import { brief } from './score.mjs'
import { inFolder } from './trial.mjs'

/** Smallest set for which a certificate is promised. */
const CERTIFIED_ROWS = 5000
const MOST_CERTIFIED = 10_000
export const CLEAN = CORPORA
const AGAIN = new Set(['ni-definition', 'sgd-turns']) // the rows of another set, laid out otherwise

/** @returns {string[]} the corpora that a certificate is promised for */
export const certifiedCorpora = () => CLEAN.filter((name) => !AGAIN.has(name) && corpus(name).length >= CERTIFIED_ROWS)

/** The folders as their authors published them, and what a user would have to say about their columns. */
export const FOLDERS = {
  'self-instruct-t0-50k': {},
  'natural-instructions-en': {},
  'sgd-dstc8': {},
  gpteacher: {},
  gsm8k: {},
  'big-bench-hard': {},
  'huatuo-medical-zh': {},
  'anthropic-model-written-evals': { map: { prompt: '/question', response: '/answer_matching_behavior' } },
  'llama-factory-demo': {},
}

/** One published folder, read by the scanner's own readers and schemas. */
export function nativeScan(name) {
  return inFolder(async (folder) => {
    const { report, rows: rowsOut, ms } = await scanned([join(corporaRoot(), 'clean', name)], folder, FOLDERS[name])
    const held = (fingerprint) =>
      new Set(rowsOut.filter((r) => r.fingerprint === fingerprint).map((r) => `${r.file}:${r.row}`))
    const schemas = [...new Set(report.inputs.map((i) => i.schema))].join(', ')
    return {
      corpus: `${name} (as published: ${schemas})`,
      size: report.inputs.reduce((n, i) => n + i.exchanges, 0),
      findings: report.findings.map((f) => brief(f, held(f.fingerprint))),
      floor: report.floor,
      notes: report.notes.map((n) => n.code),
      skipped: report.skipped.map(({ reason, rows: n }) => ({ reason, rows: n })),
      ms: Math.round(ms),
    }
  })
}

/** @param {string} name  corpus */
export function cleanScan(name) {
  return scannedAlone(name, corpus(name), {})
}

/** How many rows a mixture of all sets has: labels that are frequent in their own task are rare in it. */
export const MIXTURES = [3000, 10_000, 30_000, 100_000]

export function mixedScan(size, number) {
  return scannedAlone(`mixture ${number + 1}`, chance(`mixture ${size} ${number}`).some(corpus('all'), size), {})
}

/**
 * The detection floor of a corpus; of a large one that of rows drawn from it, since each dose is a reading of the whole.
 *
 * @param {true | readonly string[]} outcomes  all that a certificate knows, or some
 */
export function certificate(name, outcomes) {
  const rows = corpus(name)
  return scannedAlone(
    name,
    rows.length > MOST_CERTIFIED ? chance(`certificate ${name}`).some(rows, MOST_CERTIFIED) : rows,
    {
      certify: outcomes,
    },
  )
}

function scannedAlone(name, rows, options) {
  return inFolder(async (folder) => {
    const { paths } = writeRows(rows, folder)
    const { report, rows: rowsOut, ms } = await scanned(paths, folder, options)
    const held = (fingerprint) => new Set(rowsOut.filter((r) => r.fingerprint === fingerprint).map((r) => r.row))
    return {
      corpus: name,
      size: rows.length,
      findings: report.findings.map((f) => brief(f, held(f.fingerprint))),
      floor: report.floor,
      notes: report.notes.map((n) => n.code),
      skipped: report.skipped.map(({ reason, rows: n }) => ({ reason, rows: n })),
      ms: Math.round(ms),
    }
  })
}
