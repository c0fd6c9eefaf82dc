/** What each command does: its code, loaded when it is called. */
import type { Act } from './act.ts'

const ACTS: ReadonlyMap<string, () => Promise<{ readonly act: Act }>> = new Map([
  ['scan', () => import('./commands/scan.ts')],
  ['inspect', () => import('./commands/inspect.ts')],
  ['quarantine', () => import('./commands/quarantine.ts')],
  ['report', () => import('./commands/report.ts')],
  ['plan', () => import('./commands/plan.ts')],
  ['collect', () => import('./commands/shard.ts')],
  ['merge', () => import('./commands/merge.ts')],
  ['suspect', () => import('./commands/shard.ts')],
  ['confirm', () => import('./commands/shard.ts')],
  ['judge', () => import('./commands/judge.ts')],
  ['rules', () => import('./commands/rules.ts')],
  ['explain', () => import('./commands/explain.ts')],
  ['init', () => import('./commands/init.ts')],
  ['baseline', () => import('./commands/baseline.ts')],
  ['diff', () => import('./commands/diff.ts')],
  ['completion', () => import('./commands/completion.ts')],
  ['help', () => import('./commands/help.ts')],
])
const READS_DATA: ReadonlySet<string> = new Set(['scan', 'inspect', 'plan', 'collect', 'suspect', 'confirm'])

export const readsData = (command: string): boolean => READS_DATA.has(command)

/** The work of a command of `commands.ts`. */
export async function actOf(command: string): Promise<Act | undefined> {
  return (await ACTS.get(command)?.())?.act
}
