/** Where reports go: `-o [format:]path`, checked before anything is read, so that an hour's scan is not lost to a typo. */
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { InputError } from '../model/errors.ts'
import type { Report } from '../model/report.ts'
import type { Api, Rendering } from './api.ts'
import { FORMATS } from './flags.ts'
import type { Io } from './io.ts'
import { usage } from './parse.ts'

export interface Output {
  readonly format: string
  readonly path: string
}

/** @throws {InputError} an unknown format, the same file twice, a file that is an input, a folder that is not there */
export async function readOutputs(
  texts: readonly string[],
  inputs: readonly string[],
  io: Io,
  api: Api,
): Promise<readonly Output[]> {
  const outputs = texts.map((text) => readOutput(text, api))
  const taken = new Set<string>()
  for (const { path } of outputs) {
    const target = resolve(io.cwd, path)
    if (taken.has(target)) throw usage(`-o names ${path} twice`)
    taken.add(target)
    await refuseInput(path, inputs, io)
    await checkFolder(path, io)
  }
  return outputs
}

/** @throws {InputError} the folder of a file to be written is not there */
export async function checkFolder(path: string, io: Io): Promise<void> {
  const folder = await stat(dirname(resolve(io.cwd, path))).catch(() => undefined)
  if (!folder?.isDirectory())
    throw usage(`cannot write ${path}: ${dirname(path)} is no folder`, 'make the folder first')
}

/** A dataset is never written over, by whatever name. */
export async function refuseInput(path: string, inputs: readonly string[], io: Io): Promise<void> {
  const target = await stat(resolve(io.cwd, path)).catch(() => undefined)
  if (target === undefined || !target.isFile()) return
  for (const input of inputs) {
    const other = await stat(resolve(io.cwd, input)).catch(() => undefined)
    if (other !== undefined && other.ino === target.ino && other.dev === target.dev) {
      throw usage(`${path} is an input: it will not be written over`, 'choose another name')
    }
  }
}

function readOutput(text: string, api: Api): Output {
  const [, prefix, rest] = /^([a-z]+):(.+)$/s.exec(text) ?? []
  const named = prefix !== undefined && rest !== undefined && (FORMATS as readonly string[]).includes(prefix)
  const path = named ? rest : text
  if (path === '' || path === '-') throw usage(`-o ${text} names no file`, 'use -f FORMAT for standard output')
  const format = named ? prefix : api.formatFromPath(path)
  if (format === undefined)
    throw usage(`-o ${text}: the name does not tell the format`, `write -o FORMAT:PATH; ${FORMATS.join(', ')}`)
  return { format, path }
}

/** @throws {InputError} there is no such reporter */
export async function* render(format: string, report: Report, options: Rendering, api: Api): AsyncIterable<string> {
  const reporter = await api.reporterFor(format)
  if (reporter === undefined)
    throw new InputError('usage', `no reporter for ${format}`, { hint: `one of ${FORMATS.join(', ')}` })
  yield* reporter.render(report, options)
}
