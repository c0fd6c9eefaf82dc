/** Memory of large arrays. */

/** Room for so many bytes, all zero. @param shared  several threads will look at it */
export function memory(bytes: number, shared: boolean): ArrayBuffer {
  return (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)) as ArrayBuffer
}

const PAGE = 4096 // bytes; of larger ones, each is written several times

/**
 * A new table, to be filled in no order, whose pages are written once from first to last. A page that is first read is lent by the system,
 * and replaced when it is written: two faults, and the second interrupts all other threads. With two threads that takes seven times as long.
 */
export function written<Table extends Uint8Array | Uint32Array>(table: Table): Table {
  const step = PAGE / table.BYTES_PER_ELEMENT
  for (let i = 0; i < table.length; i += step) table[i] = 0
  return table
}
