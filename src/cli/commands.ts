/** Every command, once: help, completion and parsing read this table. `acts.ts` has what each of them does. */
export interface Command {
  readonly name: string
  readonly usage: string // what follows the name
  readonly summary: string
  readonly about?: readonly string[] // paragraphs for its own help
}

export const COMMANDS: readonly Command[] = [
  {
    name: 'scan',
    usage: '<path|glob|dir|->…',
    summary: 'look for planted triggers; report on standard output',
    about: [
      'All inputs of one call are one dataset: a trigger spread over its files is one finding. With --per-file each file is scanned apart; the report is still one: findings of all files together in the usual order, each row naming its file.',
      'The word scan may be left out: suretrap data/*.jsonl.',
    ],
  },
  {
    name: 'inspect',
    usage: '<path>…',
    summary: 'show how files are read: container, schema, roles, coverage, three masked exchanges',
  },
  {
    name: 'quarantine',
    usage: '<report.json> <path>… --out DIR',
    summary: 'split a dataset into a kept set, a held set and a manifest',
    about: [
      'The inputs are never changed, and DIR appears whole or not at all. Files keep their format where it can be written; --rows FILE spares a second scan.',
      'With --undo, DIR is put together again: suretrap quarantine --undo DIR --out DIR2.',
    ],
  },
  {
    name: 'report',
    usage: '<report.json>',
    summary: 'print a JSON report in another format',
  },
  {
    name: 'plan',
    usage: '--shards N <path>…',
    summary: 'print how a dataset is cut into parts',
    about: [
      'Many machines: collect each part, merge, suspect each part, merge, confirm each part, merge, judge. The report is that of scan.',
    ],
  },
  {
    name: 'collect',
    usage: '--shard I/N --out FILE <path>…',
    summary: 'first reading of one part',
  },
  {
    name: 'merge',
    usage: '<state>… --out FILE',
    summary: 'merge the states of parts; any kind, all of one kind',
  },
  {
    name: 'suspect',
    usage: '--profile FILE --shard I/N --out FILE <path>…',
    summary: 'second reading of one part',
  },
  {
    name: 'confirm',
    usage: '--candidates FILE --shard I/N --out FILE <path>…',
    summary: 'third reading of one part: exact counts',
  },
  {
    name: 'judge',
    usage: '<state>',
    summary: 'report on the merged state of confirm',
  },
  { name: 'rules', usage: '', summary: 'list the rules' },
  {
    name: 'explain',
    usage: '<rule>',
    summary: 'what a rule finds, why it matters, how it decides, and its thresholds',
  },
  {
    name: 'init',
    usage: '',
    summary: 'write a commented suretrap.config.yaml; never overwrites',
  },
  {
    name: 'baseline',
    usage: 'create|prune <report.json>…',
    summary: 'record known findings, or drop those that are gone',
    about: [
      'A baseline names findings by fingerprint (rule, trigger and outcome: no file, no row), so shuffling or re-sharding the data changes nothing. A known finding that has grown more severe than the baseline says counts again.',
    ],
  },
  {
    name: 'diff',
    usage: '<old> <new>',
    summary: 'triggers that are new, gone or changed between two JSON reports or merged states of confirm',
    about: ['Ends with 1 if a finding that is new, or was below the gate before, is at or above the gate.'],
  },
  {
    name: 'completion',
    usage: 'bash|zsh|fish|pwsh',
    summary: 'print a completion script for a shell',
  },
  { name: 'help', usage: '[command]', summary: 'print help' },
]

export function commandNamed(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name)
}
