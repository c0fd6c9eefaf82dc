/**
 * What is promised, as ratios between entrants of one run: the median of the ratios of each round, not the ratio of medians,
 * because a shared machine drifts from round to round.
 */
import { median } from './measure.mjs'

const [MOST_START_MS, MOST_SMALL_MS] = [80, 300]
/** Wall over wall; of several rivals the slowest counts. The same of CPU seconds tells what a busy machine hides. */
const over = (a, ...b) => {
  const ratio = (key) => (at) => at(a)[key] / Math.max(...b.map((id) => at(id)[key]))
  return { needs: [a, ...b], of: ratio('wallMs'), cpu: ratio('cpuMs'), unit: '' }
}
const peak = (id) => ({ needs: [id], of: (at) => at(id).rssMb, unit: ' MB' })

/** @type {readonly { what: string, most: number, needs: string[], of: Function, unit: string }[]} */
export const TARGETS = [
  { what: 'JSONL, 2 workers ÷ DuckDB last word, 2 threads', most: 1, ...over('jsonl-2', 'duckdb-naive') },
  { what: 'JSONL, 2 workers ÷ DuckDB every word, 2 threads', most: 0.5, ...over('jsonl-2', 'duckdb-tokens') },
  { what: 'JSONL, 2 workers ÷ JSON.parse loop', most: 2, ...over('jsonl-2', 'parse') },
  { what: 'Parquet, 2 workers ÷ DuckDB columns into JavaScript', most: 0.8, ...over('parquet-2', 'duckdb-columns') },
  { what: 'Parquet, 2 workers ÷ DuckDB last word in SQL', most: 5, ...over('parquet-2', 'duckdb-sql') },
  { what: 'Arrow stream ÷ JSONL, 2 workers', most: 0.95, ...over('arrow-2', 'jsonl-2') },
  { what: 'JSONL.gz ÷ slower of gunzip alone, JSONL with 1 worker', most: 1.2, ...over('gz-2', 'gunzip', 'jsonl-1') },
  { what: '2 workers ÷ 1 worker', most: 0.67, ...over('jsonl-2', 'jsonl-1') },
  { what: 'ten times the rows ÷ a tenth', most: 12, ...over('big', 'tenth') },
  { what: 'peak memory, JSONL', most: 400, ...peak('jsonl-2') },
  { what: 'peak memory, the largest set', most: 700, ...peak('big') },
  { what: 'peak memory, as many different words as the largest set', most: 700, ...peak('crowded') },
  { what: '20 backdoors ÷ clean', most: 1.3, ...over('planted-2', 'jsonl-2') },
  {
    what: '--version, over bare node',
    most: MOST_START_MS,
    needs: ['version', 'node'],
    of: (at) => at('version').wallMs - at('node').wallMs,
    unit: ' ms',
  },
  {
    what: 'scan of 1,000 rows',
    most: MOST_SMALL_MS,
    needs: ['thousand'],
    of: (at) => at('thousand').wallMs,
    unit: ' ms',
  },
]

/**
 * @param {Map<string, import('./measure.mjs').Sample[]>} samples  by entrant, one a round, the same rounds for all
 * @returns {{ what: string, most: number, unit: string, value?: number, low?: number, high?: number, cpu?: number, verdict: 'reached' | 'missed' | 'not run' }[]}
 */
export function judged(samples) {
  return TARGETS.map(({ what, most, needs, of, cpu, unit }) => {
    const rounds = Math.min(...needs.map((id) => samples.get(id)?.length ?? 0))
    if (rounds === 0) return { what, most, unit, verdict: 'not run' }
    const each = (measured) => Array.from({ length: rounds }, (_, round) => measured((id) => samples.get(id)[round]))
    const values = each(of)
    const value = median(values)
    return {
      what,
      most,
      unit,
      value,
      low: Math.min(...values),
      high: Math.max(...values),
      ...(cpu && { cpu: median(each(cpu)) }),
      verdict: value <= most ? 'reached' : 'missed',
    }
  })
}
