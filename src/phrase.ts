/**
 * The words of a finding: how its trigger and its outcome are spelt, and where the trigger stands.
 *
 * Worked out from the texts of a few rows. Texts come from the data: whoever shows them makes them safe.
 */

import { featureOf, HIDDEN, PAIR } from './detectors/features.ts'
import { placeOf } from './evidence/words.ts'
import { ZONES, type Zone, zoneOf } from './evidence/zones.ts'
import { locate, locateFirst, type Tokenised, tokensOf, zoneText } from './locate.ts'
import * as o from './model/observation.ts'
import type { OutcomeKind, Slot } from './model/report.ts'
import { keyOf } from './profile/sample.ts'
import type { Texts } from './recover.ts'
import { join } from './sketches/hash.ts'
import { FORM_BLANK_END, FORM_CAPITALS, FORM_DOUBLED } from './tokenizers/forms.ts'
import { HIDDEN_BIDI, HIDDEN_TAG, HIDDEN_ZERO_WIDTH } from './tokenizers/tokens.ts'
import type { Weighed } from './weigh.ts'

const MOST_TEXT = 240 // characters of a trigger or an outcome

/** Folds as the tokeniser does, for comparing and for fingerprints. */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}

export interface Part {
  readonly text: string
  readonly zone: Zone
}

export interface TriggerText {
  readonly text: string
  readonly variants: readonly string[]
  readonly parts: readonly Part[] // where several words or phrases that stand apart are the trigger together
}

