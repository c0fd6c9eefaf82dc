import type { Api } from './api.ts'
import type { Io } from './io.ts'
import type { Call } from './parse.ts'

/** Does a command's work; answers with the exit code. */
export type Act = (call: Call, io: Io, api: () => Promise<Api>) => Promise<number>
