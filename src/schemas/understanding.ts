/**
 * What a row means: which layout it is in, and the conversations it holds.
 *
 * Asked row by row, since a merged set changes its layout in the middle; remembered by the shape of the row (its column
 * names), so that the asking is done once a shape. Never throws on data, keeps nothing of a row, and the answer to a row does
 * not depend on the rows before it.
 */
import type { Conversation, Unread } from '../model/conversation.ts'
import { InputError } from '../model/errors.ts'
import type { Meaning, Tags } from '../model/meaning.ts'
import { isBlank } from './answer.ts'
import { fieldsOf } from './fields.ts'
import { isRow, type Layout, type Reading, type Row } from './layout.ts'
import { MAP_KEYS, mappedReader } from './mapped.ts'
import { LAYOUTS } from './registry.ts'

export interface Understanding {
  readonly understand: (value: unknown) => Understood | Unread
}

export interface Understood {
  readonly schema: string
  readonly conversations: readonly Conversation[]
  readonly used: readonly string[] // the columns that were looked at; one list a shape
}

/** The names that `schema` may have, each once, in the order in which they are tried. */
export const SCHEMA_NAMES: readonly string[] = [...new Set(LAYOUTS.map((layout) => layout.name))]

/** @throws {InputError} `schema-unknown`: no layout of that name; `usage`: a map that cannot be followed */
export function createUnderstanding(options: Meaning = {}): Understanding {
  const { schema, map, tags } = options
  if (map !== undefined) return mapped(map, tags)
  if (schema === undefined) return { understand: recogniser(LAYOUTS, 0) }
  const layouts = LAYOUTS.filter((layout) => layout.name === schema)
  if (layouts.length === 0) {
    throw new InputError('schema-unknown', `no schema is called ${JSON.stringify(schema)}`, {
      hint: `one of: ${SCHEMA_NAMES.join(', ')}; or --map`,
    })
  }
  return { understand: recogniser(layouts, 0) }
}

const NOT_AN_OBJECT: Unread = Object.freeze({ skip: 'not-an-object' })
const UNKNOWN_SCHEMA: Unread = Object.freeze({ skip: 'unknown-schema' })
const NO_ANSWER: Unread = Object.freeze({ skip: 'no-answer' })
const UNTRAINED: Unread = Object.freeze({ skip: 'untrained-answer' })
const EMPTY: Unread = Object.freeze({ skip: 'no-answer' }) // to a question: an exchange, where nothing else in the row is an answer

const MAX_SHAPES = 4096 // remembered; a set of more shapes is recognised anew each time
const MAX_DEPTH = 2 // rows inside rows

interface Shape {
  readonly keys: readonly string[]
  readonly fits: readonly Candidate[]
}

interface Candidate {
  readonly schema: string
  readonly used: readonly string[]
  readonly read: (row: Row) => Reading
}

function recogniser(layouts: readonly Layout[], depth: number): Understanding['understand'] {
  const shapes = new Map<string, Shape>()
  let inner: Understanding['understand'] | undefined
  let last: Shape | undefined
  const readInner = (value: unknown) => {
    if (depth >= MAX_DEPTH) return undefined
    inner ??= recogniser(LAYOUTS, depth + 1)
    return inner(value)
  }
  const shapeOf = (keys: readonly string[]): Shape => {
    const name = keys.join('\0')
    const known = shapes.get(name)
    if (known !== undefined) return known
    const shape = { keys, fits: fitsOf(layouts, keys, readInner) }
    if (shapes.size < MAX_SHAPES) shapes.set(name, shape)
    return shape
  }
  return (value) => {
    if (!isRow(value)) return NOT_AN_OBJECT
    const keys = Object.keys(value)
    if (last === undefined || !sameKeys(keys, last.keys)) last = shapeOf(keys)
    return readRow(value, last.fits)
  }
}

function fitsOf(
  layouts: readonly Layout[],
  keys: readonly string[],
  readInner: (value: unknown) => Understood | Unread | undefined,
): Candidate[] {
  const fields = fieldsOf(keys)
  return layouts.flatMap((layout) => {
    const fit = layout.fit(fields, readInner)
    return fit === undefined ? [] : [{ schema: layout.name, ...fit }]
  })
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false
  return true
}

/** The first layout that gives an answer, or else an empty one; where none does, the reason of the first that knew the row. */
function readRow(row: Row, fits: readonly Candidate[]): Understood | Unread {
  let reason: Unread | undefined
  let empty: Understood | undefined
  for (const { schema, used, read } of fits) {
    const reading = read(row)
    if (reading === undefined) continue
    const verdict = 'skip' in reading ? reading : judged(reading)
    if (verdict === undefined) return { schema, conversations: reading as readonly Conversation[], used }
    if (verdict === EMPTY) empty ??= { schema, conversations: reading as readonly Conversation[], used }
    reason ??= verdict
  }
  return empty ?? reason ?? UNKNOWN_SCHEMA
}

/** Why conversations hold no answer that says anything, or `undefined` where they hold one. */
function judged(conversations: readonly Conversation[]): Unread | undefined {
  let reason = NO_ANSWER
  for (const { turns } of conversations) {
    let asked = false
    for (const turn of turns) {
      if (turn.role === 'user' && !isBlank(turn.text)) asked = true
      if (turn.role !== 'assistant') continue
      if (!isBlank(turn.text)) {
        if (turn.trained) return undefined
        reason = UNTRAINED
      } else if (turn.trained && asked && reason === NO_ANSWER) reason = EMPTY
    }
  }
  return reason
}

function mapped(map: Readonly<Record<string, string>>, tags: Tags | undefined): Understanding {
  const fits = [{ schema: 'map', used: usedBy(map), read: mappedReader(map, tags) }]
  return { understand: (value) => (isRow(value) ? readRow(value, fits) : NOT_AN_OBJECT) }
}

function usedBy(map: Readonly<Record<string, string>>): readonly string[] {
  return [
    ...new Set(MAP_KEYS.flatMap((key) => (Object.hasOwn(map, key) ? [map[key].replace(/^\//, '').split('/')[0]] : []))),
  ]
}
