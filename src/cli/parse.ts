/**
 * Argv → a call: which command, which paths, which flags with which values.
 *
 * Flags may stand anywhere; `--` ends them; `-` is standard input. The first word is the command if it names one, else
 * everything is a path and the command is `scan`. Looks at no file.
 */
import { parseArgs } from 'node:util'
import { InputError } from '../model/errors.ts'
import { COMMANDS } from './commands.ts'
import { FLAGS, type Flag, flagNamed, flagsOf } from './flags.ts'
import { nearest } from './nearest.ts'
import { readValue, type Value, ValueFault } from './values.ts'

export interface Call {
  readonly command: string
  readonly named: boolean // was the command written out?
  readonly paths: readonly string[]
  readonly values: ReadonlyMap<string, Value>
}

/** @throws {InputError} code `usage`: an unknown flag, a value that is missing or means nothing */
export function parse(argv: readonly string[]): Call {
  const options = Object.fromEntries(
    FLAGS.map((flag) => [
      flag.name,
      {
        type: flag.kind === 'switch' ? ('boolean' as const) : ('string' as const),
        ...(flag.short ? { short: flag.short } : {}),
      },
    ]),
  )
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true })
  const words: string[] = []
  const texts = new Map<Flag, string[]>()
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    const flag = flagNamed(token.name)
    if (flag === undefined) throw unknownFlag(token.rawName)
    if (flag.kind === 'switch' && token.value !== undefined) throw usage(`--${flag.name} takes no value`)
    if (flag.kind !== 'switch' && missing(token.value, token.inlineValue))
      throw usage(`--${flag.name} needs a value: ${flag.value}`)
    texts.set(flag, [...(texts.get(flag) ?? []), String(token.value ?? '')])
  }
  const named = COMMANDS.some(({ name }) => name === words[0])
  const command = named ? words[0] : 'scan'
  return { command, named, paths: named ? words.slice(1) : words, values: valuesOf(command, texts) }
}

/** `--config --quiet` has lost its value; `-o -` has not. */
function missing(value: string | boolean | undefined, inline: boolean | undefined): boolean {
  return typeof value !== 'string' || (!inline && value.length > 1 && value.startsWith('-'))
}

function valuesOf(command: string, texts: ReadonlyMap<Flag, readonly string[]>): ReadonlyMap<string, Value> {
  const allowed = flagsOf(command)
  const values = new Map<string, Value>()
  for (const [flag, given] of texts) {
    if (!allowed.includes(flag)) {
      throw usage(`--${flag.name} means nothing to ${command}`, `it belongs to ${[...flag.commands].join(', ')}`)
    }
    try {
      values.set(flag.name, readValue(flag, given))
    } catch (fault) {
      if (fault instanceof ValueFault)
        throw usage(`--${flag.name} ${fault.message}, got ${JSON.stringify(given[given.length - 1])}`)
      throw fault
    }
  }
  return values
}

function unknownFlag(rawName: string): InputError {
  const long = FLAGS.map((flag) => `--${flag.name}`)
  const near = nearest(rawName, long)
  return usage(`unknown flag ${rawName}`, near === undefined ? 'suretrap --help lists them' : `did you mean ${near}?`)
}

export function usage(message: string, hint = 'see suretrap --help'): InputError {
  return new InputError('usage', message, { hint })
}