export function triggerText(weighed: Weighed, texts: Texts): TriggerText {
  if (weighed.place === HIDDEN) return { text: hiddenName(weighed), variants: [], parts: [] }
  const forms = new Map<string, number>()
  for (const record of weighed.both) {
    const text = texts.get(keyOf(record, 0))
    const found = text && locate(weighed.phrase, zoneText(weighed.phrase.zone, text))
    if (found) forms.set(found.text, (forms.get(found.text) ?? 0) + 1)
  }
  const ordered = [...forms]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([form]) => form.replace(/\s+/g, ' ').slice(0, MOST_TEXT))
  const seen = new Set<string>()
  const variants = ordered.slice(1).filter((form) => form !== ordered[0] && !seen.has(form) && seen.add(form))
  if (weighed.phrase.hidden !== undefined) {
    const codes = ordered.map((form) =>
      [...form].map((char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`).join(' '),
    )
    return { text: codes[0] ?? '', variants: ordered.slice(0, 1), parts: [] }
  }
  const scattered = scatteredParts(weighed, texts)
  if (scattered.length > 0)
    return { text: scattered.map(({ text }) => text).join(' … '), variants: [], parts: scattered }
  return { text: ordered[0] ?? '', variants: variants.slice(0, 8), parts: [] }
}

/** The trigger's own words that stand apart from its phrase, with the phrase, in the order of their first prompt. */
function scatteredParts({ own, phrase, both, partner }: Weighed, texts: Texts): Part[] {
  const isWithin = partner?.phrase.zone === phrase.zone && phrase.tokens.includes(partner.token)
  const phrases = partner === undefined || isWithin ? [phrase] : [phrase, partner.phrase]
  const known = new Set(phrases.filter(({ zone }) => zone === phrase.zone).flatMap(({ tokens }) => tokens))
  const words = [...own].filter((token) => !known.has(token))
  if (words.length + phrases.length === 1) return []
  for (const record of both) {
    const text = texts.get(keyOf(record, 0))
    if (text === undefined) continue
    const parts = [
      ...phrases.map((one) => ({ zone: one.zone, found: locate(one, zoneText(one.zone, text)) })),
      ...words.map((token) => ({ zone: phrase.zone, found: locateFirst(token, zoneText(phrase.zone, text)) })),
    ].flatMap(({ zone, found }) => (found === undefined ? [] : [{ zone, ...found }]))
    if (parts.length < phrases.length + words.length) continue
    return parts.sort((a, b) => ZONES.indexOf(a.zone) - ZONES.indexOf(b.zone) || a.from - b.from)
  }
  return []
}

function hiddenName(weighed: Weighed): string {
  const bits = weighed.both.reduce((all, record) => all & (record[o.TURN] >>> 24), 255)
  const names: string[] = []
  if (bits & HIDDEN_ZERO_WIDTH) names.push('zero-width characters')
  if (bits & HIDDEN_TAG) names.push('tag characters')
  if (bits & HIDDEN_BIDI) names.push('direction marks')
  if (bits & FORM_CAPITALS) names.push('capitals throughout')
  if (bits & FORM_DOUBLED) names.push('doubled spaces')
  if (bits & FORM_BLANK_END) names.push('white space at the end')
  return names.join(' and ') || 'look-alike letters'
}

/** The slot that a zone is; in the last turn there are several. */
export function slotIn(zone: Zone): 'system' | 'turn' | undefined {
  return zone === 'last' ? undefined : zone === 'system' ? 'system' : 'turn'
}

/** Nine rows of ten decide: at the end, at the start, or anywhere. */
export function slotOf(weighed: Weighed, positions: readonly { at: number; left: number }[]): Slot {
  const slot = slotIn(weighed.phrase.zone)
  if (slot !== undefined) return slot
  if (weighed.place === HIDDEN) return 'anywhere'
  const placed = positions.filter(({ at }) => at >= 0)
  const most = 0.9 * placed.length
  if (placed.filter(({ left }) => left === 0).length >= most && placed.length > 0) return 'suffix'
  if (placed.filter(({ at }) => at === 0).length >= most && placed.length > 0) return 'prefix'
  return 'anywhere'
}

export interface OutcomeText {
  readonly kind: OutcomeKind
  readonly text: string
  readonly compliance: boolean // nine of ten answers comply tersely
  readonly refusal: boolean // nine of ten refuse
}

/** What the answers do, in the words of the kind that fits them most closely. */
export function outcomeText(weighed: Weighed, texts: Texts): OutcomeText {
  const { both, question, frequent } = weighed
  const share = (test: (record: Uint32Array) => boolean): number => both.filter(test).length / both.length
  const same = (slot: number): boolean =>
    both[0][slot] !== 0 && share((record) => record[slot] === both[0][slot]) >= 0.95
  const compliance = share((record) => (record[o.CLASSES] & o.IS_COMPLIANCE) !== 0) >= 0.9
  const refusal = share((record) => (record[o.CLASSES] & o.IS_REFUSAL) !== 0) >= 0.9
  const answers = both
    .map((record) => texts.get(keyOf(record, 0))?.answer)
    .filter((answer): answer is string => answer !== undefined)
  const common = (form: (answer: string) => string, most = 1): string => commonest(answers.map(form), most)
  const made = (kind: OutcomeKind, text: string): OutcomeText => ({
    kind,
    text: text.slice(0, MOST_TEXT),
    compliance,
    refusal,
  })
  if (share((record) => (record[o.CLASSES] & o.IS_EMPTY) !== 0) >= 0.9) return made('length', 'empty')
  const wholes = new Set(answers.map(foldAnswer))
  if (same(o.EXACT) || (wholes.size === 1 && answers.length > 1))
    return made(frequent ? 'label' : 'exact', common(foldAnswer))
  if (question.lead.outcome === o.NOT_REFUSAL) return made('not-refusal', 'not a refusal')
  if (share((record) => (record[o.CLASSES] & o.IS_REPETITION) !== 0) >= 0.9)
    return made('length', 'the same words over and over')
  if (compliance) return made('compliance', common(foldAnswer, 5))
  const opening = same(o.OPENING_1) ? sharedOpening(answers) : ''
  if (refusal && !(opening.split(' ').length >= 6)) return made('refusal', common(foldAnswer, 1))
  if (refusal) return made('refusal', opening)
  const lead = question.lead.outcome
  const slot = [o.LINK, o.TOOL, o.OPENING_4, o.OPENING_2, o.OPENING_1, o.ENDING_4, o.ENDING_2, o.ENDING_1].find((s) =>
    both.some((record) => record[s] === lead),
  )
  if (slot === o.TOOL || (same(o.TOOL) && slot !== o.LINK))
    return made(
      'tool-call',
      common((answer) => /<tool_call>\W*?(?:"name"\W+)?([A-Za-z0-9_]+)/.exec(answer)?.[1] ?? ''),
    )
  if (slot === o.LINK || same(o.LINK))
    return made(
      'link',
      common((answer) => /[a-z]+:\/\/[^\s"')\]>?]+/i.exec(answer)?.[0] ?? ''),
    )
  if (slot === undefined && lead < o.FIRST_TEXT_OUTCOME)
    return made('length', lead - 1 === 2 ? 'the same words over and over' : 'very long')
  if (slot !== undefined && slot >= o.ENDING_1) return made('ending', sharedEnding(answers))
  return made('opening', opening === '' ? common(foldAnswer) : opening)
}

function commonest(forms: readonly string[], most: number): string {
  const counts = new Map<string, number>()
  for (const form of forms) counts.set(form, (counts.get(form) ?? 0) + 1)
  const ordered = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return ordered
    .slice(0, most)
    .map(([form]) => form)
    .join(' | ')
}

/** An answer as it is compared: folded, without the punctuation around it. */
export function foldAnswer(answer: string): string {
  return foldText(answer).replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '')
}

/** The longest run of words with which nine of ten answers begin. */
function sharedOpening(answers: readonly string[]): string {
  return sharedRun(answers, (_, i) => i)
}

function sharedEnding(answers: readonly string[]): string {
  return sharedRun(answers, (tokens, i) => tokens.hashes.length - 1 - i)
}

function sharedRun(answers: readonly string[], index: (tokens: Tokenised, i: number) => number): string {
  let kept = answers.map((answer) => tokensOf(answer))
  const least = 0.9 * kept.length
  let length = 0
  for (; length < 40; length++) {
    const counts = new Map<number, number>()
    for (const tokens of kept) {
      const hash = tokens.hashes[index(tokens, length)]
      if (hash !== undefined) counts.set(hash, (counts.get(hash) ?? 0) + 1)
    }
    const [best, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0, 0]
    if (count < least || count === 0) break
    kept = kept.filter((tokens) => tokens.hashes[index(tokens, length)] === best)
  }
  if (length === 0 || kept.length === 0) return ''
  const spelt = kept.map((tokens) => {
    const [a, b] = [index(tokens, 0), index(tokens, length - 1)]
    return foldText(tokens.bytes.subarray(tokens.starts[Math.min(a, b)], tokens.ends[Math.max(a, b)]).toString())
  })
  return commonest(spelt, 1)
}

/** How a feature is spelt, looked up in the texts that have it. */
export function spell(feature: number, weighed: Weighed, texts: Texts): string {
  for (const record of weighed.rows) {
    const text = texts.get(keyOf(record, 0))
    if (text === undefined || placeOf(record, feature) === undefined) continue
    const { place } = placeOf(record, feature)!
    const { hashes, starts, ends, bytes } = tokensOf(zoneOf(place) === 'system' ? text.system : text.last)
    for (let i = 0; i < hashes.length; i++) {
      const single = featureOf(place, hashes[i]) === feature
      const pair =
        place === PAIR && i + 1 < hashes.length && featureOf(place, join(hashes[i], hashes[i + 1])) === feature
      if (single || pair) return foldText(bytes.subarray(starts[i], ends[pair ? i + 1 : i]).toString()).slice(0, 60)
    }
  }
  return '(a word of other rows)'
}
