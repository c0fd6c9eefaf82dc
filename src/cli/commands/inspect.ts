/** `suretrap inspect`: how files are read, before anything is looked for. */
import type { Act } from '../commands.ts'
import { CLEAN } from '../exit.ts'
import { outline } from '../outline.ts'
import { usage } from '../parse.ts'
import { settle } from '../settings.ts'
import { pour } from '../write.ts'

export const act: Act = async (call, io, load) => {
  const settings = await settle(call, io)
  const { paths, format, scan } = settings
  if (paths.length === 0 && scan.fromConfig === undefined) throw usage('no input named', 'suretrap inspect <path>…')
  if (!['terminal', 'json'].includes(format)) throw usage(`inspect has no format ${format}`, 'terminal or json')
  const api = await load()
  const found = await api.inspect(paths, { ...scan, signal: io.signal })
  io.signal.throwIfAborted()
  const text = format === 'json' ? [JSON.stringify(found, null, 2)] : [...outline(found, api.visible)]
  await pour(
    text.map((line) => `${line}\n`),
    io.stdout,
  )
  return CLEAN
}
