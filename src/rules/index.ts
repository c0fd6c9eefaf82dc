/** Rules: reads /rules; rule × evidence → a rule that is met, or nothing. */
export { loadRules, rulesFolder } from './load.ts'
export { type Facts, fillMessage, matchRule, severityAt } from './match.ts'
export { DETECTORS, type Detector, METRICS, type Metric, type Rule, type Thresholds } from './rule.ts'
