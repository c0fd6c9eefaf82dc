/** `suretrap judge`: the merged state of `confirm` to a report. */
import type { Act } from '../act.ts'
import { readOutputs } from '../outputs.ts'
import { usage } from '../parse.ts'
import { publish } from '../publish.ts'
import { readBytes } from '../read-files.ts'
import { settle } from '../settings.ts'

export const act: Act = async (call, io, load) => {
  const { paths } = call
  if (paths.length !== 1)
    throw usage(`judge takes one state, got ${paths.length}`, 'merge them first: suretrap merge <state>… --out FILE')
  const settings = await settle(call, io)
  const api = await load()
  const outputs = await readOutputs(settings.outputs, paths, io, api)
  const result = await api.judgeState(await readBytes(paths[0], io), { ...settings.scan, signal: io.signal })
  io.signal.throwIfAborted()
  return publish(result, outputs, settings, io, api)
}
