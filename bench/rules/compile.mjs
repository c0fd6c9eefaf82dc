/**
 * Writes rules/rules.json and rules/lexicons/compiled.bin: the rules of this package, checked, and its lexicons, compiled, as a scan reads them.
 * Part of `npm run fixtures:rules`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bytesOf, compileLexicons } from '../../lexicons/compile.ts'
import { readLexicons } from '../../lexicons/read.ts'
import { hashesOf } from '../../src/lexicons.ts'
import { checkRule } from '../../src/rules/check.ts'

const folder = new URL('../../rules/', import.meta.url)
const rules = readdirSync(folder)
  .filter((name) => name.endsWith('.yml'))
  .sort()
  .map((name) => {
    const checked = checkRule(readFileSync(new URL(name, folder), 'utf8'))
    if ('faults' in checked)
      throw new Error(checked.faults.map(({ line, what }) => `${name}:${line} ${what}`).join('\n'))
    return checked.rule
  })
writeFileSync(new URL('rules.json', folder), `${JSON.stringify(rules, null, 2)}\n`)

writeFileSync(
  new URL('lexicons/compiled.bin', folder),
  bytesOf(compileLexicons(readLexicons(fileURLToPath(folder)), hashesOf)),
)
