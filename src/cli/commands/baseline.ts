/** `suretrap baseline create|prune`: known findings, kept in a file that is reviewed like code. */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Baseline } from '../../baseline.ts'
import { InputError } from '../../model/errors.ts'
import { plural } from '../../model/numbers.ts'
import type { Report } from '../../model/report.ts'
import type { Act } from '../act.ts'
import { CLEAN } from '../exit.ts'
import type { Io } from '../io.ts'
import { usage } from '../parse.ts'
import { readBytes, readReport } from '../read-files.ts'
import { say } from '../say.ts'
import { settle } from '../settings.ts'
import { writeWhole } from '../write.ts'

const DEFAULT_FILE = 'suretrap.baseline.json'

export const act: Act = async (call, io, load) => {
  const [verb, ...reportPaths] = call.paths
  if (verb !== 'create' && verb !== 'prune')
    throw usage('baseline needs create or prune', 'suretrap baseline create report.json')
  if (reportPaths.length === 0)
    throw usage('no report named', `suretrap baseline ${verb} report.json; suretrap scan -o report.json writes one`)
  const settings = await settle(call, io)
  const file = settings.baseline ?? DEFAULT_FILE
  const api = await load()
  const reports: Report[] = []
  for (const path of reportPaths) reports.push(await readReport(path, io))
  const quiet = call.values.has('quiet')
  if (verb === 'create') {
    if (!call.values.has('force')) await refuseExisting(file, io)
    const baseline = api.makeBaseline(reports, call.values.get('reason') as string | undefined)
    await save(baseline, file, io)
    if (!quiet) say(io, `${plural(baseline.findings.length, 'finding')} accepted in ${api.visible(file)}`)
    return CLEAN
  }
  const old = api.readBaseline(new TextDecoder().decode(await readBytes(file, io)), file)
  const kept = api.pruneBaseline(old, reports)
  await save(kept, file, io)
  if (!quiet)
    say(
      io,
      `${plural(old.findings.length - kept.findings.length, 'finding')} dropped, ${kept.findings.length} kept in ${api.visible(file)}`,
    )
  return CLEAN
}

async function refuseExisting(file: string, io: Io): Promise<void> {
  const there = await stat(resolve(io.cwd, file)).catch(() => undefined)
  if (there === undefined) return
  throw new InputError('usage', `${file} is there already`, {
    hint: 'suretrap baseline prune drops what is gone; --force writes it anew',
  })
}

function save(baseline: Baseline, file: string, io: Io): Promise<void> {
  return writeWhole(file, [`${JSON.stringify(baseline, null, 2)}\n`], io)
}
