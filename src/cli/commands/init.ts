/** `suretrap init`: a config to begin from, every line explained. Never overwrites. */
import { open, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { cannotWrite } from '../../model/disk.ts'
import { InputError } from '../../model/errors.ts'
import type { Act } from '../act.ts'
import { CONFIG_FLAGS } from '../config/check.ts'
import { CLEAN } from '../exit.ts'
import type { Flag } from '../flags.ts'
import { usage } from '../parse.ts'
import { plainVisible, say } from '../say.ts'

const DEFAULT_FILE = 'suretrap.config.yaml'

export const act: Act = async ({ paths, values }, io) => {
  if (paths.length > 0) throw usage('init takes no path', 'name the file with --out')
  const file = (values.get('out') as string | undefined) ?? DEFAULT_FILE
  try {
    await writeNew(resolve(io.cwd, file), configTemplate())
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST')
      throw cannotWrite(file, cause, 'choose another place with --out, or make room')
    throw new InputError('config', `${file} is there already`, {
      hint: 'change it by hand, or write another with --out',
      cause,
    })
  }
  if (!values.has('quiet')) say(io, `wrote ${plainVisible(file)}`)
  return CLEAN
}

/** Fails if the file is there: nobody can slip one in between. What cannot be written whole is taken away again. */
async function writeNew(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } catch (fault) {
    await rm(path, { force: true })
    throw fault
  } finally {
    await handle.close()
  }
}

/** Valid as it stands, and still valid with every comment taken away from a setting. */
export function configTemplate(): string {
  return `# yaml-language-server: $schema=https://unpkg.com/suretrap/schema/config-v1.json
#
# suretrap looks for this file upward from the working directory, never in the folder it scans.
# A flag on the command line wins over a setting here; suretrap --help explains each.

# What to scan when the command line names nothing; from this file's folder.
# paths: [data/train]

${CONFIG_FLAGS.map(setting).join('\n')}
# Findings that are no fault. Each needs a reason and a day; after "until" it counts again.
# ignores:
#   - fingerprint: 0123456789abcdef
#     reason: our own control token, agreed with the training team
#     until: 2030-12-31
#     owner: data-team
`
}

function setting(flag: Flag): string {
  return `# ${flag.help[0].toUpperCase()}${flag.help.slice(1)}.${flag.choices ? ` One of ${flag.choices.join(', ')}.` : ''}\n# ${flag.name}: ${example(flag)}\n`
}

const EXAMPLES = new Map([
  ['map', '{ prompt: /input/text, response: /output/text }'],
  ['columns', '[prompt, response]'],
  ['rules', '[./our-rules]'],
  ['baseline', 'suretrap.baseline.json'],
  ['declared', 'declared.yaml'],
  ['schema', 'messages'],
  ['split', 'train'],
  ['min-coverage', '0.9'],
  ['jobs', '4'],
  ['sarif-root', '.'],
  ['sarif-anchor', 'dvc.yaml:1'],
  ['sarif-category', 'training-data'],
])

function example(flag: Flag): string {
  if (flag.kind === 'switch') return 'true'
  return EXAMPLES.get(flag.name) ?? flag.default ?? 'text'
}
