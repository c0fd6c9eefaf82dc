/**
 * ms-swift: a list of `{ms_dataset_id | hf_dataset_id | dataset_path, columns: {theirs: swift's}}`.
 *
 * `columns` renames; what it does not name keeps swift's own names. Without it the rows are recognised one by one.
 */

import type { Meaning } from '../../model/meaning.ts'
import { isRow, type Row } from '../layout.ts'
import { mapOf, rowIn, textIn, textsIn } from './columns.ts'
import type { Entry } from './entry.ts'

export function swiftInputs(manifest: readonly unknown[]): readonly Entry[] {
  return manifest.filter(isRow).flatMap((entry): readonly Entry[] => {
    const file = textIn(entry, 'dataset_path')
    const hub = textIn(entry, 'hf_dataset_id')
    const other = textIn(entry, 'ms_dataset_id')
    const place = file ?? hub ?? (other && `modelscope://datasets/${other}`)
    if (place === undefined) return []
    const name = textIn(entry, 'dataset_name') ?? hub ?? other ?? place
    const splits = textsIn(entry, 'split')
    const configs = textsIn(entry, 'subsets')
    const about = {
      name,
      place,
      isRemote: file === undefined && hub !== undefined,
      meaning: meaningOf(rowIn(entry, 'columns')),
    }
    return (splits.length > 0 ? splits : ['train']).flatMap((split) =>
      (configs.length > 0 ? configs : [undefined]).map((config) => ({ ...about, split, config })),
    )
  })
}

function meaningOf(columns: Row): Meaning {
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
