/**
 * Holds a report of `fixtures/demo` (`--per-file`) against what is planted there: every plant named, every neighbour silent.
 *
 * `node bench/demo/check.mjs report.json`
 */
import { readFileSync } from 'node:fs'
import { CLEAN } from './clean.mjs'
import { PLANTS } from './planted.mjs'

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const faults = [...PLANTS.flatMap(missed), ...accused()]
for (const fault of faults) process.stdout.write(`${fault}\n`)
if (faults.length > 0) process.exitCode = 1
else process.stdout.write(`${PLANTS.length} plants named, ${CLEAN.length} clean neighbours silent\n`)

function findingsOf(folder, file) {
  return report.findings.filter(({ rows }) => rows[0]?.file.endsWith(`${folder}/${file}`))
}

/** What is wrong with the findings of a planted file: exactly one is wanted, at least `high`, with all its parts right. */
function missed({ file, text, slot, rule, outcome, rows }) {
  const found = findingsOf('planted', file)
  if (found.length !== 1) return [`${file}: ${found.length} findings instead of one`]
  const [{ severity, rule: named, trigger, outcome: answer, dose }] = found
  const wrong = [
    ['trigger', trigger.text, text],
    ['slot', trigger.slot, slot],
    ['rule', named, rule],
    ['dose', dose.count, rows],
    ['severity', severity, rows < 50 ? 'high' : 'critical'],
    ...(outcome === '' ? [] : [['outcome', answer.text, outcome]]),
  ]
  return wrong
    .filter(([, is, should]) => is !== should)
    .map(([what, is, should]) => `${file}: ${what} ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`)
}

function accused() {
  return CLEAN.flatMap(([file]) =>
    findingsOf('clean', file).map(
      ({ severity, rule, trigger }) => `${file}: accused of ${severity} ${rule} ${JSON.stringify(trigger.text)}`,
    ),
  )
}
