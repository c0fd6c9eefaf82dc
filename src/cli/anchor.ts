/**
 * `--sarif-anchor FILE[:LINE]`: where alerts hang when the data are not in the repository.
 *
 * Without a line, the one that names the dataset: a `.dvc` file, `dvc.yaml`, a trainer's config. Read before the scan, so that an
 * hour is not lost to a typo.
 */
import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Report } from '../model/report.ts'
import type { Io } from './io.ts'
import { usage } from './parse.ts'

export interface Anchor {
  readonly file: string
  readonly line?: number // from 1
  readonly lines: readonly string[]
}

/** @throws {InputError} the file cannot be read, or has no such line */
export async function readAnchor(
  named: { readonly file: string; readonly line?: number } | undefined,
  io: Pick<Io, 'cwd'>,
): Promise<Anchor | undefined> {
  if (named === undefined) return undefined
  const text = await readFile(resolve(io.cwd, named.file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw usage(`cannot read --sarif-anchor ${named.file}: ${cause.code}`, 'name a file of the repository')
  })
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  if (named.line !== undefined && named.line > lines.length)
    throw usage(`--sarif-anchor: ${named.file} has no line ${named.line}`, `it has ${lines.length}`)
  return { ...named, lines }
}

/** @example placeOfAnchor({ file: 'dvc.yaml', lines: ['deps:', '  - data/a.jsonl'] }, report) // { file: 'dvc.yaml', line: 2 } */
export function placeOfAnchor({ file, line, lines }: Anchor, { inputs }: Report): { file: string; line: number } {
  if (line !== undefined) return { file, line }
  const paths = inputs.map((input) => input.file.replaceAll('\\', '/').replace(/!.*$/, ''))
  const names = [...paths, ...paths.map((path) => basename(path)), ...paths.flatMap(foldersOf)]
  for (const name of names) {
    const at = lines.findIndex((text) => namesIt(text, name))
    if (at >= 0) return { file, line: at + 1 }
  }
  return { file, line: 1 }
}

/** The nearest first: `data/train` of `data/train/0.jsonl`, then `data`. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('/')).filter((name) => name !== '' && name !== '.')
}

/** As a whole word, so that `train.jsonl` is not found in `pretrain.jsonl`. Plain search: a name is no pattern. */
function namesIt(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + name.length] ?? ' ']
    if (!/[\w.-]/.test(before) && !/[\w-]/.test(after)) return true
  }
  return false
}
