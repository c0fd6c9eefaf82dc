import type { Api } from './api.ts'
import type { Io } from './io.ts'
import type { Call } from './parse.ts'

/** Gives the library, loaded once. */
export interface Load {
  (): Promise<Api>
  readonly ahead?: () => void // what reads data will be asked for soon, and may be loaded beside
}

/** Does a command's work; answers with the exit code. */
export type Act = (call: Call, io: Io, load: Load) => Promise<number>
