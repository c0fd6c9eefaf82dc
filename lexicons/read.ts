/**
 * Lexicons: which answers comply and say nothing else, and which refuse. Read from data, checked, and plain data again.
 *
 * The files are a plain subset of YAML: maps and lists by indentation, unquoted text, comments. They have a reader of their own, which
 * allows no more than that; a test holds it and one for all of YAML equal.
 * A broken lexicon is an InputError that lists every fault with its line, so that a user mends five at once. What the
 * entries mean for tokens is the business of `compile.ts`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../src/model/errors.ts'
import { patternFault } from './pattern.ts'

/** Where an entry must stand: the whole answer, its beginning, words before a beginning, anywhere near the start. */
export type Place = 'whole' | 'starts' | 'lead_ins' | 'contains'

export interface Entry {
  readonly language: string
  readonly place: Place
  readonly say: string // a pattern; see pattern.ts
  readonly except: readonly string[] // patterns; the entry does not count where one of them follows
}

export interface Lexicon {
  readonly id: 'compliance' | 'refusal'
  readonly within: number // tokens: entries of `contains` count if they begin before this one
  readonly entries: readonly Entry[]
}

const PLACES: Readonly<Record<Lexicon['id'], readonly Place[]>> = {
  compliance: ['whole', 'starts'],
  refusal: ['lead_ins', 'starts', 'contains'],
}
const TEXTS = ['lexicon', 'title', 'within']
const BLOCKS = ['sources', 'notes', 'languages']

/** A line that says something: how far it is indented, whether it is a list item, key and value where it has them. */
interface Line {
  readonly number: number // from 1
  readonly indent: number
  readonly item: boolean
  readonly key: string // '' for a bare value
  readonly value: string
}

const LINE = /^( *)(- )?(?:([a-z_]+):(?: +|$))?(.*)$/
const NOT_PLAIN = /^["'[{&*!|>%@`#,-]|: |:$/ // beginnings and marks that would be more than plain text to YAML

function readLines(text: string): Line[] {
  const lines: Line[] = []
  let folded = -1 // indent of the key whose text is folded over the next lines, which are prose
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const [, spaces, item, key, value] = LINE.exec(raw.replace(/(^|\s)#.*$/, '').trimEnd()) ?? ['', '', '', '', raw]
    const indent = spaces.length
    if (!item && !key && !value) continue
    if (folded >= 0 && indent > folded) continue
    folded = value === '>' ? indent : -1
    lines.push({ number: i + 1, indent, item: item !== undefined, key: key ?? '', value: folded >= 0 ? '' : value })
  }
  return lines
}

/**
 * Reads one lexicon.
 *
 * @param text  the file, as in rules/lexicons
 * @param file  how to call it in faults
 * @throws {InputError} `rule-broken`: every fault, with its line
 */
export function loadLexicon(text: string, file = 'lexicon'): Lexicon {
  const faults: { line: number; what: string }[] = []
  const fault = (line: number, what: string): void => {
    faults.push({ line, what })
  }
  const lines = readLines(text)
  const top = new Map<string, Line>()
  let block = ''
  let sources = 0
  const inside: Line[] = []
  for (const line of lines) {
    if (line.indent > 0) {
      if (block === 'languages') inside.push(line)
      else if (block === 'sources' && line.item) sources++
      else fault(line.number, 'this belongs to nothing above it')
      continue
    }
    block = line.key
    top.set(line.key, line)
    if (!TEXTS.includes(line.key) && !BLOCKS.includes(line.key)) {
      fault(line.number, `unknown field, not one of ${[...TEXTS, ...BLOCKS].join(', ')}`)
    }
  }
  const id = top.get('lexicon')?.value
  const within = top.get('within')?.value ?? ''
  if (id !== 'compliance' && id !== 'refusal')
    fault(top.get('lexicon')?.number ?? 1, 'lexicon is compliance or refusal')
  if (!/^\d{1,4}$/.test(within)) fault(top.get('within')?.number ?? 1, 'within is a whole number of tokens')
  if (sources === 0) fault(top.get('sources')?.number ?? 1, 'sources is a list')
  const entries = id === 'compliance' || id === 'refusal' ? readEntries(inside, PLACES[id], fault) : []
  if (entries.length === 0) fault(top.get('languages')?.number ?? 1, 'languages holds no phrase')
  if (faults.length > 0) {
    const list = faults.sort((a, b) => a.line - b.line).map(({ line, what }) => `${file}:${line} ${what}`)
    throw new InputError('rule-broken', list.join('\n'), {
      hint: 'mend these lines; rules/lexicons in the package shows the form',
    })
  }
  return { id: id as Lexicon['id'], within: Number(within), entries }
}

/** `languages:` from the inside: language, place, entry, and what an entry holds, two spaces further in each. */
function readEntries(
  lines: readonly Line[],
  places: readonly Place[],
  fault: (line: number, what: string) => void,
): Entry[] {
  const entries: Entry[] = []
  let language = ''
  let place: Place | undefined
  let except: string[] | null = null // the list being filled
  const phrase = ({ number }: Line, text: string): string => {
    if (text === '' || NOT_PLAIN.test(text)) fault(number, 'a phrase is plain words, without quotes or colons')
    const broken = patternFault(text)
    if (broken) fault(number, broken)
    return text
  }
  for (const line of lines) {
    const { number, indent, item, key, value } = line
    if (indent === 2 && !item && value === '') {
      language = key
      place = undefined
      if (!/^[a-z]{2,3}$/.test(key)) fault(number, 'a language is its ISO 639 code')
    } else if (indent === 4 && !item && value === '' && language !== '') {
      place = places.find((known) => known === key)
      if (!place) fault(number, `unknown place, not one of ${places.join(', ')}`)
    } else if (indent === 6 && item && place && (key === '' || key === 'say')) {
      except = []
      entries.push({ language, place, say: phrase(line, value), except })
    } else if (indent === 8 && !item && key === 'except' && except) {
      const inline = /^\[(.*)\]$/.exec(value)
      if (inline) except.push(...inline[1].split(',').map((each) => phrase(line, each.trim())))
      else if (value !== '') fault(number, 'except is a list of phrases')
    } else if (indent === 10 && item && key === '' && except) {
      except.push(phrase(line, value))
    } else if (!(indent > 4 && place === undefined)) fault(number, 'this belongs to nothing above it')
  }
  return entries
}

/**
 * Reads the lexicons of a rules folder.
 *
 * @param dir  the folder that holds `lexicons/`
 * @throws {InputError} `rule-broken` for a fault within, `file-missing` where a lexicon is not there
 */
export function readLexicons(dir: string): Lexicon[] {
  return (['compliance', 'refusal'] as const).map((id) => {
    const file = join(dir, 'lexicons', `${id}.yml`)
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (cause) {
      throw new InputError('file-missing', `${file} cannot be read`, {
        hint: 'is the package whole? install it again',
        cause,
      })
    }
    return loadLexicon(text, file)
  })
}
