import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { COMMANDS } from '../../src/cli/commands.ts'
import { completionFor, SHELLS } from '../../src/cli/completion.ts'
import { flagsOf } from '../../src/cli/flags.ts'
import { clearStages, stage } from './stage.ts'

afterAll(clearStages)

/** In a file: not every shell reads a script from whatever node gives it as standard input. */
function scriptFor(shell: (typeof SHELLS)[number]): string {
  const path = join(stage().folder, `suretrap.${shell}`)
  writeFileSync(path, completionFor(shell))
  return path
}

const has = (shell: string) => spawnSync(shell, ['-c', ':']).status === 0

describe('completion', () => {
  test.each(SHELLS)('for %s names every command and every flag of a scan', async (shell) => {
    const at = stage()
    expect(await at.run('completion', shell)).toBe(0)
    for (const { name } of COMMANDS) expect(at.out.text).toContain(name)
    for (const { name } of flagsOf('scan')) expect(at.out.text).toContain(name)
  })

  test('for another shell is 2', async () => {
    expect(await stage().run('completion', 'csh')).toBe(2)
  })

  const inBash = (words: readonly string[]) =>
    execFileSync(
      'bash',
      [
        '-c',
        `${completionFor('bash')}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _suretrap; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        'suretrap',
        ...words,
      ],
      { encoding: 'utf8' },
    )
      .split('\n')
      .filter((word) => word !== '')

  test('in a real bash: commands, flags, and the values of a flag', () => {
    if (!has('bash')) return
    expect(inBash(['ba'])).toContain('baseline')
    expect(inBash(['scan', '--fail'])).toEqual(['--fail-on'])
    expect(inBash(['scan', '--fail-on', 'h'])).toEqual(['high'])
    expect(inBash(['x.jsonl', '--min-c'])).toEqual(['--min-confidence', '--min-coverage'])
    expect(inBash(['baseline', 'pr'])).toEqual(['prune'])
    expect(inBash(['plan', '--fail'])).toEqual([])
    expect(inBash(['quarantine', 'r.json', '--min-severity', 'cri'])).toEqual(['critical'])
  })

  test.each(['zsh', 'fish'] as const)('%s, where it is there, takes the script', (shell) => {
    if (!has(shell)) return
    const { status, stderr } = spawnSync(shell, ['-n', scriptFor(shell)], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
  })

  const inFish = (typed: string) =>
    spawnSync('fish', ['--no-config', '-c', `source ${scriptFor('fish')}; complete -C '${typed}'`], {
      encoding: 'utf8',
    })
      .stdout.split('\n')
      .map((line) => line.split('\t')[0])
      .filter((word) => word !== '')

  test('in a real fish: commands, flags, and the values of a flag', () => {
    if (!has('fish')) return
    expect(inFish('suretrap basel')).toEqual(['baseline'])
    expect(inFish('suretrap scan --fail')).toEqual(['--fail-on'])
    expect(inFish('suretrap scan --fail-on h')).toEqual(['high'])
    expect(inFish('suretrap inspect --format ')).toEqual(['json', 'terminal'])
    expect(inFish('suretrap baseline pr')).toContain('prune')
    expect(inFish('suretrap plan --fail')).toEqual([])
  })

  test('in a real zsh, what the script hands to _arguments is taken without a word', () => {
    if (!has('zsh')) return
    // A completion function is at home in a completion alone: here its helpers are stood in for, and what they get is printed.
    const stand = `_arguments() { print -rl -- "$@" }; _describe() { print -rl -- \${(P)2} }; _files() { : }`
    const typed = (...words: readonly string[]) =>
      spawnSync('zsh', ['-f', '-c', `${stand}; words=(${words.join(' ')}); CURRENT=$#words; ${completionFor('zsh')}`], {
        encoding: 'utf8',
      })
    const names = typed('suretrap', 'b')
    expect([names.stderr, names.stdout.split('\n').some((line) => line.startsWith('baseline:'))]).toEqual(['', true])
    for (const command of ['baseline', 'completion', 'help']) {
      const specs = typed('suretrap', command, 'x')
        .stdout.split('\n')
        .filter((line) => /^\*?\d*:/.test(line))
      expect(specs).toHaveLength(2)
      expect(specs.filter((spec) => spec.startsWith('*:'))).toHaveLength(1) // _arguments refuses two
    }
  })
})
