/** Completion scripts, from the tables: static text, so that a shell never starts node to complete a word. */
import { COMMANDS } from './commands.ts'
import { FLAGS, type Flag, flagsOf } from './flags.ts'

export const SHELLS = ['bash', 'zsh', 'fish', 'pwsh'] as const

export function completionFor(shell: (typeof SHELLS)[number]): string {
  switch (shell) {
    case 'bash':
      return bash()
    case 'zsh':
      return zsh()
    case 'fish':
      return fish()
    case 'pwsh':
      return pwsh()
  }
}

const NAMES = COMMANDS.map(({ name }) => name)

/** Words that a command itself takes, beside paths. */
const WORDS = new Map([
  ['baseline', ['create', 'prune']],
  ['completion', [...SHELLS]],
  ['help', NAMES],
])

function flagWords(command: string): readonly string[] {
  return flagsOf(command).flatMap(({ name, short }) =>
    short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`],
  )
}

/** Commands that print no report have two formats. */
function choicesOf({ name, choices }: Flag, command: string): readonly string[] | undefined {
  return name === 'format' && ['inspect', 'diff'].includes(command) ? ['terminal', 'json'] : choices
}

function chosen(): readonly Flag[] {
  return FLAGS.filter(({ choices }) => choices !== undefined)
}

function bash(): string {
  const flags = NAMES.map(
    (name) => `    ${name}) words="${[...flagWords(name), ...(WORDS.get(name) ?? [])].join(' ')}" ;;`,
  )
  const choices = chosen().map(
    ({ name, short, choices }) =>
      `    ${short === undefined ? '' : `-${short}|`}--${name}) COMPREPLY=($(compgen -W "${choices?.join(' ')}" -- "$cur")); return ;;`,
  )
  return `# suretrap completion for bash: source <(suretrap completion bash)
_suretrap() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words
  case "$previous" in
${choices.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${flags.join('\n')}
    *) words="${flagWords('scan').join(' ')}" ;;
  esac
  if [[ $COMP_CWORD -eq 1 && $cur != -* ]]; then words="${NAMES.join(' ')}"; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur") $(compgen -f -- "$cur"))
}
complete -o filenames -F _suretrap suretrap
`
}

function zsh(): string {
  const quoted = (text: string) => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&')
  const argument = (flag: Flag, command: string) => {
    const choices = choicesOf(flag, command)
    return flag.value === undefined
      ? ''
      : `:${quoted(flag.value)}:${choices === undefined ? '_files' : `(${choices.join(' ')})`}`
  }
  const specs = (command: string) =>
    flagsOf(command).flatMap((flag) => {
      const names = flag.short === undefined ? [`--${flag.name}`] : [`-${flag.short}`, `--${flag.name}`]
      return names.map((name) => `'*${name}[${quoted(flag.help)}]${argument(flag, command)}'`)
    })
  const words = (command: string) => (WORDS.has(command) ? `'2:word:(${WORDS.get(command)?.join(' ')})' ` : '')
  return `#compdef suretrap
# suretrap completion for zsh: suretrap completion zsh > "\${fpath[1]}/_suretrap"
_suretrap() {
  local -a commands=(
${COMMANDS.map(({ name, summary }) => `    '${name}:${quoted(summary)}'`).join('\n')}
  )
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    _files
    return
  fi
  case $words[2] in
${NAMES.map((name) => `    ${name}) _arguments ${words(name)}${specs(name).join(' ')} '*:file:_files' ;;`).join('\n')}
    *) _arguments ${specs('scan').join(' ')} '*:file:_files' ;;
  esac
}
_suretrap "$@"
`
}

function fish(): string {
  const quoted = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`
  const none = `not __fish_seen_subcommand_from ${NAMES.join(' ')}`
  const lines = COMMANDS.map(
    ({ name, summary }) => `complete -c suretrap -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
  )
  for (const name of NAMES) {
    const when =
      name === 'scan' ? `__fish_seen_subcommand_from scan; or ${none}` : `__fish_seen_subcommand_from ${name}`
    for (const word of WORDS.get(name) ?? []) lines.push(`complete -c suretrap -n ${quoted(when)} -a ${word}`)
    for (const flag of flagsOf(name)) {
      const short = flag.short === undefined ? '' : ` -s ${flag.short}`
      const choices = choicesOf(flag, name)
      const takes =
        flag.value === undefined ? '' : choices === undefined ? ' -r' : ` -x -a ${quoted(choices.join(' '))}`
      lines.push(`complete -c suretrap -n ${quoted(when)}${short} -l ${flag.name}${takes} -d ${quoted(flag.help)}`)
    }
  }
  return `# suretrap completion for fish: suretrap completion fish > ~/.config/fish/completions/suretrap.fish\n${lines.join('\n')}\n`
}

function pwsh(): string {
  const list = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ')
  return `# suretrap completion for PowerShell: suretrap completion pwsh | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName suretrap -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $flags = @{
${NAMES.map((name) => `    '${name}' = @(${list([...flagWords(name), ...(WORDS.get(name) ?? [])])})`).join('\n')}
  }
  $commands = @(${list(NAMES)})
  $choices = @{
${chosen()
  .map(({ name, choices }) => `    '--${name}' = @(${list(choices ?? [])})`)
  .join('\n')}
  }
  $typed = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $last = if ($wordToComplete) { $typed[-2] } else { $typed[-1] }
  if ($choices.ContainsKey($last)) { $words = $choices[$last] }
  elseif ($typed.Count -gt 1 -and $flags.ContainsKey($typed[1])) { $words = $flags[$typed[1]] }
  else { $words = $commands + $flags['scan'] }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}
`
}
