/** `suretrap merge`: states of one kind, in any order, to one. */
import { count } from '../../model/numbers.ts'
import type { Act } from '../act.ts'
import { CLEAN } from '../exit.ts'
import { usage } from '../parse.ts'
import { readBytes } from '../read-files.ts'
import { say } from '../say.ts'
import { writeState } from '../write-state.ts'

export const act: Act = async ({ paths, values }, io, load) => {
  const out = values.get('out') as string | undefined
  if (paths.length === 0) throw usage('no state named', 'suretrap merge <state>… --out FILE')
  if (out === undefined) throw usage('--out FILE is needed', 'the merged state goes there')
  const api = await load()
  const states: Uint8Array[] = []
  for (const path of paths) states.push(await readBytes(path, io))
  const merged = await api.mergeStates(states)
  io.signal.throwIfAborted()
  await writeState(merged, out, io)
  if (!values.has('quiet')) say(io, `merged ${paths.length} to ${api.visible(out)}: ${count(merged.length)} bytes`)
  return CLEAN
}
