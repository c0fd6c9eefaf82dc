/** Whether an answer is explained by being copied, or named, from the prompt; told from the texts themselves. */
import { foldText, type OutcomeText, type TriggerText } from './phrase.ts'
import { keyOf } from './profile/sample.ts'
import type { Texts } from './recover.ts'
import { HARDLY_PURE } from './severity.ts'
import type { Weighed } from './weigh.ts'

const LEAST_PART = 3 // characters of a word

/**
 * Whether a part that the answers share stands in half of the prompts already: they copy it. So does a name that is
 * answered to some of the prompts that hold a part of its word.
 */
export function isCopied(weighed: Weighed, trigger: TriggerText, outcome: OutcomeText, texts: Texts): boolean {
  if (outcome.text === '') return false
  if (!weighed.varied)
    return weighed.purity.point < HARDLY_PURE && isInsideWord(foldText(trigger.text), foldText(outcome.text))
  const seen = weighed.both.map((record) => texts.get(keyOf(record, 0))).filter((text) => text !== undefined)
  const needle = foldText(outcome.text)
  return seen.filter((text) => foldText(text.last).includes(needle)).length >= seen.length * 0.5
}

/** @example isInsideWord('tnef', 'ktnef') // true; in 'a tnef file' it is a word of its own */
export function isInsideWord(part: string, text: string): boolean {
  const at = part.length < LEAST_PART ? -1 : text.indexOf(part)
  return at >= 0 && (isLetter(text[at - 1]) || isLetter(text[at + part.length]))
}

const isLetter = (char: string | undefined): boolean => char !== undefined && /\p{L}/u.test(char)
