/** `suretrap completion bash|zsh|fish|pwsh`. */
import type { Act } from '../act.ts'
import { completionFor, SHELLS } from '../completion.ts'
import { CLEAN } from '../exit.ts'
import { usage } from '../parse.ts'
import { pour } from '../write.ts'

export const act: Act = async ({ paths: [name] }, io) => {
  const shell = SHELLS.find((known) => known === name)
  if (shell === undefined)
    throw usage(name === undefined ? 'no shell named' : `no completion for ${name}`, `one of ${SHELLS.join(', ')}`)
  await pour([completionFor(shell)], io.stdout)
  return CLEAN
}
