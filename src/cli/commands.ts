/** Every command, once: help, completion and dispatch read this table. A command's code is loaded when it is called. */
import type { Api } from './api.ts'
import type { Io } from './io.ts'
import type { Call } from './parse.ts'

export interface Command {
  readonly name: string
  readonly usage: string // what follows the name
  readonly summary: string
  readonly about?: readonly string[] // paragraphs for its own help
  readonly load: () => Promise<{ readonly act: Act }>
}

/** Does the command's work; answers with the exit code. */
export type Act = (call: Call, io: Io, api: () => Promise<Api>) => Promise<number>

export const COMMANDS: readonly Command[] = [
  {
    name: 'scan',
    usage: '<path|glob|dir|->…',
    summary: 'look for planted triggers; report on standard output',
    about: [
      'All inputs of one call are one dataset: a trigger spread over its files is one finding. With --per-file each file is scanned apart; the report is still one: findings of all files together in the usual order, each row naming its file.',
      'The word scan may be left out: suretrap data/*.jsonl.',
    ],
    load: () => import('./commands/scan.ts'),
  },
  {
    name: 'inspect',
    usage: '<path>…',
    summary: 'show how files are read: container, schema, roles, coverage, three masked exchanges',
    load: () => import('./commands/inspect.ts'),
  },
  {
    name: 'quarantine',
    usage: '<report.json> <path>… --out DIR',
    summary: 'split a dataset into a kept set, a held set and a manifest',
    about: [
      'The inputs are never changed. With --undo, DIR is put together again: suretrap quarantine --undo DIR --out DIR2.',
    ],
    load: () => import('./commands/quarantine.ts'),
  },
  {
    name: 'report',
    usage: '<report.json>',
    summary: 'print a JSON report in another format',
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'plan',
    usage: '--shards N <path>…',
    summary: 'print how a dataset is cut into parts',
    about: [
      'Many machines: collect each part, merge, suspect each part, merge, confirm each part, merge, judge. The report is that of scan.',
    ],
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'collect',
    usage: '--shard I/N --out FILE <path>…',
    summary: 'first reading of one part',
    load: () => import('./commands/shard.ts'),
  },
  {
    name: 'merge',
    usage: '<state>… --out FILE',
    summary: 'merge the states of parts; any kind, all of one kind',
    load: () => import('./commands/merge.ts'),
  },
  {
    name: 'suspect',
    usage: '--profile FILE --shard I/N --out FILE <path>…',
    summary: 'second reading of one part',
    load: () => import('./commands/shard.ts'),
  },
  {
    name: 'confirm',
    usage: '--candidates FILE --shard I/N --out FILE <path>…',
    summary: 'third reading of one part: exact counts',
    load: () => import('./commands/shard.ts'),
  },
  {
    name: 'judge',
    usage: '<state>',
    summary: 'report on the merged state of confirm',
    load: () => import('./commands/judge.ts'),
  },
  { name: 'rules', usage: '', summary: 'list the rules', load: () => import('./commands/rules.ts') },
  {
    name: 'explain',
    usage: '<rule>',
    summary: 'what a rule finds, why it matters, how it decides, and its thresholds',
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'init',
    usage: '',
    summary: 'write a commented suretrap.config.yaml; never overwrites',
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'baseline',
    usage: 'create|prune <report.json>…',
    summary: 'record known findings, or drop those that are gone',
    about: [
      'A baseline names findings by fingerprint (rule, trigger and outcome: no file, no row), so shuffling or re-sharding the data changes nothing. A known finding that has grown more severe than the baseline says counts again.',
    ],
    load: () => import('./commands/baseline.ts'),
  },
  {
    name: 'diff',
    usage: '<old> <new>',
    summary: 'triggers that are new, gone or changed between two JSON reports or merged states of confirm',
    about: ['Ends with 1 if a finding that is new, or was below the gate before, is at or above the gate.'],
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'completion',
    usage: 'bash|zsh|fish|pwsh',
    summary: 'print a completion script for a shell',
    load: () => import('./commands/completion.ts'),
  },
  { name: 'help', usage: '[command]', summary: 'print help', load: () => import('./commands/help.ts') },
]

export function commandNamed(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name)
}
