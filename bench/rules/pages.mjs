/**
 * Writes the thresholds of each rule into its page, so that page and rule say the same; `test/rule-fixtures.test.ts` holds
 * them to it.
 *
 * `node bench/rules/pages.mjs`
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'

const at = (path) => new URL(`../../${path}`, import.meta.url)
// Which way a threshold points: at most, where less is stranger. As METRICS in src/rules/rule.ts has it.
const AT_MOST = new Set(['base_rate', 'independence', 'owned', 'q'])
const SECTION = /The thresholds[^\n]*`suretrap explain [a-z-]+`[^#]*(?=\n## )/

for (const name of readdirSync(at('rules')).filter((n) => n.endsWith('.yml'))) {
  const rule = parse(readFileSync(at(`rules/${name}`), 'utf8'))
  const page = at(`docs/rules/${rule.id}.md`)
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(SECTION, () => `${section(rule)}\n`),
  )
}

function section({ id, severity, severity_at: doses = {}, report_when: all, or = [] }) {
  const some = (thresholds) =>
    Object.entries(thresholds)
      .map(([metric, value]) => `\`${metric}\` ${AT_MOST.has(metric) ? '≤' : '≥'} ${value}`)
      .join(', ')
  const grades = Object.entries(doses).map(([grade, rows]) => `${grade} from ${rows} rows`)
  return [
    `The thresholds, as \`suretrap explain ${id}\` has them with their units:`,
    '',
    `* all of ${some(all)}`,
    ...(or.length ? [`* and one of these: ${or.map(some).join('; or ')}`] : []),
    `* severity at most ${grades.length ? `${grades.join(', ')}, low below` : severity}`,
  ].join('\n')
}
