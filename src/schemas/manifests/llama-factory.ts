/**
 * LLaMA-Factory: a map of names to `{file_name | hf_hub_url, formatting, ranking, columns, tags}`.
 *
 * What an entry leaves out has the framework's defaults: columns `instruction`, `input`, `output`, `conversations`; tags
 * `from`, `value`, `human`, `gpt`, `observation`, `function_call`, `system`.
 */

import type { Meaning, NamedRole } from '../../model/meaning.ts'
import { isRow, type Row } from '../layout.ts'
import { mapOf, rowIn, textIn } from './columns.ts'
import type { Entry } from './entry.ts'

export function llamaFactoryInputs(manifest: Row): readonly Entry[] {
  return Object.entries(manifest).flatMap(([name, entry]): readonly Entry[] => {
    if (!isRow(entry)) return []
    const about = {
      name,
      split: textIn(entry, 'split') ?? 'train',
      config: textIn(entry, 'subset'),
      meaning: meaningOf(entry),
    }
    const hub = textIn(entry, 'hf_hub_url')
    const file = textIn(entry, 'file_name')
    // The framework looks to a hub first, and to the file beside the manifest where there is none.
    if (file !== undefined && hub === undefined) return [{ place: file, ...about }]
    const folder = textIn(entry, 'folder')
    if (hub !== undefined) {
      const files = folder === undefined ? undefined : [`${folder.replace(/\/+$/, '')}/**`]
      return [{ place: hub, isRemote: true, files, ...about }]
    }
    const other = textIn(entry, 'cloud_file_name') ?? schemeOf('modelscope', textIn(entry, 'ms_hub_url'))
    const place = other ?? schemeOf('openmind', textIn(entry, 'om_hub_url')) ?? textIn(entry, 'script_url')
    return place === undefined ? [] : [{ place, ...about }]
  })
}

/** What lies on a hub that is not read, as an address that says so. */
const schemeOf = (hub: string, id: string | undefined): string | undefined => id && `${hub}://datasets/${id}`

/** `dataset: a,b`, or a list of names. */
export function namesOfTraining(datasets: unknown): readonly string[] {
  const names = typeof datasets === 'string' ? datasets.split(',') : Array.isArray(datasets) ? datasets : []
  return names.map((name) => String(name).trim()).filter((name) => name !== '')
}

function meaningOf(entry: Row): Meaning {
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

function tagsOf(tags: Row): Meaning['tags'] {
  const roles: Record<string, NamedRole> = Object.create(null)
  for (const [tag, name, role] of DEFAULT_TAGS) roles[textIn(tags, tag) ?? name] = role
  return { role: textIn(tags, 'role_tag') ?? 'from', content: textIn(tags, 'content_tag') ?? 'value', roles }
}
