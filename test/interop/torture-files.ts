/** Child of torture.mjs: reads each file named on standard input to its end, and says one JSON line about it. */
import { createInterface } from 'node:readline'
import { InputError } from '../../src/model/errors.ts'
import { plan } from '../../src/plan.ts'
import { readRows } from '../../src/readers/index.ts'

async function outcomeOf(file: string): Promise<object> {
  let rows = 0
  try {
    const { shards, problems } = await plan([file])
    if (problems.length > 0)
      return { result: 'refused', code: problems[0].code, message: problems[0].message, errors: problems.length }
    for (const shard of shards)
      for await (const block of readRows(shard)) rows += block.values.length + block.skips.length
    return shards.length > 0 ? { result: 'rows', rows } : { result: 'silent' }
  } catch (error) {
    if (error instanceof InputError)
      return { result: 'refused', rows, code: error.code, message: error.message, errors: 1 }
    return { result: 'crash', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
  }
}

for await (const file of createInterface({ input: process.stdin })) {
  const start = performance.now()
  const outcome = await outcomeOf(file)
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(
    `${JSON.stringify({ file, ...outcome, ms: Math.round(performance.now() - start), megabytes })}\n`,
  )
}
