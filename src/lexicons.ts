/**
 * The lexicons of answers. They were compiled for the tokeniser when the package was made, and stand among its rules: to do so in each
 * thread took a tenth of a scan of a thousand rows. A test holds what is there and what the lexicons give equal.
 */
import { readFileSync } from 'node:fs'
import { endianness } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InputError } from './model/errors.ts'
import { lexiconOf } from './responses/lexicon-match.ts'
import type { AnswerLexicon } from './responses/outcomes.ts'
import { emptyTokens, FIRST_TOKEN, tokenize } from './tokenizers/tokens.ts'

/** A bare yes, in the languages of the lexicons. */
const YES = [
  'yes',
  'yeah',
  'yep',
  'true',
  'correct',
  'right',
  'sí',
  'oui',
  'ja',
  'sim',
  '是',
  '对',
  'はい',
  '네',
  '예',
  'да',
  'نعم',
  'हाँ',
  'sì',
  'tak',
  'evet',
  'так',
  'ya',
  'vâng',
]

let compiled: AnswerLexicon | undefined

const FILE = join(dirname(fileURLToPath(import.meta.url)), '..', 'rules', 'lexicons', 'compiled.bin')

/**
 * The compiled lexicons, as they stand in their file.
 *
 * @throws {InputError} `file-missing`
 */
export function compiledLexicons(): Buffer {
  try {
    return readFileSync(FILE)
  } catch (cause) {
    throw broken('file-missing', 'cannot be read', cause)
  }
}

/**
 * What counts as terse compliance and as refusal; read once a thread.
 *
 * @throws {InputError} `file-missing`, or `rule-broken`: the file is not whole
 */
export function answerLexicon(): AnswerLexicon {
  compiled ??= lexiconIn(compiledLexicons())
  return compiled
}

/** @throws {InputError} `rule-broken` */
export function lexiconIn(file: Uint8Array): AnswerLexicon {
  const bytes = new Uint8Array(file) // in a buffer of its own, from its first byte on
  const yes = new Set(YES.flatMap(hashesOf))
  try {
    if (endianness() === 'BE') Buffer.from(bytes.buffer).swap32()
    return { ...lexiconOf(new Uint32Array(bytes.buffer)), isYes: (token) => yes.has(token) }
  } catch (cause) {
    throw broken('rule-broken', 'is not whole', cause)
  }
}

function broken(code: 'file-missing' | 'rule-broken', what: string, cause: unknown): InputError {
  return new InputError(code, `${FILE} ${what}`, { hint: 'is the package whole? install it again', cause })
}

const tokens = emptyTokens()

/** The token hashes of a phrase, marks left out. */
export function hashesOf(text: string): number[] {
  const bytes = Buffer.from(text)
  tokens.count = 0
  tokens.plainCount = 0
  tokenize(bytes, 0, bytes.length, tokens)
  return Array.from(tokens.hashes.subarray(0, tokens.count)).filter((hash) => hash >= FIRST_TOKEN)
}
