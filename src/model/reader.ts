/**
 * A reader of one's own: a container that is not known here, told by its first bytes and turned into rows.
 *
 * What is asked of a reader is little; numbering, blocks, limits and faults are seen to by who calls it.
 */
export interface Reader {
  /** What reports call the format: small letters, digits and dashes. */
  readonly id: string
  /**
   * Is this file such a container? Asked before the formats that are known, of every file.
   *
   * @param head   up to 64 KiB of the file, decompressed if it is gzip, zstd, bzip2, xz or lz4
   * @param name   as the user named it
   */
  fits(head: Uint8Array, name: string): boolean
  /** The rows in their order: values as JSON has them, or `unreadable(why)` for one that is broken. */
  read(source: Source): AsyncIterable<unknown> | Iterable<unknown>
}

/** The bytes of a file, wherever it lies. */
export interface Source {
  readonly file: string // as reports show it
  readonly size: number // bytes, as stored
  readonly signal: AbortSignal | undefined
  /** All bytes in order, decompressed. */
  stream(): AsyncIterable<Uint8Array>
  /**
   * Bytes start to end (exclusive), as stored.
   *
   * @throws {InputError} the place is not in the file
   */
  slice(start: number, end: number): Promise<Uint8Array>
}

const REASON: unique symbol = Symbol.for('suretrap.unreadable') as never // one for the ESM and the CommonJS build

/** Stands for a row that cannot be read. */
export interface Unreadable {
  readonly [REASON]: string
}

/**
 * A row that cannot be read: it is numbered, skipped and counted, and the reading goes on.
 *
 * @param reason   a few words of your own, such as `broken-record`; never text of the data
 */
export function unreadable(reason: string): Unreadable {
  return { [REASON]: reason }
}

export function reasonOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? (value as Partial<Unreadable>)[REASON] : undefined
}
