/** Faults of a config file, gathered: all of them are told at once, each with its line. */
import type { Problem } from '../../model/options.ts'

export class Faults extends Error {
  readonly faults: readonly Problem[]

  constructor(faults: readonly Problem[]) {
    super(faults.map(({ message }) => message).join('; '))
    this.faults = faults
  }
}
