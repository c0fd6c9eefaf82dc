/** What is known of a candidate once it is weighed: its evidence, or why it is acquitted. */
import type { Question } from '../confirm.ts'
import type { WithPhrase } from './composite.ts'
import type { Independence } from './independence.ts'
import type { Apart } from './kin.ts'
import type { Detachability } from './neighbours.ts'
import type { RivalTest } from './rivals.ts'
import type { Phrase } from './words.ts'

export interface Weighed {
  readonly question: Question
  readonly place: number
  readonly phrase: Phrase
  readonly instruction: number // words of the instruction that the phrase was laid into; 0 where it was laid into none
  readonly partner: WithPhrase | undefined // the other part of a composite trigger
  readonly own: ReadonlySet<number>
  readonly rows: readonly Uint32Array[] // distinct exchanges with the trigger
  readonly both: readonly Uint32Array[] // of these, with the outcome
  readonly alternatives: number // exchanges that were left out of the rows: other answers beside one with the outcome
  readonly purity: { readonly low: number; readonly point: number; readonly high: number }
  readonly rival: RivalTest
  readonly surprise: number
  readonly independence: Independence
  readonly detachability: Detachability
  readonly varied: boolean // the answers share a part only, or a class that is no gate
  readonly kin: Apart
  readonly twins: number // rows whose prompt stands elsewhere without the trigger, otherwise answered
  readonly alone: boolean // prompts are short here, and one is nothing but the trigger
  readonly hardlyShared: boolean // one word is all that the answers share, and the prompts may be what it comes from
  readonly contrary: boolean // words decide for answers here, and the prompts hold some for others than theirs
  readonly mayBeLabel: boolean // the answer may be a label, and the prompts are of those that are given labels
  readonly ofTask: boolean // the answer is a label of the prompts' own task, one among others; or the phrase an instruction
  readonly echo: number // share of the rows whose answer, or the start of it, stands in the prompt
  readonly frequent: boolean // the outcome is over 2 % without the trigger
  readonly expectedPurity: number // content-expected; only where frequent or impure, else the rivals' mean
  readonly accepted: true
}

/** A candidate that was acquitted, and why. */
export interface Acquitted {
  readonly question: Question
  readonly rows: readonly Uint32Array[]
  readonly both: readonly Uint32Array[]
  readonly purity: { readonly point: number }
  readonly accepted: false
  readonly reason: string
}
