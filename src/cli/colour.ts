/** Colour or not: the flag, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal. See no-color.org. */
import type { Io, Sink } from './io.ts'

export function colour(sink: Sink, env: Io['env'], refused: boolean): boolean {
  if (refused || env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '')
    return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return sink.isTTY === true && env.TERM !== 'dumb'
}
