/**
 * A folder that appears whole or not at all: filled under another name beside its place, then renamed.
 *
 * Whatever ends the work half-way, nothing under the final name looks finished.
 */
import { randomBytes } from 'node:crypto'
import { lstat, mkdir, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { cannotWrite } from '../model/disk.ts'
import { InputError } from '../model/errors.ts'

/** Beside the folder that it will become. */
export function stagingName(out: string): string {
  const target = resolve(out)
  return join(dirname(target), `${basename(target)}.tmp-${randomBytes(6).toString('hex')}`)
}

/**
 * @param inputs  files and folders that are read: the new folder may not stand in one of these
 * @throws {InputError} something stands at `out` already, or it is inside an input
 */
export async function fillFolder<T>(
  out: string,
  { inputs = [], staging = stagingName(out) }: { readonly inputs?: readonly string[]; readonly staging?: string },
  fill: (folder: string) => Promise<T>,
): Promise<T> {
  const target = resolve(out)
  await checkFree(target, out)
  await mkdir(dirname(target), { recursive: true }).catch((fault: unknown) => {
    throw cannotWrite(out, fault)
  })
  await checkOutside(target, out, inputs)
  try {
    await mkdir(staging) // not recursive: it must be new
    const result = await fill(staging)
    await checkFree(target, out)
    await rmdir(target).catch(() => undefined) // an empty one; there may be none
    await rename(staging, target)
    return result
  } catch (fault) {
    await rm(staging, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined) // the fault matters more
    throw cannotWrite(out, fault)
  }
}

async function checkFree(target: string, out: string): Promise<void> {
  const stats = await lstat(target).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return undefined
    throw cannotWrite(out, fault)
  })
  if (stats === undefined) return
  const isEmpty = stats.isDirectory() && (await readdir(target)).length === 0
  if (!isEmpty) {
    throw new InputError('usage', `${out}: is there already, and nothing is written over`, {
      hint: 'name a folder that does not exist',
    })
  }
}

async function checkOutside(target: string, out: string, inputs: readonly string[]): Promise<void> {
  const place = join(await realpath(dirname(target)), basename(target))
  for (const input of inputs) {
    const real = await realpath(input).catch(() => undefined) // a glob, or what planning has told of
    if (real !== undefined && (place === real || place.startsWith(real + sep))) {
      throw new InputError('usage', `${out}: lies inside the input ${input}`, {
        hint: 'name a folder outside, so that the next scan does not read it as data',
      })
    }
  }
}
