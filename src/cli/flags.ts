/**
 * Every flag of the command line, once.
 *
 * Parsing, `--help`, `docs/cli.md`, the completion scripts and the check of the config file all read this table, so they
 * cannot disagree. A flag marked `config` may also stand in the config file, under the same name.
 */
export type Kind =
  | 'switch'
  | 'text'
  | 'list'
  | 'many'
  | 'choice'
  | 'count'
  | 'number'
  | 'share'
  | 'size'
  | 'map'
  | 'shard'

export interface Flag {
  readonly name: string
  readonly short?: string
  readonly kind: Kind // list: commas and repeats; many: repeats only; share: 0 to 1; count: a whole number
  readonly value?: string // what stands for the value in help; a switch has none
  readonly choices?: readonly string[]
  readonly default?: string // as help shows it
  readonly help: string
  readonly group: Group
  readonly commands: readonly string[] | 'all'
  readonly config?: true
  readonly least?: number // smallest number allowed
}

export type Group = 'Report' | 'Gate' | 'Rows' | 'Detection' | 'Limits' | 'Shards' | 'Output'
export const GROUPS: readonly Group[] = ['Report', 'Gate', 'Rows', 'Detection', 'Limits', 'Shards', 'Output']

export const FORMATS = [
  'terminal',
  'json',
  'jsonl',
  'sarif',
  'markdown',
  'html',
  'junit',
  'csv',
  'github',
  'gitlab',
] as const

const READS = ['scan', 'inspect', 'quarantine', 'plan', 'collect', 'suspect', 'confirm'] // take a dataset
const COUNTS = ['scan', 'collect', 'suspect', 'confirm', 'judge'] // need the same detection options throughout
const SCANS = [...COUNTS, 'quarantine'] // quarantine may have to scan again
const REPORTS = ['scan', 'judge', 'report'] // print a report
const GATES = ['scan', 'judge', 'report', 'diff'] // may end with 1

