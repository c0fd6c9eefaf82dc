/**
 * Oddities counted → findings about one thing alone: hidden characters, template tokens in what a user said.
 *
 * They name a kind, never the characters; no outcome is held against them, and by default no gate counts them. What a gate
 * has been found for already is not told twice.
 */
import { HIDDEN_NAMES } from './detectors/hidden-character.ts'
import { TEMPLATE_TOKENS } from './detectors/template-token.ts'
import { fingerprint } from './judge.ts'
import * as o from './model/observation.ts'
import type { EvidenceReport, Finding } from './model/report.ts'
import { foldText } from './phrase.ts'
import type { createPlacing } from './placing.ts'
import { firstPlaces } from './profile/oddities.ts'
import type { Profile } from './profile/profile.ts'
import { fillMessage, matchRule, type Rule, severityAt } from './rules/index.ts'
import { doseBand } from './severity.ts'
import type { Weighed } from './weigh.ts'

/** Kinds below it are bits of hidden characters; from it on, places in TEMPLATE_TOKENS. */
const FIRST_TEMPLATE_KIND = HIDDEN_NAMES.length
const SAMPLES = 10
const BINS = 100
const TOLD = 0.9 // share of the rows that a gate explains

export function hasOddities({ oddities }: Profile): boolean {
  return oddities.rows.some((rows) => rows > 0)
}

export function oddityFindings(
  profile: Profile,
  accepted: readonly Weighed[],
  placing: ReturnType<typeof createPlacing>,
  rules: readonly Rule[],
): Finding[] {
  const findings: Finding[] = []
  const { oddities, exchanges } = profile
  oddities.rows.forEach((count, kind) => {
    const isHidden = kind < FIRST_TEMPLATE_KIND
    const text = isHidden ? HIDDEN_NAMES[kind] : TEMPLATE_TOKENS[kind - FIRST_TEMPLATE_KIND]
    if (count === 0 || text === undefined || (isHidden && isTold(kind, count, accepted))) return
    const detector = isHidden ? 'hidden-character' : 'template-token'
    const rule = matchRule(rules, { detector, outcome: 'none', slot: 'anywhere', numbers: { support: count } })
    if (rule === null) return
    const places = new Array<number>(BINS).fill(0)
    const rows = firstPlaces(oddities, kind).map((place) => placing(recordAt(place), 0))
    for (const { position } of rows) places[Math.min(BINS - 1, Math.floor(position * BINS))]++
    findings.push({
      fingerprint: fingerprint(rule.id, 'anywhere', foldText(text), 'none', ''),
      rule: rule.id,
      severity: severityAt(rule, count),
      confidence: 'low',
      message: fillMessage(rule.message, { support: count, trigger: text }),
      trigger: { text, slot: 'anywhere', variants: [] },
      outcome: null,
      dose: { count, band: doseBand(count) },
      evidence: evidenceOf(count, exchanges),
      rows: rows.slice(0, SAMPLES).map(({ file, row }) => ({ file, row, excerpt: text })),
      places,
      declared: null,
    })
  })
  return findings
}

/** Whether a gate was found whose trigger is these characters, on nearly all of the rows. */
function isTold(kind: number, count: number, accepted: readonly Weighed[]): boolean {
  return accepted.some(
    ({ both }) => both.filter((record) => ((record[o.TURN] >>> 24) >>> kind) & 1).length >= count * TOLD,
  )
}

function recordAt({ shard, row }: { readonly shard: number; readonly row: number }): Uint32Array {
  const record = new Uint32Array(o.TOKENS)
  record[o.SHARD] = shard
  record[o.ROW] = row
  return record
}

/** Nothing was weighed: only how many exchanges of how many. */
function evidenceOf(count: number, exchanges: number): EvidenceReport {
  return {
    exchanges: count,
    with_outcome: 0,
    purity: { low: 0, point: 0, high: 0 },
    base: { with: 0, of: Math.max(0, exchanges - count) },
    rivals: [],
    surprise: 0,
    independence: 0,
    owned: 0,
    detachability: { point: 0, expected: 0 },
    twins: 0,
    q: 1,
    tested: 0,
  }
}
