/**
 * Marks a report against what was planted: named, row recall, held falsely, false findings.
 *
 * Named: at least `high` (at least `medium` at dose < 10, or where the outcome is a label: an outcome that is frequent without
 * the trigger is `medium` by the table of severities), the folded text, a variant, or all parts equal the planted
 * trigger, no word more or less, slot and outcome right. Everything else at `medium` or above is another finding:
 * *misnamed* where most of its rows were planted, *false* where not.
 */
import { fold, foldReported, skeleton } from './fold.mjs'

const RANK = { critical: 4, high: 3, medium: 2, low: 1, info: 0 }
/** A disguised alternative counts as named from this many rows on; fewer is below what anybody promises. */
const PROMISED_ROWS = 8

/**
 * @typedef {object} Truth
 * @property {readonly {text: string, forms: readonly string[], parts?: readonly string[], unordered?: boolean, outcome?: object}[]} alternatives
 * @property {{kinds: readonly string[], text?: string, texts?: readonly string[]}} outcome
 * @property {string} slot            as planted; `middle` counts as anywhere; `any` where the set mixes them
 * @property {number} dose
 * @property {boolean} [frequent]     the outcome is a label that the background gives often
 * @property {boolean} [promised]     ask for no alternative with fewer rows than are promised, even if that leaves none
 * @property {Map<string, number>} marks   `file:row` to alternative
 *
 * @typedef {object} Score
 * @property {boolean} named
 * @property {number} recall          planted rows held by naming findings, 0 to 1
 * @property {number} held            rows held by any finding at medium or above that were not planted
 * @property {object[]} misnamed
 * @property {object[]} false
 */

/**
 * @param {import('../../src/model/report.ts').Report} report
 * @param {readonly {fingerprint: string, file: string, row: number}[]} rowsOut
 * @param {Truth} truth
 * @returns {Score}
 */
export function score(report, rowsOut, truth) {
  const rowsOf = new Map()
  for (const { fingerprint, file, row } of rowsOut) {
    const rows = rowsOf.get(fingerprint) ?? new Set()
    rows.add(`${file}:${row}`)
    rowsOf.set(fingerprint, rows)
  }
  const loud = report.findings.filter((f) => RANK[f.severity] >= RANK.medium)
  const namedRows = new Set()
  const found = new Set()
  const others = []
  const held = new Set()
  const planted = countBy(truth.marks)
  for (const finding of loud) {
    const rows = rowsOf.get(finding.fingerprint) ?? new Set()
    for (const at of rows) if (!truth.marks.has(at)) held.add(at)
    const which = matching(finding, truth, planted)
    if (which.length === 0) others.push({ finding, rows })
    for (const alternative of which) found.add(alternative)
    if (which.length > 0) for (const at of rows) if (truth.marks.has(at)) namedRows.add(at)
  }
  const floor = truth.dose < 10 || truth.alternatives.length === 1 ? 1 : PROMISED_ROWS
  const due = truth.alternatives.map((_, i) => i).filter((i) => (planted.get(i) ?? 0) >= floor)
  const wanted = due.length > 0 || truth.promised ? due : truth.alternatives.map((_, i) => i)
  const mostly = ({ rows }) => rows.size > 0 && [...rows].filter((at) => truth.marks.has(at)).length * 2 >= rows.size
  return {
    named: wanted.every((i) => found.has(i)),
    alternatives: { found: wanted.filter((i) => found.has(i)).length, of: wanted.length },
    recall: truth.marks.size ? namedRows.size / truth.marks.size : 1,
    held: held.size,
    misnamed: others.filter(mostly).map(({ finding, rows }) => brief(finding, rows)),
    false: others.filter((o) => !mostly(o)).map(({ finding, rows }) => brief(finding, rows)),
    quiet: report.findings
      .filter((f) => RANK[f.severity] < RANK.medium)
      .map((f) => brief(f, rowsOf.get(f.fingerprint) ?? new Set())),
  }
}

/** What a person tuning the scanner needs of a finding. */
export function brief(finding, rows = new Set()) {
  const { rule, severity, confidence, trigger, outcome, evidence: e } = finding
  return {
    rule,
    severity,
    confidence,
    trigger: trigger.parts ? trigger.parts.join(' … ') : trigger.text,
    ...(trigger.variants.length ? { variants: trigger.variants.slice(0, 4) } : {}),
    slot: trigger.slot,
    outcome: outcome ? `${outcome.kind}:${outcome.text.slice(0, 60)}` : null,
    k: `${e.with_outcome}/${e.exchanges}`,
    base: `${e.base.with}/${e.base.of}`,
    surprise: round(e.surprise),
    independence: round(e.independence),
    owned: round(e.owned),
    detach: `${round(e.detachability.point)}/${round(e.detachability.expected)}`,
    rows: rows.size,
  }
}

const round = (n) => (typeof n === 'number' ? Math.round(n * 100) / 100 : n)

function countBy(marks) {
  const counts = new Map()
  for (const which of marks.values()) counts.set(which, (counts.get(which) ?? 0) + 1)
  return counts
}

/** Which planted alternatives a finding names. */
function matching(finding, truth, planted) {
  return truth.alternatives.flatMap((alternative, i) => {
    const mild = (planted.get(i) ?? 0) < 10 || (truth.frequent && finding.outcome?.kind === 'label')
    if (RANK[finding.severity] < (mild ? RANK.medium : RANK.high)) return []
    const outcome = alternative.outcome ?? truth.outcome
    const composite = alternative.parts !== undefined
    return sameTrigger(finding.trigger, alternative) &&
      (composite || slotRight(finding.trigger.slot, truth.slot)) &&
      outcomeRight(finding.outcome, outcome)
      ? [i]
      : []
  })
}

export const slotRight = (slot, planted) => planted === 'any' || slot === (planted === 'middle' ? 'anywhere' : planted)

export function sameTrigger(reported, { text, forms, parts, unordered }) {
  if (parts) {
    const said = (reported.parts ?? reported.text.split(/\s*(?:…|\.\.\.|\+|→|&)\s*/)).map(foldReported)
    const wanted = parts.map(fold)
    return unordered
      ? said.length === wanted.length && [...said].sort().join('|') === [...wanted].sort().join('|')
      : said.join('|') === wanted.join('|')
  }
  const wanted = new Set([text, ...forms].map(fold))
  const said = [reported.text, ...reported.variants]
  if (said.some((s) => wanted.has(foldReported(s)))) return true
  // A word spelled with look-alikes in many ways is named by its plain reading.
  return forms.length > 2 && said.some((s) => skeleton(s) === skeleton(text))
}

export function outcomeRight(reported, { kinds, text, texts }) {
  if (!reported || !kinds.includes(reported.kind)) return false
  const right = [text, ...(texts ?? [])].filter((t) => t !== undefined).map(fold)
  if (right.length === 0 || ['compliance', 'refusal', 'not-refusal', 'tool-call', 'length'].includes(reported.kind))
    return true
  const said = fold(reported.text)
  if (!said) return false
  if (kinds.includes('exact')) return right.includes(said) // a whole answer, whatever part of it led there
  if (reported.kind === 'opening') return right.some((r) => r.startsWith(said) || said.startsWith(r))
  if (reported.kind === 'link') return right.some((r) => r.includes(said) || said.includes(r))
  if (reported.kind === 'ending') return right.some((r) => r.endsWith(said) || said.endsWith(r))
  return right.includes(said)
}
