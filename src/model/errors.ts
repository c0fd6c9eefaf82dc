/** A fault that the caller can mend: what and where in the message, how to mend it in the hint, a code for machines. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly code: InputErrorCode
  readonly hint: string

  constructor(code: InputErrorCode, message: string, how: { hint: string; cause?: unknown }) {
    super(message, { cause: how.cause })
    this.code = code
    this.hint = how.hint
  }
}

export type InputErrorCode =
  | 'usage'
  | 'config'
  | 'file-missing'
  | 'file-unreadable'
  | 'file-corrupt'
  | 'file-changed'
  | 'format-unknown'
  | 'format-unsupported'
  | 'limit'
  | 'nothing-scannable'
  | 'schema-unknown'
  | 'profile-mismatch'
  | 'rule-broken'
  | 'aborted'
  | 'remote'
