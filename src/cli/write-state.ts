/** A state to a file, or to standard output as `-`, for pipelines that keep files elsewhere. */
import type { Io } from './io.ts'
import { usage } from './parse.ts'
import { pour, writeWhole } from './write.ts'

export async function writeState(state: Uint8Array, out: string, io: Io): Promise<void> {
  if (out !== '-') return writeWhole(out, [state], io)
  if (io.stdout.isTTY)
    throw usage('a state is not text: it will not be written to a terminal', 'name a file with --out')
  await pour([state], io.stdout)
}
