/**
 * Readers that the user brings: found, checked, asked, and held to what every reader promises.
 *
 * Rows come out numbered and in blocks, a row that is too long or unreadable is a skip, whatever a reader throws is one
 * InputError, and an abort is heard while a reader waits.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { InputError } from '../model/errors.ts'
import type { ReaderOption } from '../model/options.ts'
import { type Reader, reasonOf, type Source } from '../model/reader.ts'
import type { RowBlock, RowSkip } from '../model/row.ts'
import type { Shard } from '../model/shard.ts'
import { openFile } from './bytes.ts'
import { asInputError, openColumnarFile } from './columnar-file.ts'
import { decompressed } from './decompress.ts'
import type { OpenOptions } from './open.ts'
import { isTooLong } from './row-size.ts'
import { MAX_ROW_BYTES } from './spans.ts'
import { untilAborted } from './until-aborted.ts'

const BLOCK_ROWS = 1024
const CHUNK_BYTES = 1 << 20
const ID = /^[a-z][a-z0-9-]{0,31}$/

/** @throws {InputError} `usage`: a reader cannot be loaded, or is none */
export async function loadReaders(options: readonly ReaderOption[] = []): Promise<readonly Reader[]> {
  const readers: Reader[] = []
  for (const option of options) readers.push(...(typeof option === 'string' ? await loaded(option) : [option]))
  for (const [at, reader] of readers.entries()) {
    const id: unknown = (reader as Partial<Reader> | null)?.id
    if (
      typeof id !== 'string' ||
      !ID.test(id) ||
      typeof reader.fits !== 'function' ||
      typeof reader.read !== 'function'
    ) {
      throw new InputError('usage', `reader ${at + 1} of ${readers.length} is none`, {
        hint: 'a reader has an id (small letters, digits, dashes), fits() and read(); see docs/guides/write-a-reader.md',
      })
    }
    if (readers.findIndex((other) => other.id === id) !== at)
      throw new InputError('usage', `two readers are called ${id}`, { hint: 'give one of them another id' })
  }
  return readers
}

async function loaded(name: string): Promise<readonly Reader[]> {
  let module: Readonly<Record<string, unknown>>
  try {
    const path = existsSync(name) ? resolve(name) : createRequire(resolve('here.js')).resolve(name)
    module = (await import(pathToFileURL(path).href)) as typeof module
  } catch (cause) {
    throw new InputError('usage', `reader ${name}: cannot be loaded`, {
      hint: 'name a JavaScript file, or an installed package, that exports a reader',
      cause,
    })
  }
  const inner = (module.default ?? {}) as typeof module // what a CommonJS module exports
  const found = [module.readers ?? module.reader ?? inner.readers ?? inner.reader ?? module.default].flat()
  return found as readonly Reader[]
}

/** The id of the first reader that takes a file for its own. */
export function fitting(readers: readonly Reader[], head: Uint8Array, name: string): string | undefined {
  for (const { id, fits } of readers) {
    try {
      if (fits(Uint8Array.from(head), name) === true) return id
    } catch {
      // one that throws does not know the file
    }
  }
  return undefined
}

/** The rows of a shard whose format is a reader's id. */
export async function* readPlugged(shard: Shard, options: OpenOptions): AsyncGenerator<RowBlock, void, undefined> {
  const { maxRowBytes = MAX_ROW_BYTES, signal } = options
  const readers = await loadReaders(options.readers)
  const reader = readers.find(({ id }) => id === shard.format)
  if (reader === undefined) {
    throw new InputError('format-unsupported', `${shard.file}: the reader ${shard.format} is not at hand`, {
      hint: 'name it with --reader, or in the option readers',
    })
  }
  let stored = 0
  const source = sourceOf(shard, options, (bytes) => {
    stored = bytes
  })
  let values: unknown[] = []
  let rows: number[] = []
  let skips: RowSkip[] = []
  let row = 0
  const block = (): RowBlock => {
    const full = { firstRow: rows[0] ?? row, values, rows: Float64Array.from(rows), skips, bytesRead: stored }
    values = []
    rows = []
    skips = []
    return full
  }
  try {
    for await (const value of untilAborted(reader.read(source), signal)) {
      const reason = reasonOf(value) ?? (isTooLong(value, maxRowBytes) ? 'row-too-long' : undefined)
      if (reason === undefined) {
        values.push(value)
        rows.push(row)
      } else {
        skips.push({ row, reason: plainReason(reason) })
      }
      row++
      if (values.length + skips.length >= BLOCK_ROWS) yield block()
    }
    yield block()
  } catch (fault) {
    yield block()
    signal?.throwIfAborted()
    throw asInputError(fault, shard.file, `what the reader ${shard.format} was given after row ${row}`)
  }
}

/** Reasons are counted by name, and shown: a few plain words. */
const plainReason = (reason: unknown): string => {
  const plain = String(reason).toLowerCase().replace(/[^a-z0-9-]+/g, '-').slice(0, 40) // biome-ignore format: one chain
  return plain === '' ? 'broken-record' : plain
}

function sourceOf(shard: Shard, options: OpenOptions, onBytes: (bytes: number) => void): Source {
  const { file, path, codec, bytes } = shard
  const { signal, maxDecompressedRatio, tap = (reader) => reader } = options
  return {
    file,
    size: bytes,
    signal,
    async *stream() {
      const opened = await openFile(path, 0, undefined, { signal })
      try {
        if (opened.size !== bytes) throw changed(file)
        const reader = await decompressed(tap(opened), codec, { file, maxDecompressedRatio })
        for (;;) {
          const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES) // the reader's own
          const got = await reader.read(chunk, 0, chunk.length)
          if (got === 0) return
          onBytes(opened.stored())
          yield chunk.subarray(0, got)
        }
      } finally {
        await opened.close()
      }
    },
    async slice(start, end) {
      const opened = await openColumnarFile(path, file, { signal })
      try {
        if (opened.size !== bytes) throw changed(file)
        onBytes(end)
        return await opened.read(start, end)
      } finally {
        await opened.close()
      }
    },
  }
}

const changed = (file: string): InputError =>
  new InputError('file-changed', `${file}: changed since the scan began`, {
    hint: 'scan it again when nothing writes to it',
  })
