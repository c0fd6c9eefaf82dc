/** Help as text, from the tables of flags and commands. */
import { COMMANDS, type Command } from './commands.ts'
import { FLAGS, type Flag, flagsOf, GROUPS } from './flags.ts'

const EXIT_CODES = [
  ['0', 'clean, or everything below the gate'],
  ['1', 'findings at or above the gate'],
  ['2', 'could not complete: usage, config, I/O, corrupt input, limits'],
  ['3', 'nothing scannable matched'],
  ['130', 'interrupted'],
] as const

/** `suretrap --help`: every command, and the flags of a scan. */
export function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length))
  return [
    'suretrap finds planted triggers in fine-tuning datasets before you train on them.',
    '',
    'Usage: suretrap <path|glob|dir|->…',
    '       suretrap <command> …',
    '',
    'Commands:',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    ...flagLines('scan'),
    'Exit codes (where several hold: 130, 2, 1, 3, 0):',
    ...EXIT_CODES.map(([code, meaning]) => `  ${code.padEnd(3)}  ${meaning}`),
    '',
    'suretrap <command> --help tells more.',
    '',
  ].join('\n')
}

export function commandHelp(command: Command): string {
  const about = (command.about ?? []).flatMap((paragraph) => [...wrapped(paragraph, 90), ''])
  return [
    `${command.name}: ${command.summary}`,
    '',
    `Usage: suretrap ${command.name} ${command.usage}`.trimEnd(),
    '',
    ...about,
    ...flagLines(command.name),
  ].join('\n')
}

function flagLines(command: string): readonly string[] {
  const flags = flagsOf(command)
  const width = Math.max(...flags.map((flag) => heading(flag).length))
  return GROUPS.flatMap((group) => {
    const members = flags.filter((flag) => flag.group === group)
    if (members.length === 0) return []
    return [`${group}:`, ...members.flatMap((flag) => flagEntry(flag, width)), '']
  })
}

function flagEntry(flag: Flag, width: number): readonly string[] {
  const [first, ...rest] = wrapped(describe(flag), Math.max(40, 116 - width))
  return [`  ${heading(flag).padEnd(width)}  ${first}`, ...rest.map((line) => ' '.repeat(width + 4) + line)]
}

/** @example heading(flagNamed('jobs')) // '-j, --jobs N' */
export function heading({ name, short, value }: Flag): string {
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`
}

function describe(flag: Flag): string {
  const choices = flag.choices === undefined ? '' : `: ${flag.choices.join(', ')}`
  return `${flag.help}${choices}${flag.default === undefined ? '' : ` (${flag.default})`}`
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1]
    if (line !== '' && line.length + word.length >= width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}

/** docs/cli.md: the whole reference. A test holds the file equal to this. */
export function reference(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  return [
    '# Command line',
    '',
    '<!-- Generated: suretrap help --markdown > docs/cli.md -->',
    '',
    'Flags may stand anywhere; `--` ends them; `-` is standard input. All inputs of one call are one dataset. The report alone goes to standard output; progress, warnings and errors go to standard error. Paths with `*`, `?` or `[…]` that name no file are globs.',
    '',
    '## Commands',
    ...COMMANDS.flatMap((command) => [
      '',
      `### suretrap ${command.name}`,
      '',
      `\`${`suretrap ${command.name} ${command.usage}`.trimEnd()}\``,
      '',
      `${command.summary[0].toUpperCase()}${command.summary.slice(1)}.`,
      ...(command.about ?? []).flatMap((paragraph) => ['', paragraph]),
      '',
      `Flags: ${
        flagsOf(command.name)
          .filter(({ commands }) => commands !== 'all')
          .map(({ name }) => `[\`--${name}\`](#flags)`)
          .join(', ') || 'those of every command'
      }.`,
    ]),
    '',
    '## Flags',
    ...GROUPS.flatMap((group) => [
      '',
      `### ${group}`,
      '',
      '| flag | what | default | in the config |',
      '| --- | --- | --- | --- |',
      ...FLAGS.filter((flag) => flag.group === group).map(
        (flag) =>
          `| \`${cell(heading(flag).trim())}\` | ${cell(flag.help)}${flag.choices === undefined ? '' : `: ${flag.choices.join(', ')}`} | ${flag.default ?? ''} | ${flag.config ? `\`${flag.name}\`` : ''} |`,
      ),
    ]),
    '',
    'A SIZE is a number with B, KB, MB, GB, TB (powers of 1000) or K, M, G, T, KiB, MiB, GiB, TiB (powers of 1024).',
    '',
    '## Exit codes',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...EXIT_CODES.map(([code, meaning]) => `| ${code} | ${meaning} |`),
    '',
    'Where several hold, the first of 130, 2, 1, 3, 0 is given; the report of what could be read is written all the same. `--exit-zero` turns 1 into 0, and nothing else.',
    '',
    '## Config',
    '',
    'Found by `--config`, then `SURETRAP_CONFIG`, then upward from the working directory: `suretrap.config.yaml`, `.yml`, `.json`, `.toml`, or the key `suretrap` of a `package.json`. Never in the scanned folder. It is data; nothing in it is run. Keys are the flags marked above, and:',
    '',
    '| key | what |',
    '| --- | --- |',
    '| `paths` | what to scan when the command line names nothing |',
    '| `ignores` | findings that are no fault: `fingerprint`, `reason` and `until` (a day, the last on which it holds), all required; `owner` |',
    '',
    'Paths in it are meant from its own folder. Outputs cannot be named there: files are written only where the command line says. `suretrap init` writes one to begin from; `schema/config-v1.json` describes it.',
    '',
    '## Known findings',
    '',
    'Findings that a baseline or `ignores` names do not count for the exit code. `json`, `jsonl` and `csv` hold every finding, `sarif` marks known ones as suppressed; the other formats leave them out and say how many. A finding that has grown more severe than its baseline says counts again. Ignores whose day is past, and entries that no finding has, are told on standard error.',
    '',
    '## Environment',
    '',
    '| variable | what |',
    '| --- | --- |',
    '| `SURETRAP_CONFIG` | the config file, unless `--config` names one |',
    '| `NO_COLOR`, `FORCE_COLOR` | no colour, or colour without a terminal; `--no-color` wins |',
    '| `CI` | progress as lines, at most one every ten seconds |',
    '| `SLURM_ARRAY_TASK_ID`, `_MIN`, `_STEP`, `_COUNT`; `JOB_COMPLETION_INDEX`; `AWS_BATCH_JOB_ARRAY_INDEX`; `CI_NODE_INDEX`, `CI_NODE_TOTAL` | which part `collect`, `suspect` and `confirm` read, unless `--shard` says; where the scheduler does not say of how many, add `--shards N` |',
    '| `SURETRAP_DEBUG` | where a fault of suretrap itself arose |',
    '',
  ].join('\n')
}