// biome-ignore format: one flag a line reads as the table it is
export const FLAGS: readonly Flag[] = [
  { name: 'format', short: 'f', kind: 'choice', value: 'FORMAT', choices: FORMATS, default: 'terminal', group: 'Report', commands: [...REPORTS, 'diff', 'inspect'], config: true, help: 'what to print on standard output' },
  { name: 'output', short: 'o', kind: 'many', value: '[FORMAT:]PATH', group: 'Report', commands: REPORTS, help: 'also write the report to PATH; the format comes from the extension unless named; may be repeated' },
  { name: 'rows-out', kind: 'text', value: 'FILE', group: 'Report', commands: ['scan'], help: 'write every row of every finding with an outcome to FILE, as JSON lines' },
  { name: 'show-text', kind: 'switch', group: 'Report', commands: ['scan', 'judge', 'confirm', 'inspect', 'report'], config: true, help: 'show evidence text; by default it is masked, triggers are not' },
  { name: 'sarif-root', kind: 'text', value: 'DIR', group: 'Report', commands: REPORTS, config: true, help: 'SARIF paths are relative to DIR (default: the working directory)' },
  { name: 'sarif-anchor', kind: 'text', value: 'FILE[:LINE]', group: 'Report', commands: REPORTS, config: true, help: 'SARIF results hang on this file, for data that are not in the repository; without a line, on the line that names the dataset' },
  { name: 'sarif-category', kind: 'text', value: 'NAME', group: 'Report', commands: REPORTS, config: true, help: 'tells one SARIF upload from others of the same commit' },
  { name: 'dataset-card', kind: 'switch', group: 'Report', commands: REPORTS, help: "markdown: only the section for a dataset's card" },
  { name: 'verbose', short: 'v', kind: 'switch', group: 'Report', commands: REPORTS, help: 'terminal: show every finding and input, however many' },
  { name: 'json', kind: 'switch', group: 'Report', commands: ['rules', 'explain'], help: 'print JSON' },

  { name: 'fail-on', kind: 'choice', value: 'SEVERITY', choices: ['critical', 'high', 'medium', 'low', 'never'], default: 'high', group: 'Gate', commands: GATES, config: true, help: 'end with 1 if a finding is at least this severe' },
  { name: 'min-confidence', kind: 'choice', value: 'LEVEL', choices: ['high', 'medium', 'low'], default: 'low', group: 'Gate', commands: GATES, config: true, help: 'findings of lower confidence do not count for the exit code' },
  { name: 'exit-zero', kind: 'switch', group: 'Gate', commands: GATES, help: 'end with 0 where findings would end with 1' },
  { name: 'baseline', kind: 'text', value: 'FILE', group: 'Gate', commands: ['scan', 'judge', 'report', 'baseline'], config: true, help: 'findings named in FILE are known: they do not count for the exit code' },
  { name: 'config', kind: 'text', value: 'FILE', group: 'Gate', commands: 'all', help: 'use this config file; none is ever looked for in the scanned folder' },
  { name: 'no-config', kind: 'switch', group: 'Gate', commands: 'all', help: 'use no config file' },
  { name: 'min-coverage', kind: 'share', value: 'SHARE', group: 'Gate', commands: ['scan', 'inspect', 'judge'], config: true, help: 'end with 2 if a smaller share of the rows was understood, for example 0.9' },

  { name: 'schema', kind: 'text', value: 'NAME', group: 'Rows', commands: READS, config: true, help: 'what the rows mean; recognised row by row unless named' },
  { name: 'map', kind: 'map', value: 'ROLE=/POINTER,…', group: 'Rows', commands: READS, config: true, help: 'your own layout, by JSON pointers: prompt=/a/b,response=/c; also system, messages' },
  { name: 'split', kind: 'text', value: 'NAME', group: 'Rows', commands: READS, config: true, help: 'only this split of a dataset folder' },
  { name: 'columns', kind: 'list', value: 'A,B', group: 'Rows', commands: READS, config: true, help: 'only these columns of a columnar file' },
  { name: 'reader', kind: 'many', value: 'FILE', group: 'Rows', commands: READS, help: 'a reader of your own: a JavaScript file or package, which is run; may be repeated' },
  { name: 'stdin-filename', kind: 'text', value: 'NAME', group: 'Rows', commands: ['scan', 'inspect'], help: 'a name for standard input: its extension tells the format' },
  { name: 'from-config', kind: 'text', value: 'FILE', group: 'Rows', commands: READS, config: true, help: "read what this trainer's configuration would train on: axolotl, LLaMA-Factory, ms-swift, README.md" },
  { name: 'per-file', kind: 'switch', group: 'Rows', commands: ['scan', 'quarantine'], config: true, help: 'scan each file apart; by default all inputs are one dataset' },

  { name: 'min-support', kind: 'count', value: 'N', default: '5', least: 2, group: 'Detection', commands: SCANS, config: true, help: 'a trigger must stand in at least N distinct exchanges' },
  { name: 'rules', kind: 'many', value: 'PATH', group: 'Detection', commands: [...SCANS, 'rules', 'explain'], config: true, help: 'further rules: a file or a folder; may be repeated' },
  { name: 'declared', kind: 'text', value: 'FILE', group: 'Detection', commands: SCANS, config: true, help: 'declared gates (control tokens, fingerprints): they must behave as declared' },
  { name: 'certify', kind: 'switch', group: 'Detection', commands: ['scan'], config: true, help: 'measure what would have been found, with seeded plants' },
  { name: 'strict', kind: 'switch', group: 'Detection', commands: COUNTS, config: true, help: 'end with 2 if any row was skipped' },
  { name: 'hash-seed', kind: 'count', value: 'N', default: '0', least: 0, group: 'Detection', commands: SCANS, config: true, help: 'seeds the hash tables; changes no finding' },

  { name: 'jobs', short: 'j', kind: 'count', value: 'N', default: 'by size, at most cores and 8', least: 1, group: 'Limits', commands: ['scan', 'collect', 'suspect', 'confirm', 'quarantine'], config: true, help: 'workers' },
  { name: 'memory', kind: 'size', value: 'SIZE', default: '512MiB', least: 1, group: 'Limits', commands: SCANS, config: true, help: 'memory for tables and caches' },
  { name: 'max-row-bytes', kind: 'size', value: 'SIZE', default: '64MiB', least: 1, group: 'Limits', commands: READS, config: true, help: 'a longer row is skipped and counted' },
  { name: 'max-decompressed-ratio', kind: 'number', value: 'N', default: '1000', least: 1, group: 'Limits', commands: READS, config: true, help: 'stop at a file that unpacks to more than N times its size' },

  { name: 'shards', kind: 'count', value: 'N', default: '1', least: 1, group: 'Shards', commands: ['plan', 'collect', 'suspect', 'confirm'], help: 'how many parts; with the array index of the job, another way to say --shard' },
  { name: 'shard', kind: 'shard', value: 'I/N', default: "the job array's environment, else 0/1", group: 'Shards', commands: ['collect', 'suspect', 'confirm'], help: 'which part to read: I counts from 0' },
  { name: 'profile', kind: 'text', value: 'FILE', group: 'Shards', commands: ['suspect'], help: 'the merged state of collect' },
  { name: 'candidates', kind: 'text', value: 'FILE', group: 'Shards', commands: ['confirm'], help: 'the merged state of suspect' },

  { name: 'out', kind: 'text', value: 'PATH', group: 'Output', commands: ['plan', 'collect', 'merge', 'suspect', 'confirm', 'quarantine', 'init'], help: 'where to write' },
  { name: 'rows', kind: 'text', value: 'FILE', group: 'Output', commands: ['quarantine'], help: 'the rows of the findings, as scan --rows-out wrote them; without it the data are scanned again' },
  { name: 'min-severity', kind: 'choice', value: 'SEVERITY', choices: ['critical', 'high', 'medium', 'low', 'info'], default: 'high', group: 'Output', commands: ['quarantine'], help: 'hold the rows of findings that are at least this severe' },
  { name: 'undo', kind: 'switch', group: 'Output', commands: ['quarantine'], help: 'put a quarantined dataset together again from DIR' },
  { name: 'reason', kind: 'text', value: 'TEXT', group: 'Output', commands: ['baseline'], help: 'why the findings are accepted; kept in the baseline' },
  { name: 'force', kind: 'switch', group: 'Output', commands: ['baseline'], help: 'create: write over an existing baseline' },
  { name: 'markdown', kind: 'switch', group: 'Output', commands: ['help'], help: 'print the whole reference as Markdown' },
  { name: 'quiet', short: 'q', kind: 'switch', group: 'Output', commands: 'all', help: 'nothing on standard error but errors' },
  { name: 'no-color', kind: 'switch', group: 'Output', commands: 'all', help: 'no colour; so does NO_COLOR=1, and FORCE_COLOR=1 asks for it' },
  { name: 'no-progress', kind: 'switch', group: 'Output', commands: 'all', help: 'no progress on standard error' },
  { name: 'help', short: 'h', kind: 'switch', group: 'Output', commands: 'all', help: 'print help and end' },
  { name: 'version', short: 'V', kind: 'switch', group: 'Output', commands: 'all', help: 'print the version and end' },
]

export function flagNamed(name: string): Flag | undefined {
  return FLAGS.find((flag) => flag.name === name)
}

export function flagsOf(command: string): readonly Flag[] {
  return FLAGS.filter((flag) => flag.commands === 'all' || flag.commands.includes(command))
}
