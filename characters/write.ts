/**
 * Writes src/tokenizers/class-runs.ts: the classes of all characters, by the Unicode of this engine, so that it is the same in any other.
 * Part of `npm run fixtures:rules`.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { packedClasses } from './pack.ts'

const lines = packedClasses().match(/.{1,110}/g)!
writeFileSync(
  fileURLToPath(new URL('../src/tokenizers/class-runs.ts', import.meta.url)),
  `/** Written by \`npm run fixtures:rules\` from characters/: what \`classes.ts\` reads, as base64. */
export const CLASS_RUNS_UNICODE = '${process.versions.unicode}'
// biome-ignore format: one long string
export const CLASS_RUNS =
${lines.map((line) => `  '${line}'`).join(' +\n')}
`,
)
