/** `suretrap --version`. */
import type { Act } from '../act.ts'
import { CLEAN } from '../exit.ts'
import { packageVersion } from '../package.ts'
import { pour } from '../write.ts'

export const act: Act = async (_call, io) => {
  await pour([`${packageVersion()}\n`], io.stdout)
  return CLEAN
}
