// Holds rows and says when the new folder has been begun; run as a process of its own, to be killed half-way.
import '../test/interop/typescript.mjs'

const [report, rows, input, out] = process.argv.slice(2)
const { readFileSync } = await import('node:fs')
const { quarantine } = await import('../src/quarantine.ts')
await quarantine(JSON.parse(readFileSync(report, 'utf8')), [input], { out, rows, staging: `${out}.tmp-test` })
