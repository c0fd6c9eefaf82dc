/**
 * Argv in, exit code out.
 *
 * Every fault ends here as one line on standard error. What the user can mend is an `InputError`; anything else is a fault
 * of ours, said to be one, with its stack under SURETRAP_DEBUG=1.
 */
import { InputError } from '../model/errors.ts'
import type { Load } from './act.ts'
import { actOf, readsData } from './acts.ts'
import { Faults } from './config/faults.ts'
import { FAILED, INTERRUPTED, NOTHING } from './exit.ts'
import type { Io } from './io.ts'
import { type Call, parse } from './parse.ts'
import { plainVisible, problemLine, say } from './say.ts'

export async function run(argv: readonly string[], io: Io, load: Load): Promise<number> {
  try {
    return await dispatch(parse(argv), io, load)
  } catch (error) {
    return fail(error, io, load)
  }
}

async function dispatch(call: Call, io: Io, load: Load): Promise<number> {
  if (call.values.has('version')) return (await import('./commands/version.ts')).act(call, io, load)
  const asksHelp = call.values.has('help') || (!call.named && call.paths.length === 0 && call.values.size === 0)
  const name = asksHelp ? 'help' : call.command
  if (readsData(name)) load.ahead?.()
  const act = await actOf(name)
  if (act === undefined) throw new Error(`no command ${name}`)
  return act(call, io, load)
}

async function fail(error: unknown, io: Io, load: Load): Promise<number> {
  if (
    io.signal.aborted ||
    (error instanceof Error && error.name === 'InputError' && (error as InputError).code === 'aborted')
  ) {
    say(io, 'interrupted')
    return INTERRUPTED
  }
  const visible = await load().then(
    (library) => library.visible ?? plainVisible, // the fault may be that the library is not whole
    () => plainVisible,
  )
  if (error instanceof Faults) {
    for (const fault of error.faults) say(io, problemLine(fault, visible))
    return FAILED
  }
  if (isInputError(error)) {
    const lines = error.message.split('\n') // faults of a rule come together
    for (const line of lines.slice(0, -1)) say(io, visible(line))
    say(io, problemLine({ file: '', message: lines[lines.length - 1], hint: error.hint }, visible))
    return error.code === 'nothing-scannable' ? NOTHING : FAILED
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  if (isSystemError(error)) {
    say(io, visible(message)) // a disk that is full, a folder that may not be read: the system says which
    return FAILED
  }
  say(io, `internal error: ${visible(message)} (a fault of suretrap; SURETRAP_DEBUG=1 shows where)`)
  if (io.env.SURETRAP_DEBUG) for (const line of stack?.split('\n') ?? []) say(io, visible(line))
  return FAILED
}

/** By name: the library may be bundled apart from the command line, with its own copy of the class. */
function isInputError(error: unknown): error is InputError {
  return error instanceof InputError || (error instanceof Error && error.name === 'InputError' && 'hint' in error)
}

function isSystemError(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return error instanceof Error && typeof code === 'string' && /^E[A-Z]+$/.test(code)
}
