/** `--rows-out FILE`: the library writes rows as it goes, so it is given a name beside; under its own the file is whole. */
import { createReadStream } from 'node:fs'
import { mkdtemp, realpath, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { cannotWrite } from '../model/disk.ts'
import { InputError } from '../model/errors.ts'
import type { Io } from './io.ts'
import { checkFolder, type Output, refuseInput } from './outputs.ts'
import { usage } from './parse.ts'
import { unfinishedName, writeWhole } from './write.ts'

/** @throws {InputError} the file is an input or an output, or its folder is not there */
export async function checkRowsOut(
  path: string | undefined,
  inputs: readonly string[],
  outputs: readonly Output[],
  io: Io,
): Promise<void> {
  if (path === undefined) return
  const target = resolve(io.cwd, path)
  if (outputs.some((output) => resolve(io.cwd, output.path) === target))
    throw usage(`-o and --rows-out both name ${path}`)
  await refuseInput(path, inputs, io)
  await checkFolder(path, io)
}

export async function withRowsOut<T>(
  path: string | undefined,
  io: Io,
  work: (path: string | undefined) => Promise<T>,
): Promise<T> {
  if (path === undefined) return work(undefined)
  const target = await realpath(resolve(io.cwd, path)).catch(() => resolve(io.cwd, path)) // a link stays a link
  const there = await stat(target).catch(() => undefined)
  if (there !== undefined && !there.isFile()) return viaScratch(path, io, work)
  const beside = unfinishedName(target)
  io.unfinished.add(beside)
  try {
    const result = await work(beside)
    await rename(beside, target)
    return result
  } catch (fault) {
    throw namedAs(path, beside, cannotWrite(path, fault))
  } finally {
    await rm(beside, { force: true })
    io.unfinished.delete(beside)
  }
}

/** A device or a named pipe is filled, never renamed over. */
async function viaScratch<T>(path: string, io: Io, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'suretrap-'))
  io.unfinished.add(folder)
  try {
    const scratch = join(folder, 'rows.jsonl')
    const result = await work(scratch)
    await writeWhole(path, createReadStream(scratch), io)
    return result
  } finally {
    await rm(folder, { recursive: true, force: true })
    io.unfinished.delete(folder)
  }
}

/** A fault of the file beside, told of the file that the user named. */
export function namedAs(path: string, beside: string, fault: unknown): unknown {
  const { name, message, code, hint } = fault as InputError
  if (name !== 'InputError' || !message.includes(beside)) return fault
  return new InputError(code, message.replace(beside, path), { hint, cause: fault })
}
