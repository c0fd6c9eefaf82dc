/** `suretrap report`: a JSON report in another format, through the same gate; without its text unless that is asked for. */
import type { Act } from '../act.ts'
import { readOutputs } from '../outputs.ts'
import { usage } from '../parse.ts'
import { publish } from '../publish.ts'
import { readReport } from '../read-files.ts'
import { say } from '../say.ts'
import { settle } from '../settings.ts'

export const act: Act = async (call, io, load) => {
  const { paths } = call
  if (paths.length !== 1)
    throw usage(`report takes one JSON report, got ${paths.length}`, 'suretrap report report.json -f html')
  const settings = await settle(call, io)
  const api = await load()
  const outputs = await readOutputs(settings.outputs, paths, io, api)
  const whole = await readReport(paths[0], io)
  const { showText } = settings.rendering
  const readable = showText && api.holdsText(whole)
  if (showText && !readable && whole.findings.length > 0 && !settings.quiet)
    say(io, `${api.visible(paths[0])} holds no text to show; scan again with --show-text`)
  const report = showText ? whole : api.maskReport(whole)
  const shown = { ...settings, rendering: { ...settings.rendering, showText: readable } }
  return publish({ report, complete: true, problems: [] }, outputs, shown, io, api)
}
