/** `suretrap rules`: the rules that a scan would use. */
import type { Act } from '../act.ts'
import { CLEAN } from '../exit.ts'
import { usage } from '../parse.ts'
import { settle } from '../settings.ts'
import { pour } from '../write.ts'

export const act: Act = async (call, io, load) => {
  if (call.paths.length > 0)
    throw usage('rules takes no path', 'further rules: --rules PATH; one of them: suretrap explain RULE')
  const settings = await settle(call, io)
  const api = await load()
  const rules = await api.loadRules(settings.scan.rules ?? [])
  if (call.values.has('json')) {
    await pour([`${JSON.stringify(rules, null, 2)}\n`], io.stdout)
    return CLEAN
  }
  const width = Math.max(...rules.map(({ id }) => id.length))
  const lines = rules.map(
    ({ id, severity, title }) =>
      `${api.visible(id).padEnd(width)}  ${api.visible(severity).padEnd(8)}  ${api.visible(title)}\n`,
  )
  await pour(lines, io.stdout)
  return CLEAN
}
