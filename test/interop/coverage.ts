/**
 * How much of the real corpora is understood without any option: `npm run coverage:corpora`.
 *
 * Not part of `npm test`: the corpora do not come with the repository (SURETRAP_CORPORA names their folder). At least 99 % of
 * the rows that bear an answer must be understood; rows that bear none are counted by reason and listed here by name.
 */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { inspect } from '../../src/inspect.ts'

const LEAST = 0.99
const WITHOUT_ANSWER = new Set(['no-answer', 'text-without-template', 'several-answers'])

/** Rows that no schema knows and that have no answer either, checked by hand. */
const TABLES: ReadonlyMap<string, string> = new Map([
  ['anthropic-model-written-evals', 'sentences with a blank and a list of pronouns (winogenerated)'],
])

const corpora = path.join(
  process.env.SURETRAP_CORPORA ?? path.join(import.meta.dirname, '../../../shared/corpora'),
  'clean',
)
if (!existsSync(corpora)) console.log(`not run: no corpora at ${corpora}; SURETRAP_CORPORA names their folder`)
else for (const corpus of readdirSync(corpora).sort()) await check(corpus)

async function check(corpus: string): Promise<void> {
  const found = await inspect([path.join(corpora, corpus)])
  const spared = found.skipped.filter(
    ({ reason }) => WITHOUT_ANSWER.has(reason) || (reason === 'unknown-schema' && TABLES.has(corpus)),
  )
  const bearing = found.rows - spared.reduce((sum, { rows }) => sum + rows, 0)
  const share = found.understood / bearing
  const left = found.skipped.map(({ reason, rows }) => `${reason} ${rows}`).join(', ')
  console.log(
    `${share >= LEAST ? 'ok  ' : 'LESS'} ${corpus}: ${(100 * share).toFixed(2)} % of ${bearing} rows with an answer; left: ${left || 'none'}`,
  )
  const problems = found.problems.filter(({ code }) => code !== 'nothing-scannable') // empty files, as published
  for (const { message } of problems) console.log(`     ${message}`)
  if (!(share >= LEAST) || problems.length > 0) process.exitCode = 1
}
