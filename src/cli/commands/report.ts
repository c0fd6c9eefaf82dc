/** `suretrap report`: a JSON report in another format, through the same gate. */
import type { Act } from '../act.ts'
import { readOutputs } from '../outputs.ts'
import { usage } from '../parse.ts'
import { publish } from '../publish.ts'
import { readReport } from '../read-files.ts'
import { settle } from '../settings.ts'

export const act: Act = async (call, io, load) => {
  const { paths } = call
  if (paths.length !== 1)
    throw usage(`report takes one JSON report, got ${paths.length}`, 'suretrap report report.json -f html')
  const settings = await settle(call, io)
  const api = await load()
  const outputs = await readOutputs(settings.outputs, paths, io, api)
  const report = await readReport(paths[0], io)
  return publish({ report, complete: true, problems: [] }, outputs, settings, io, api)
}
