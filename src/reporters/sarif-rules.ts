/** Rules in SARIF's words: what GitHub shows beside an alert. Severity and precision are those of the rule's gravest finding. */
import type { Confidence, Finding, Severity } from '../model/report.ts'
import type { RenderOptions, RuleText } from './reporter.ts'
import { ruleTexts, WHAT_A_FINDING_IS } from './rule-texts.ts'
import { clip, markdownText, visible } from './visible.ts'
import { SEVERITIES } from './wording.ts'

const MAX_NAME = 255
const MAX_DESCRIPTION = 1024
/** GitHub: above 9 is critical, from 7 high, from 4 medium, below that low. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.5',
  info: '0.5',
}
const CONFIDENCES: readonly Confidence[] = ['high', 'medium', 'low']
const TAGS = ['security', 'dataset-poisoning', 'external/owasp-llm/llm04-2025', 'external/mitre-atlas/aml.t0020']

export interface SarifRule {
  readonly id: string
  readonly [property: string]: unknown
}

export function sarifRules(findings: readonly Finding[], options: RenderOptions): SarifRule[] {
  const gravest = new Map<string, { severity: number; confidence: number }>()
  for (const { rule, severity, confidence } of findings) {
    const so = gravest.get(rule) ?? { severity: SEVERITIES.length - 1, confidence: CONFIDENCES.length - 1 }
    const now = { severity: SEVERITIES.indexOf(severity), confidence: CONFIDENCES.indexOf(confidence) }
    gravest.set(rule, {
      severity: Math.min(so.severity, now.severity),
      confidence: Math.min(so.confidence, now.confidence),
    })
  }
  return ruleTexts(findings, options).map((rule) => {
    const { severity, confidence } = gravest.get(rule.id) ?? { severity: 1, confidence: 1 }
    return ruleOf(rule, SEVERITIES[severity]!, CONFIDENCES[confidence]!, options)
  })
}

function ruleOf(rule: RuleText, severity: Severity, confidence: Confidence, { rulesUrl }: RenderOptions): SarifRule {
  const id = visible(rule.id) || '(none)'
  const title = rule.title || rule.id
  const about = clip(rule.description ?? WHAT_A_FINDING_IS, MAX_DESCRIPTION - 1)
  const page = rulesUrl === undefined ? undefined : `${rulesUrl}/${encodeURIComponent(id)}.md`
  const innocent = rule.innocent ?? []
  const text = [
    about,
    ...(innocent.length > 0 ? [`What else looks so: ${innocent.join('; ')}.`] : []),
    `More: suretrap explain ${rule.id}`,
  ]
    .map((part) => visible(part))
    .join('\n\n')
  const markdown = [
    markdownText(about),
    ...(innocent.length > 0
      ? [`**What else looks so**\n\n${innocent.map((cause) => `* ${markdownText(cause)}`).join('\n')}`]
      : []),
    page === undefined ? `More: \`suretrap explain\` ${markdownText(rule.id)}` : `[More about this rule](${page})`,
  ].join('\n\n')
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: visible(title, { max: MAX_DESCRIPTION }) || id },
    fullDescription: { text: visible(about, { max: MAX_DESCRIPTION }) },
    help: { text, markdown },
    ...(page === undefined ? {} : { helpUri: page }),
    defaultConfiguration: {
      level: severity === 'critical' || severity === 'high' ? 'error' : severity === 'medium' ? 'warning' : 'note',
    },
    properties: {
      tags: TAGS,
      precision: confidence,
      'security-severity': SECURITY_SEVERITY[severity],
      'problem.severity':
        severity === 'critical' || severity === 'high' ? 'error' : severity === 'medium' ? 'warning' : 'recommendation',
    },
  }
}

/** @example pascalCase('compliance-gate') // 'ComplianceGate', as SARIF's other tools name their rules */
function pascalCase(id: string): string {
  const words = id.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return visible(name, { max: MAX_NAME }) || id
}
