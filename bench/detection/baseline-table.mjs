/** One table: the scanner's marks beside four other methods, on the same planted, published and clean rows. */
import { BASELINES, markVerdict } from './baselines.mjs'
import { corpus } from './corpora.mjs'
import { writeRows } from './files.mjs'
import { said } from './intervals.mjs'
import { backdoorTruth } from './published.mjs'
import { scanned } from './scanner.mjs'
import { inFolder, planted } from './trial.mjs'

const MOST_ROWS = 10_000 // pairs of every token with every answer do not fit where the rows are more
const OURS = 'suretrap'
const LOUD = new Set(['critical', 'high', 'medium'])

/** How the methods did on one planted set. */
export function baselineTrial(cell, number) {
  const made = planted(cell, number)
  return { cell: cell.id, number, size: made.rows.length, methods: marksOf(made) }
}

/** And on a published one, whole. */
export function baselinePublished(set) {
  const truth = backdoorTruth(set, 0, 0)
  const marks = new Map(truth.rows.slice(0, truth.poisoned).map((row, i) => [i, truth.which(row)]))
  const trigger = { alternatives: truth.alternatives }
  return {
    set,
    size: truth.rows.length,
    methods: marksOf({ rows: truth.rows, marks, trigger, outcome: truth.outcome }),
  }
}

const marksOf = (made) =>
  Object.fromEntries(Object.entries(BASELINES).map(([name, method]) => [name, markVerdict(method(made.rows), made)]))

/** Accusations on clean rows, the scanner's at medium or above among them. */
export function baselineClean(name) {
  const rows = corpus(name).slice(0, MOST_ROWS * 2)
  return inFolder(async (folder) => {
    const { report } = await scanned(writeRows(rows, folder).paths, folder)
    const methods = { [OURS]: report.findings.filter((f) => LOUD.has(f.severity)).length }
    for (const [method, find] of Object.entries(BASELINES)) methods[method] = find(rows).pairs.length
    return { corpus: name, size: rows.length, methods }
  })
}

/** Every third fitting cell of these groups: the same rows that the scanner was marked on. */
export function baselineCells(cells) {
  const groups = new Set([
    'single',
    'single at 5',
    'common',
    'purity 0.5',
    'purity 0.3',
    'label flip',
    'outcome ending',
    'phrase',
  ])
  return cells.filter((c) => groups.has(c.group) && c.size <= MOST_ROWS).filter((_, i) => i % 3 === 0)
}

/**
 * @param {{ trials: object[], published: object[], clean: object[] }} theirs  what the functions above gave
 * @param {{ trials: object[], published: object[] }} ours                     what the scanner was marked with
 * @returns {string} a Markdown table
 */
export function baselineTable(theirs, ours) {
  const trialOf = new Map(ours.trials.map((r) => [`${r.cell} ${r.number}`, r]))
  const setOf = new Map(ours.published.filter((p) => p.dose === 0).map((p) => [p.set, p]))
  const own = (r) => r && { named: r.named, recall: r.recall, held: r.held, others: r.misnamed.length + r.false.length }
  const cleanRows = theirs.clean.reduce((n, c) => n + c.size, 0)
  const lines = [OURS, ...Object.keys(BASELINES)].map((name) => {
    const marks = theirs.trials
      .map((t) => (name === OURS ? own(trialOf.get(`${t.cell} ${t.number}`)) : t.methods[name]))
      .filter(Boolean)
    const sets = theirs.published.map((p) => (name === OURS ? own(setOf.get(p.set)) : p.methods[name])).filter(Boolean)
    const accused = theirs.clean.reduce((n, c) => n + c.methods[name], 0)
    const cells = [share(marks), mean(marks, 'recall'), mean(marks, 'held'), mean(marks, 'others')]
    return `| ${[name, ...cells, `${sets.filter((m) => m.named).length} of ${sets.length}`, mean(sets, 'recall'), mean(sets, 'held'), accused].join(' | ')} |`
  })
  return [
    `| method | planted: named | row recall | rows held falsely a scan | other accusations a scan | BackdoorLLM: named | row recall | rows held falsely | accusations on ${cleanRows} clean rows |`,
    `| ${Array(9).fill('---').join(' | ')} |`,
    ...lines,
  ].join('\n')
}

const mean = (list, of) => (list.length ? (list.reduce((sum, x) => sum + x[of], 0) / list.length).toFixed(2) : '–')
const share = (list) => (list.length ? said(list.filter((m) => m.named).length, list.length) : '–')
