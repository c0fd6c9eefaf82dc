/**
 * Observation records of one worker, kept between readings: in memory as far as they may, beyond that in a file of their own.
 *
 * The file is private to the process and loses its name as soon as it is open, so nothing is left behind however the
 * process ends. Records come back in the order in which they were added.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cannotSpool } from './model/disk.ts'
import type { RecordBlock } from './model/observation.ts'
import type { Pace } from './pace.ts'

export type Take = (words: Uint32Array, from: number, to: number) => void

export interface RecordStore {
  /** Takes a block over; false where its records went to the file, so that its words are free. */
  add(block: RecordBlock): boolean
  /** Hands on every run of records in turn; the words are valid until the next. */
  each(take: Take, pace: Pace): Promise<void>
  /** What is kept, as blocks in memory. */
  all(): readonly RecordBlock[]
  close(): void
}

const WORD_BYTES = 4

/** @param memory  bytes of blocks that are kept in memory */
export function createRecordStore(memory: number): RecordStore {
  const kept: (RecordBlock | { readonly at: number; readonly used: number })[] = []
  let inMemory = 0
  let file: number | undefined
  let fileBytes = 0
  let buffer = new Uint32Array(0)
  const bytesOf = (words: Uint32Array, used: number): Uint8Array =>
    new Uint8Array(words.buffer, words.byteOffset, used * WORD_BYTES)
  const load = (at: number, used: number): Uint32Array => {
    if (buffer.length < used) buffer = new Uint32Array(used)
    const bytes = bytesOf(buffer, used)
    for (let done = 0; done < bytes.length; ) {
      const got = readSync(file!, bytes, done, bytes.length - done, at + done)
      if (got === 0) throw new Error('the store of records was cut short')
      done += got
    }
    return buffer
  }
  return {
    add({ words, used }) {
      if (used === 0) return true
      if (inMemory + words.byteLength <= memory) {
        kept.push({ words, used })
        inMemory += words.byteLength
        return true
      }
      const bytes = bytesOf(words, used)
      try {
        file ??= privateFile()
        for (let done = 0; done < bytes.length; )
          done += writeSync(file, bytes, done, bytes.length - done, fileBytes + done)
      } catch (fault) {
        throw cannotSpool(tmpdir(), fault)
      }
      kept.push({ at: fileBytes, used })
      fileBytes += bytes.length
      return false
    },
    async each(take, pace) {
      for (const block of kept) {
        take('words' in block ? block.words : load(block.at, block.used), 0, block.used)
        await pace()
      }
    },
    all: () =>
      kept.map((block) =>
        'words' in block ? block : { words: load(block.at, block.used).slice(0, block.used), used: block.used },
      ),
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
      kept.length = 0
    },
  }
}

function privateFile(): number {
  const path = join(tmpdir(), `suretrap-${randomUUID()}`)
  const file = openSync(path, 'wx+', 0o600)
  try {
    unlinkSync(path)
  } catch {
    // Where an open file keeps its name, it stays until the system clears the folder.
  }
  return file
}
