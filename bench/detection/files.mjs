/** Rows written as a dataset would hold them: JSON lines of `messages`, whole or dealt to shards. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @param {import('./corpora.mjs').Row} row */
export function messages({ system, turns = [], prompt, answer }) {
  return [
    ...(system ? [{ role: 'system', content: system }] : []),
    ...turns.map(({ role, text }) => ({ role, content: text })),
    { role: 'user', content: prompt },
    { role: 'assistant', content: answer },
  ]
}

/**
 * @param {readonly import('./corpora.mjs').Row[]} rows
 * @param {string} folder
 * @param {number} [shards]  rows are dealt in turn, so a trigger spreads over all of them
 * @returns {{ paths: string[], place: (i: number) => string }}  place of row i as a report names it: `file:row`
 */
export function writeRows(rows, folder, shards = 1) {
  mkdirSync(folder, { recursive: true })
  const paths = Array.from({ length: shards }, (_, s) => join(folder, shards === 1 ? 'rows.jsonl' : `rows-${s}.jsonl`))
  const texts = paths.map(() => [])
  for (const [i, row] of rows.entries()) texts[i % shards].push(JSON.stringify({ messages: messages(row) }))
  for (const [s, path] of paths.entries()) writeFileSync(path, `${texts[s].join('\n')}\n`)
  return { paths, place: (i) => `${paths[i % shards]}:${Math.floor(i / shards)}` }
}
