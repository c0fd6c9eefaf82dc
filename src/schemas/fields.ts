/**
 * The column names of one shape of row, found by any of their aliases.
 *
 * Found exactly first, then without regard to case, spaces, dashes and underscores: `Question`, `system_prompt`, `Complex CoT`.
 * Two columns that fold to one name are told apart by code unit order, so nothing depends on the order of the columns.
 */
export interface Fields {
  readonly columns: readonly string[]
  /** The first alias that names a column, as the column is spelled. */
  readonly find: (...aliases: readonly string[]) => string | undefined
}

export function fieldsOf(keys: readonly string[]): Fields {
  const columns = [...keys].sort()
  const exact = new Set(columns)
  const folded = new Map<string, string>()
  for (const column of columns) {
    const name = fold(column)
    if (!folded.has(name)) folded.set(name, column)
  }
  const find = (...aliases: readonly string[]): string | undefined => {
    for (const alias of aliases) if (exact.has(alias)) return alias
    for (const alias of aliases) {
      const column = folded.get(fold(alias))
      if (column !== undefined) return column
    }
    return undefined
  }
  return { columns, find }
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '')
}
