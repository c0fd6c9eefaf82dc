/**
 * LLaMA-Factory: a map of names to `{file_name | hf_hub_url, formatting, ranking, columns, tags}`.
 *
 * What an entry leaves out has the framework's defaults: columns `instruction`, `input`, `output`, `conversations`; tags
 * `from`, `value`, `human`, `gpt`, `observation`, `function_call`, `system`.
 */
import { isRow, type Row } from '../layout.ts'
import type { NamedRole } from '../roles.ts'
import type { UnderstandingOptions } from '../understanding.ts'
import { mapOf, rowIn, textIn } from './columns.ts'
import type { Entry } from './entry.ts'

export function llamaFactoryInputs(manifest: Row): readonly Entry[] {
  return Object.entries(manifest).flatMap(([name, entry]) => {
    if (!isRow(entry)) return []
    const file = textIn(entry, 'file_name') ?? textIn(entry, 'cloud_file_name') ?? textIn(entry, 'script_url')
    const remote = textIn(entry, 'hf_hub_url') ?? textIn(entry, 'ms_hub_url')
    const place = file ?? remote
    if (place === undefined) return []
    return [
      {
        name,
        place,
        isRemote: file === undefined,
        split: textIn(entry, 'split'),
        understanding: understandingOf(entry),
      },
    ]
  })
}

export function namesOfTraining(datasets: string): readonly string[] {
  return datasets.split(',').map((name) => name.trim()) // biome-ignore format: short
}

function understandingOf(entry: Row): UnderstandingOptions {
  const columns = rowIn(entry, 'columns')
  const isRanking = entry.ranking === true
  const chosen = isRanking ? (textIn(columns, 'chosen') ?? 'chosen') : undefined
  const rejected = isRanking ? (textIn(columns, 'rejected') ?? 'rejected') : undefined
  const system = textIn(columns, 'system')
  const formatting = textIn(entry, 'formatting') ?? 'alpaca'
  if (formatting === 'alpaca') {
    const prompt = textIn(columns, 'prompt') ?? 'instruction'
    const input = textIn(columns, 'query') ?? 'input'
    const response = isRanking ? undefined : (textIn(columns, 'response') ?? 'output')
    return { map: mapOf({ prompt, input, response, system, history: textIn(columns, 'history'), chosen, rejected }) }
  }
  const messages = textIn(columns, 'messages') ?? 'conversations'
  return { map: mapOf({ messages, system, chosen, rejected }), tags: tagsOf(rowIn(entry, 'tags')) }
}

const DEFAULT_TAGS: readonly (readonly [tag: string, name: string, role: NamedRole])[] = [
  ['user_tag', 'human', 'user'],
  ['assistant_tag', 'gpt', 'assistant'],
  ['observation_tag', 'observation', 'tool'],
  ['function_tag', 'function_call', 'call'],
  ['system_tag', 'system', 'system'],
]

function tagsOf(tags: Row): UnderstandingOptions['tags'] {
  const roles: Record<string, NamedRole> = Object.create(null)
  for (const [tag, name, role] of DEFAULT_TAGS) roles[textIn(tags, tag) ?? name] = role
  return { role: textIn(tags, 'role_tag') ?? 'from', content: textIn(tags, 'content_tag') ?? 'value', roles }
}
