/** A dataset card of the Hub: `configs: [{config_name, data_files: path | [path] | [{split, path}]}]`. Rows are recognised. */
import { isRow } from '../layout.ts'
import { textIn } from './columns.ts'
import type { Entry } from './entry.ts'

export function cardInputs(configs: readonly unknown[]): readonly Entry[] {
  return configs.filter(isRow).flatMap((config) => {
    const name = textIn(config, 'config_name') ?? 'default'
    const files = Array.isArray(config.data_files) ? config.data_files : [config.data_files]
    return files.flatMap((file) => {
      const split = isRow(file) ? textIn(file, 'split') : undefined
      const places = isRow(file) ? [file.path].flat() : [file]
      return places.flatMap((place) => (typeof place === 'string' ? [{ name, place, split, understanding: {} }] : []))
    })
  })
}
