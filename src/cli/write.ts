/**
 * Writing: to a pipe, waiting until it drains; to a file, whole or not at all.
 *
 * A reader that closes its end early is no error. A full disk is.
 */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { lstat, mkdir, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { cannotWrite } from '../model/disk.ts'
import type { Io } from './io.ts'

export type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

const BATCH_CHARS = 1 << 16 // a reporter yields lines; the pipe gets blocks

/** Writes all of it, and waits for the last byte to be taken. False: the reader has gone away. */
export async function pour(chunks: Chunks, sink: Writable): Promise<boolean> {
  try {
    for await (const block of blocks(chunks)) await write(block, sink)
    return true
  } catch (error) {
    if (isClosedPipe(error)) return false
    throw cannotWrite('standard output', error)
  }
}

/** Writes under another name beside `path`, then renames: nobody ever sees half a file. */
export async function writeWhole(path: string, chunks: Chunks, io: Pick<Io, 'cwd' | 'unfinished'>): Promise<void> {
  try {
    const target = await realpath(resolve(io.cwd, path)).catch(() => resolve(io.cwd, path))
    const stats = await lstat(target).catch(() => undefined)
    if (stats !== undefined && !stats.isFile()) return await fill(target, chunks, false) // a device or a named pipe: nothing to rename
    await mkdir(dirname(target), { recursive: true })
    const beside = unfinishedName(target)
    io.unfinished.add(beside)
    try {
      await fill(beside, chunks, true)
      await rename(beside, target)
    } finally {
      await rm(beside, { force: true })
      io.unfinished.delete(beside)
    }
  } catch (error) {
    throw cannotWrite(path, error)
  }
}

/** Beside the file it will become, since a rename does not cross file systems. */
export function unfinishedName(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)
}

/** @param flush  to the disk before it is closed; a pipe has none and would refuse */
async function fill(path: string, chunks: Chunks, flush: boolean): Promise<void> {
  const file = createWriteStream(path, { flush })
  try {
    await once(file, 'open')
    for await (const block of blocks(chunks)) await write(block, file)
    file.end()
    await once(file, 'close')
  } finally {
    file.destroy()
  }
}

function write(block: string | Uint8Array, sink: Writable): Promise<void> {
  return new Promise((done, failed) => {
    const onError = (error: Error) => failed(error) // an error event without a listener would end the process
    sink.once('error', onError)
    sink.write(block, (error) => {
      if (error) return failed(error) // the event comes after this call: the listener stays for it
      sink.off('error', onError)
      done()
    })
  })
}

async function* blocks(chunks: Chunks): AsyncIterable<string | Uint8Array> {
  let block = ''
  for await (const chunk of chunks) {
    if (typeof chunk !== 'string') {
      if (block !== '') yield block
      block = ''
      yield chunk
      continue
    }
    block += chunk
    if (block.length < BATCH_CHARS) continue
    yield block
    block = ''
  }
  if (block !== '') yield block
}

function isClosedPipe(error: unknown): boolean {
  return ['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED', 'ECONNRESET'].includes((error as NodeJS.ErrnoException).code ?? '')
}
