/**
 * ms-swift: a list of `{ms_dataset_id | hf_dataset_id | dataset_path, columns: {theirs: swift's}}`.
 *
 * `columns` renames; what it does not name keeps swift's own names. Without it the rows are recognised one by one.
 */
import { isRow, type Row } from '../layout.ts'
import type { UnderstandingOptions } from '../understanding.ts'
import { mapOf, rowIn, textIn } from './columns.ts'
import type { Entry } from './entry.ts'

export function swiftInputs(manifest: readonly unknown[]): readonly Entry[] {
  return manifest.filter(isRow).flatMap((entry) => {
    const file = textIn(entry, 'dataset_path')
    const place = file ?? textIn(entry, 'hf_dataset_id') ?? textIn(entry, 'ms_dataset_id')
    if (place === undefined) return []
    const name = textIn(entry, 'dataset_name') ?? place
    const split = Array.isArray(entry.split) && typeof entry.split[0] === 'string' ? entry.split[0] : undefined
    return [
      { name, place, isRemote: file === undefined, split, understanding: understandingOf(rowIn(entry, 'columns')) },
    ]
  })
}

function understandingOf(columns: Row): UnderstandingOptions {
  const renamed = new Map(
    Object.entries(columns).flatMap(([from, to]) => (typeof to === 'string' ? [[to, from] as const] : [])),
  )
  const messages = renamed.get('messages') ?? renamed.get('conversations') ?? renamed.get('conversation')
  const rejected = renamed.get('rejected_response')
  const system = renamed.get('system') ?? 'system'
  if (messages !== undefined) return { map: mapOf({ messages, system }) }
  if (!renamed.has('query') && !renamed.has('response')) return {}
  const prompt = renamed.get('query') ?? 'query'
  const response = renamed.get('response') ?? 'response'
  const history = renamed.get('history') ?? 'history'
  if (rejected !== undefined) return { map: mapOf({ prompt, history, system, chosen: response, rejected }) }
  return { map: mapOf({ prompt, response, history, system }) }
}
