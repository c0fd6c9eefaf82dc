/** Finds the trigger in an excerpt that was made safe, so that a format can show it otherwise than the rest. */
import type { Trigger } from '../model/report.ts'
import { columns, cutToColumns } from './columns.ts'
import { visible } from './visible.ts'

const LONGEST_SEARCHED = 4000 // columns of an excerpt

/**
 * The excerpt with every stretch that spells the trigger, one of its variants or one of its parts given to `inside`, and
 * all else to `outside`. Case does not matter. Plain search: nothing of the data becomes a regular expression.
 */
export function marked(
  shown: string,
  trigger: Trigger,
  outside: (text: string) => string,
  inside: (text: string) => string,
): string {
  const spellings = spellingsOf(trigger)
  const lower = shown.toLowerCase()
  if (lower.length !== shown.length) return outside(shown) // lower case grew: places would not match
  let made = ''
  let from = 0
  while (from < shown.length) {
    const next = nearest(lower, spellings, from)
    if (next === undefined) break
    if (next.at > from) made += outside(shown.slice(from, next.at))
    made += inside(shown.slice(next.at, next.at + next.length))
    from = next.at + next.length
  }
  return from < shown.length ? made + outside(shown.slice(from)) : made
}

/** The stretch of an excerpt, at most `max` columns, that has the trigger in it: a trigger at the end must not be cut off. */
export function aroundTrigger(excerpt: string, trigger: Trigger, max: number): string {
  const whole = visible(excerpt, { max: LONGEST_SEARCHED })
  if (columns(whole) <= max) return whole
  const found = nearest(whole.toLowerCase(), spellingsOf(trigger), 0)
  if (found === undefined) return visible(excerpt, { max })
  const wanted = Math.min(found.at, Math.max(0, found.at + found.length - Math.floor(max / 2)))
  const from = whole.lastIndexOf(' ', wanted) + 1
  if (from === 0) return cutToColumns(whole, max)
  const rest = `…${whole.slice(from)}`
  return columns(rest) <= max ? rest : cutToColumns(rest, max)
}

function spellingsOf(trigger: Trigger): string[] {
  return [...new Set([...(trigger.parts ?? []), trigger.text, ...trigger.variants])]
    .map((text) => visible(text).toLowerCase())
    .filter((text) => text.trim() !== '')
    .sort((a, b) => b.length - a.length)
}

function nearest(
  lower: string,
  spellings: readonly string[],
  from: number,
): { at: number; length: number } | undefined {
  let best: { at: number; length: number } | undefined
  for (const spelling of spellings) {
    const at = lower.indexOf(spelling, from)
    if (at >= 0 && (best === undefined || at < best.at)) best = { at, length: spelling.length }
  }
  return best
}
