/** Rules: reads /rules; rule × evidence → a rule that is met, or nothing. */
export { loadRules, rulesFolder } from './load.ts'
export { type Facts, fillMessage, matchRule, severityAt } from './match.ts'
export { METRICS, type Metric, type Rule } from './rule.ts'
