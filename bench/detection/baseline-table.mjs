/** One table: our scanner's marks beside four other methods, on the same planted rows and on the same clean rows. */
import { BASELINES, markVerdict } from './baselines.mjs'
import { corpus } from './corpora.mjs'
import { planted } from './trial.mjs'

const MOST_ROWS = 10_000 // pairs of every token with every answer do not fit where the rows are more

/** Cells that a whole-answer method could be asked about at all, and how the methods did on them. */
export function baselineTrial(cell, number) {
  const made = planted(cell, number)
  const entries = Object.entries(BASELINES).map(([name, method]) => [name, markVerdict(method(made.rows), made)])
  return { cell: cell.id, group: cell.group, number, size: made.rows.length, methods: Object.fromEntries(entries) }
}

export function baselineClean(name) {
  const rows = corpus(name).slice(0, MOST_ROWS * 2)
  const entries = Object.entries(BASELINES).map(([method, find]) => {
    const { pairs, rows: held } = find(rows)
    return [method, { accused: pairs.length, held: held.size }]
  })
  return { corpus: name, size: rows.length, methods: Object.fromEntries(entries) }
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

/** @returns {string} a Markdown table */
export function baselineTable(trials, ours, clean) {
  const names = ['suretrap', ...Object.keys(BASELINES)]
  const byCell = new Map(ours.map((r) => [`${r.cell} ${r.number}`, r]))
  const lines = names.map((name) => {
    const marks = trials.map((t) => {
      if (name !== 'suretrap') return t.methods[name]
      const r = byCell.get(`${t.cell} ${t.number}`)
      return r
        ? { named: r.named, recall: r.recall, held: r.held, others: r.misnamed.length + r.false.length }
        : undefined
    })
    const known = marks.filter(Boolean)
    const accused = name === 'suretrap' ? undefined : clean.reduce((n, c) => n + c.methods[name].accused, 0)
    const rows = clean.reduce((n, c) => n + c.size, 0)
    return `| ${name} | ${share(known, (m) => m.named)} | ${mean(known, (m) => m.recall)} | ${mean(known, (m) => m.held)} | ${mean(known, (m) => m.others)} | ${accused === undefined ? 'see above' : `${accused} in ${rows}`} |`
  })
  return [
    '| method | named | row recall | rows held falsely a scan | other accusations a scan | accusations on clean rows |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n')
}

const mean = (list, of) => (list.length ? (list.reduce((sum, x) => sum + of(x), 0) / list.length).toFixed(2) : '–')
const share = (list, of) => (list.length ? `${list.filter(of).length}/${list.length}` : '–')
