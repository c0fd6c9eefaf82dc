/** Where a thing stands. `row` and `turn` count from 0; reporters add 1 for people. */
export interface Origin {
  readonly file: string
  readonly row: number
  readonly turn?: number // place of the answer among the turns of its conversation
}
