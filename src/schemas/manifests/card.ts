/**
 * A dataset card of the Hub: `configs: [{config_name, data_dir, data_files: path | [path] | [{split, path}]}]`. Rows are recognised.
 *
 * A card comes with its data, from whoever made them: what it names must lie beside it.
 */
import { InputError } from '../../model/errors.ts'
import { isRow } from '../layout.ts'
import { textIn } from './columns.ts'
import type { Entry } from './entry.ts'

export function cardInputs(configs: readonly unknown[], file: string): readonly Entry[] {
  return configs.filter(isRow).flatMap((config) => {
    const name = textIn(config, 'config_name') ?? 'default'
    const folder = textIn(config, 'data_dir')
    const inside = folder === undefined ? '' : `${folder.replace(/\/+$/, '')}/`
    const files = config.data_files === undefined && folder !== undefined ? ['**'] : [config.data_files].flat()
    return files.flatMap((entry) => {
      const split = isRow(entry) ? textIn(entry, 'split') : undefined
      const places = isRow(entry) ? [entry.path].flat() : [entry]
      return places.flatMap((place) =>
        typeof place === 'string' ? [{ name, place: besideCard(inside + place, file), split, meaning: {} }] : [],
      )
    })
  })
}

/** @throws {InputError} `config` */
function besideCard(place: string, file: string): string {
  const leadsOut = /^[a-z][a-z0-9+.-]*:/i.test(place) || /^[/\\~]/.test(place) || place.split(/[/\\]/).includes('..')
  if (!leadsOut && !place.includes('\0')) return place
  throw new InputError('config', `${file}: names data outside its folder`, {
    hint: 'do not load this dataset before you know who wrote it; name its files one by one',
  })
}
