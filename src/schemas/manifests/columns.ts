/** Columns of a manifest's entry as a map of JSON pointers. */
import { isRow, type Row } from '../layout.ts'

/** @returns the string under a name of an entry, or `undefined` */
export function textIn(entry: Row, name: string): string | undefined {
  const value = Object.hasOwn(entry, name) ? entry[name] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The strings under a name: one, or a list of them. */
export function textsIn(entry: Row, name: string): readonly string[] {
  const value = Object.hasOwn(entry, name) ? entry[name] : undefined
  return [value].flat().filter((text): text is string => typeof text === 'string' && text !== '')
}

export function rowIn(entry: Row, name: string): Row {
  const value = Object.hasOwn(entry, name) ? entry[name] : undefined
  return isRow(value) ? value : {}
}

/** @see RFC 6901: a column's name as a pointer */
export function pointerTo(column: string): string {
  return `/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The map without what is not there, columns as pointers. */
export function mapOf(columns: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const map: Record<string, string> = {}
  for (const [name, column] of Object.entries(columns)) if (column !== undefined) map[name] = pointerTo(column)
  return map
}
