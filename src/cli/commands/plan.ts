/** `suretrap plan`: how a dataset is cut, as JSON. Reads sizes and footers, no row. */
import type { Act } from '../act.ts'
import { CLEAN } from '../exit.ts'
import { usage } from '../parse.ts'
import { settle } from '../settings.ts'
import { pour, writeWhole } from '../write.ts'

export const act: Act = async (call, io, load) => {
  const settings = await settle(call, io)
  const { paths, scan } = settings
  if (paths.length === 0 && scan.fromConfig === undefined)
    throw usage('no input named', 'suretrap plan --shards N <path>…')
  const api = await load()
  const shards = (call.values.get('shards') as number | undefined) ?? 1
  const plan = await api.planCommand(paths, shards, { ...scan, signal: io.signal })
  const text = [`${JSON.stringify(plan, (key, value) => (key === 'path' ? withoutSignature(value) : value), 2)}\n`]
  const out = call.values.get('out') as string | undefined
  if (out === undefined || out === '-') await pour(text, io.stdout)
  else await writeWhole(out, text, io)
  return CLEAN
}

/** An address as it may be shown: who has the plan must not have what it was signed with. */
function withoutSignature(path: unknown): unknown {
  return typeof path === 'string' && /^https?:/.test(path) ? path.replace(/[?#].*$/s, '') : path
}
