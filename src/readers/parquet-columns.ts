/**
 * Which columns of a Parquet file can hold conversations or what bears on them, and which are left unread.
 *
 * Kept: text, flags and whole numbers (labels, weights, ranks), and every structure that has text in it. Left out, with a
 * reason: vectors, decimals, times, raw images. A file with nothing else is read whole, so that it can be described.
 */
import type { SchemaTree } from 'hyparquet'
import { InputError } from '../model/errors.ts'

export interface ColumnChoice {
  readonly read: readonly SchemaTree[] // top-level columns, without the parts left out
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
}

export function chooseColumns(tree: SchemaTree, wanted: readonly string[] | undefined, file: string): ColumnChoice {
  // `__proto__` as a key would set the row's prototype, not a field.
  const columns = tree.children.filter((column) => column.element.name !== '__proto__')
  if (wanted) {
    const names = new Set(columns.map((column) => column.element.name))
    const missing = wanted.find((name) => !names.has(name))
    if (missing !== undefined) {
      throw new InputError('usage', `${file}: has no column ${JSON.stringify(missing)}`, {
        hint: `its columns: ${[...names].slice(0, 20).join(', ')}`,
      })
    }
    return { read: columns.filter((column) => wanted.includes(column.element.name)), skipped: [] }
  }
  const read: SchemaTree[] = []
  const skipped: { name: string; reason: string }[] = []
  for (const column of columns) {
    const reason = whyNot(column)
    if (reason) skipped.push({ name: column.element.name, reason })
    else read.push(pruned(column))
  }
  return read.length > 0 ? { read, skipped } : { read: columns, skipped: [] }
}

function whyNot(column: SchemaTree): string | undefined {
  if (isImage(column)) return 'raw bytes of images or sound'
  if (column.children.length > 0) return hasText(column) ? undefined : 'a structure without text'
  const { type, converted_type, logical_type } = column.element
  if (isText(column) || type === 'BOOLEAN') return undefined
  const plain = !converted_type || /^U?INT/.test(converted_type)
  if ((type === 'INT32' || type === 'INT64') && plain && (!logical_type || logical_type.type === 'INTEGER'))
    return undefined
  return 'holds no text'
}

function isText({ element }: SchemaTree): boolean {
  return (
    element.type === 'BYTE_ARRAY' && element.logical_type?.type !== 'GEOMETRY' && element.converted_type !== 'DECIMAL'
  )
}

function hasText(node: SchemaTree): boolean {
  return node.children.length > 0 ? node.children.some((child) => !isImage(child) && hasText(child)) : isText(node)
}

/** Hugging Face's Image and Audio: `{bytes, path}` and their lists. */
function isImage(node: SchemaTree): boolean {
  const names = node.children.map((child) => child.element.name)
  if (names.length === 2 && names.includes('bytes') && names.includes('path')) return true
  return names.length === 1 && isImage(node.children[0])
}

/** Without images inside structures; the structure keeps at least one part. */
function pruned(node: SchemaTree): SchemaTree {
  const annotated =
    node.element.converted_type === 'LIST' || node.element.converted_type === 'MAP' || node.element.logical_type
  const kept = annotated ? node.children : node.children.filter((child) => !isImage(child))
  return { ...node, children: (kept.length > 0 ? kept : node.children).map(pruned) }
}
