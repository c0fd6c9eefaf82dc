/**
 * Rules from disk: ours, and those that the user names. A user's rule of the same id takes the place of ours, and a
 * user's rules are asked first. Ours were checked when the package was made and stand in rules.json, so that a scan with a
 * finding need not wait for a reader of YAML; a test holds the two equal.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InputError } from '../model/errors.ts'
import type { Rule } from './rule.ts'

/** The package's own folder of rules, found upward from this file, bundled or not. */
export function rulesFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  for (let folder = here; dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'rules'))) return join(folder, 'rules')
  }
  throw new InputError('file-missing', 'the rules of this package are not there', { hint: 'install the package again' })
}

async function filesAt(path: string): Promise<string[]> {
  let entry: Awaited<ReturnType<typeof stat>>
  try {
    entry = await stat(path)
  } catch (cause) {
    throw new InputError('file-missing', `no rule at ${path}`, { hint: 'name a rule file, or a folder of them', cause })
  }
  if (!entry.isDirectory()) return [path]
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).sort()
  return names.map((name) => join(path, name))
}

/**
 * Reads and checks rules.
 *
 * @param paths  further rule files or folders, as the user gave them
 * @returns      the user's rules in the order given, then ours by id
 * @throws {InputError} `rule-broken`: every fault of every file, with file and line; `file-missing`
 */
export async function loadRules(paths: readonly string[] = []): Promise<readonly Rule[]> {
  const theirs = paths.length === 0 ? [] : await readRules((await Promise.all(paths.map(filesAt))).flat())
  const ours = JSON.parse(await readFile(join(rulesFolder(), 'rules.json'), 'utf8')) as readonly Rule[]
  const taken = new Set(theirs.map(({ id }) => id))
  return [...theirs, ...ours.filter(({ id }) => !taken.has(id))]
}

async function readRules(files: readonly string[]): Promise<readonly Rule[]> {
  const { checkRule } = await import('./check.ts')
  const faults: string[] = []
  const rules: Rule[] = []
  const homes = new Map<string, string>()
  for (const file of files) {
    const checked = checkRule(await readFile(file, 'utf8'))
    if ('faults' in checked) {
      for (const { line, what } of checked.faults) faults.push(`${file}:${line} ${what}`)
      continue
    }
    const { id } = checked.rule
    if (homes.has(id)) faults.push(`${file}:1 the id ${id} is already that of ${homes.get(id)}`)
    homes.set(id, file)
    rules.push(checked.rule)
  }
  if (faults.length > 0) {
    throw new InputError('rule-broken', faults.join('\n'), {
      hint: 'mend these lines; suretrap explain compliance-gate shows a rule',
    })
  }
  return rules
}
