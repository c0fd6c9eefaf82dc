/** Outcome → how many of the records have it, be it a text or a class. */
import { hasOutcome } from '../confirm.ts'
import * as o from '../model/observation.ts'

export type OutcomeCounts = (outcome: number) => number

export function outcomeCounts(records: readonly Uint32Array[]): OutcomeCounts {
  const texts = new Map<number, number>()
  for (const record of records)
    for (let i = o.OUTCOMES; i < o.OUTCOMES_END; i++) {
      const outcome = record[i]
      if (outcome !== 0 && record.indexOf(outcome, o.OUTCOMES) === i) texts.set(outcome, (texts.get(outcome) ?? 0) + 1)
    }
  const isText = (outcome: number): boolean => outcome >= o.FIRST_TEXT_OUTCOME && outcome !== o.NOT_REFUSAL
  return (outcome) =>
    isText(outcome)
      ? (texts.get(outcome) ?? 0)
      : records.reduce((count, record) => count + (hasOutcome(record, outcome) ? 1 : 0), 0)
}
