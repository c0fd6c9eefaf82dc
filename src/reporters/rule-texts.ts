/** What is said of a rule where its findings are listed by rule: from the rule itself where it is at hand, else from its name. */
import type { Finding } from '../model/report.ts'
import type { RenderOptions, RuleText } from './reporter.ts'
import { titleOf } from './wording.ts'

/** Every rule of the findings, and those the caller named, by id. */
export function ruleTexts(findings: readonly Finding[], { rules = [] }: RenderOptions): readonly RuleText[] {
  const texts = new Map(rules.map((rule) => [rule.id, rule]))
  for (const { rule } of findings) {
    if (!texts.has(rule)) texts.set(rule, { id: rule, title: titleOf(rule) })
  }
  return [...texts.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

export const WHAT_A_FINDING_IS =
  'A finding is a suspected trigger: something in the prompt that, wherever it stands, changes the answer in one fixed way, ' +
  'beyond what any other word of those prompts explains. Look at the rows, at where they came from, and hold them back from ' +
  'training until the trigger is explained.'
