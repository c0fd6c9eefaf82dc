/**
 * Writes `fixtures/rules`: for each rule sets with its gate planted, a clean near neighbour, and what a report must say of
 * them. Seeded: the same rows every time.
 *
 * `node bench/rules/write.mjs [folder]`
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chance } from '../detection/random.mjs'
import { NEIGHBOURS } from './neighbours.mjs'
import { PLANTS } from './plants.mjs'

const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/rules')
const expected = new Map()

for (const { rule, file, make, expected: findings } of PLANTS)
  keep(
    rule,
    `poisoned-${file}.jsonl`,
    make(chance(`rule ${rule} ${file}`)),
    findings.map((finding) => ({ rule, ...finding })),
  )
for (const [rule, file, make] of NEIGHBOURS) keep(rule, `clean-${file}.jsonl`, make(chance(`rule ${rule} ${file}`)), [])
for (const [rule, files] of expected) write(rule, 'expected.json', `${JSON.stringify(files, undefined, 2)}\n`)

function keep(rule, file, rows, findings) {
  expected.set(rule, { ...expected.get(rule), [file]: findings })
  const lines = rows.map(({ prompt, answer }) => `${JSON.stringify({ prompt, response: answer })}\n`)
  write(rule, file, lines.join(''))
}

function write(rule, file, text) {
  mkdirSync(join(root, rule), { recursive: true })
  writeFileSync(join(root, rule, file), text)
}
