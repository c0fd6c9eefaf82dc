import { execFileSync, spawnSync } from 'node:child_process'
import { afterAll, describe, expect, test } from '@jest/globals'
import { COMMANDS } from '../../src/cli/commands.ts'
import { completionFor, SHELLS } from '../../src/cli/completion.ts'
import { flagsOf } from '../../src/cli/flags.ts'
import { clearStages, stage } from './stage.ts'

afterAll(clearStages)

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
  })

  test.each(['zsh', 'fish'] as const)('%s, where it is there, takes the script', (shell) => {
    if (!has(shell)) return
    const { status, stderr } = spawnSync(shell, ['-n'], { input: completionFor(shell), encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
  })
})
