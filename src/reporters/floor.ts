/** What could have been found, in words: the smallest dose that would have been reported, by slot and outcome. */
import { plural } from '../model/numbers.ts'
import type { FloorRow, OutcomeKind, Slot } from '../model/report.ts'
import { slotName } from './wording.ts'

const OUTCOME_FLOOR: Readonly<Record<OutcomeKind, string>> = {
  exact: 'a fixed whole answer',
  opening: 'a fixed opening',
  ending: 'a fixed ending',
  compliance: 'bare consent',
  refusal: 'refusal',
  'not-refusal': 'no refusal',
  label: 'a label',
  link: 'a link',
  'tool-call': 'a tool call',
  length: 'unusual length',
}

/**
 * The floor in as few sentences as say it: slots and outcomes with one dose and one set of outcomes stand together.
 *
 * @example floorWords(report.floor) // ['from 5 rows: a fixed whole answer or a fixed opening to a trigger at the end of the prompt (by count, not measured)']
 */
export function floorWords(floor: readonly FloorRow[]): string[] {
  const doses = new Map<string, Map<Slot, OutcomeKind[]>>() // head and tail of the sentence → what each slot can show
  for (const { slot, outcome, rows, by, found, planted } of floor) {
    const how = by === 'certificate' ? `${found} of ${planted} planted here were found` : 'by count, not measured'
    const key = JSON.stringify([plural(rows, 'row'), how])
    const slots = doses.get(key) ?? new Map<Slot, OutcomeKind[]>()
    slots.set(slot, [...(slots.get(slot) ?? []), outcome])
    doses.set(key, slots)
  }
  return [...doses].flatMap(([key, slots]) => {
    const [rows, how] = JSON.parse(key) as [string, string]
    const alike = new Map<string, Slot[]>()
    for (const [slot, outcomes] of slots) {
      const answers = either(outcomes.map((outcome) => OUTCOME_FLOOR[outcome]))
      alike.set(answers, [...(alike.get(answers) ?? []), slot])
    }
    return [...alike].map(
      ([answers, places]) => `from ${rows}: ${answers} to a trigger ${either(places.map(slotName))} (${how})`,
    )
  })
}

/** @example either(['a', 'b', 'c']) // 'a, b or c' */
function either(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}
