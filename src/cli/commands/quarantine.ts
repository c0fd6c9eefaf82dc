/** `suretrap quarantine`: kept set, held set, manifest; the inputs are never changed. */
import type { Act } from '../act.ts'
import { CLEAN } from '../exit.ts'
import { outline } from '../outline.ts'
import { usage } from '../parse.ts'
import { startProgress } from '../progress.ts'
import { readReport } from '../read-files.ts'
import { settle } from '../settings.ts'
import { pour } from '../write.ts'

export const act: Act = async (call, io, load) => {
  const settings = await settle(call, io)
  const out = call.values.get('out') as string | undefined
  if (out === undefined) throw usage('--out DIR is needed', 'the kept set, the held set and the manifest go there')
  const undo = call.values.has('undo')
  const [first, ...inputs] = call.paths
  if (first === undefined || (!undo && inputs.length === 0))
    throw usage('quarantine needs a report and the data', 'suretrap quarantine report.json <path>… --out DIR')
  const api = await load()
  if (api.quarantine === undefined) throw usage('this version has no quarantine yet', 'it is being built')
  const progress = startProgress(io, settings.progress)
  try {
    const options = { ...settings.scan, out, signal: io.signal, onProgress: progress.onProgress }
    const done = undo
      ? await api.undoQuarantine?.(first, options)
      : await api.quarantine(await readReport(first, io), inputs, options)
    progress.stop()
    await pour(
      [...outline(done, api.visible)].map((line) => `${line}\n`),
      io.stdout,
    )
    return CLEAN
  } finally {
    progress.stop()
  }
}
