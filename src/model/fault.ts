/** An error, taken apart: what crosses between threads keeps neither class nor fields. */
import { InputError, type InputErrorCode } from './errors.ts'

export interface Fault {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly code?: string
  readonly hint?: string
}

export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { name, message, stack, code, hint } = error as Error & Pick<Fault, 'code' | 'hint'>
  return { name, message, stack, code, hint }
}

export function errorOf({ name, message, stack, code, hint }: Fault): Error {
  if (name === 'InputError' && code !== undefined)
    return new InputError(code as InputErrorCode, message, { hint: hint ?? '' })
  return Object.assign(new Error(message), { name, stack, ...(code === undefined ? {} : { code }) })
}
