/**
 * How one big JSON object holds its rows: in arrays under its keys, as columns, as a table of records by id, or it is one row.
 */
import type { Member, Outline } from './json-outline.ts'

export type Layout =
  | { readonly kind: 'values' } // several values one after the other
  | { readonly kind: 'arrays'; readonly arrays: readonly Member[]; readonly shared: ReadonlyMap<string, unknown> }
  | { readonly kind: 'columns' }
  | { readonly kind: 'records' }
  | { readonly kind: 'row' }

/** Fields beside an array of rows that every row needs to be understood (natural-instructions: Definition). */
const SHARED: ReadonlySet<string> = new Set([
  'Definition',
  'definition',
  'instruction',
  'Instruction',
  'system',
  'system_prompt',
])

/** Keys that only a turn of a dialogue has: an array of such objects is part of a row, not rows. */
const TURN_KEYS = ['role', 'from', 'speaker', 'author'] as const

/** Arrays of objects that belong to one row whatever their objects look like. */
const ROW_PARTS: ReadonlySet<string> = new Set([
  'messages',
  'conversations',
  'conversation',
  'turns',
  'tools',
  'functions',
  'choices',
])

export function layoutOf({ members, closed, more }: Outline, split: string | undefined): Layout {
  if (more || !closed) return { kind: 'values' }
  const arrays = members.filter(holdsRows)
  if (arrays.length > 0) {
    const wanted = arrays.filter((member) => member.key === split)
    return { kind: 'arrays', arrays: wanted.length > 0 ? wanted : arrays, shared: sharedOf(members) }
  }
  if (members.length > 0 && members.every(isColumn) && members.some((member) => member.first?.includes('"'))) {
    return { kind: 'columns' }
  }
  if (areRecords(members)) return { kind: 'records' }
  return { kind: 'row' }
}

function holdsRows({ key, opens, first }: Member): boolean {
  if (opens !== '[' || ROW_PARTS.has(key)) return false
  const element = parsed(first)
  if (element === undefined) return first === undefined // longer than a clip: surely a row
  return isObject(element) && !TURN_KEYS.some((turnKey) => typeof element[turnKey] === 'string')
}

/** An array of scalars, or pandas' {"0": …, "1": …}. */
function isColumn({ opens, first }: Member): boolean {
  if (first === undefined || first === '') return false
  if (opens === '[') return !first.startsWith('[') && !first.startsWith('{')
  const member = opens === '{' ? parsed(`{${first}}`) : undefined
  return isObject(member) && typeof member['0'] === 'string'
}

const MIN_RECORDS = 3

/** A table of records by id: objects only, alike in their keys. */
function areRecords(members: readonly Member[]): boolean {
  if (members.length < MIN_RECORDS || !members.every((member) => member.opens === '{')) return false
  const shapes = members.slice(0, MIN_RECORDS).map(({ text }) => {
    const value = parsed(text)
    return isObject(value) ? Object.keys(value).sort().join('\0') : undefined
  })
  return shapes.every((shape) => shape === undefined || shape === shapes[0])
}

function sharedOf(members: readonly Member[]): ReadonlyMap<string, unknown> {
  const shared = new Map<string, unknown>()
  for (const { key, text } of members) {
    const value = SHARED.has(key) ? parsed(text) : undefined
    if (typeof value === 'string' || isTexts(value)) shared.set(key, value)
  }
  return shared
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((text) => typeof text === 'string')
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Rows of a column-oriented object; undefined if its columns are not equally long. */
export function zipColumns(value: unknown): readonly unknown[] | undefined {
  if (!isObject(value)) return undefined
  const columns = Object.entries(value).map(
    ([key, column]) => [key, isObject(column) ? Object.values(column) : column] as const,
  )
  const first = columns[0]?.[1]
  if (!Array.isArray(first) || first.length < 2) return undefined
  if (!columns.every(([, column]) => Array.isArray(column) && column.length === first.length)) return undefined
  return first.map((_, index) =>
    Object.fromEntries(columns.map(([key, column]) => [key, (column as unknown[])[index]])),
  )
}
