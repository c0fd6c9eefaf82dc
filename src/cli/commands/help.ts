/** `suretrap help [command]`, `--help`, and a call that says nothing at all. */
import type { Act } from '../act.ts'
import { commandNamed } from '../commands.ts'
import { CLEAN, FAILED } from '../exit.ts'
import { commandHelp, overview, reference } from '../help.ts'
import { usage } from '../parse.ts'
import { pour } from '../write.ts'

export const act: Act = async ({ command, named, paths, values }, io) => {
  if (values.has('markdown')) {
    await pour([reference()], io.stdout)
    return CLEAN
  }
  const topic = command === 'help' && !values.has('help') ? paths[0] : named ? command : undefined
  const about = topic === undefined ? undefined : commandNamed(topic)
  if (topic !== undefined && about === undefined) throw usage(`unknown command ${topic}`)
  const asked = values.has('help') || command === 'help'
  const text = about === undefined ? overview() : commandHelp(about)
  await pour([text], asked ? io.stdout : io.stderr) // nothing asked: in a script that is an empty variable, and a fault
  return asked ? CLEAN : FAILED
}
