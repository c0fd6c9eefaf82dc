/**
 * The recipe of a state: every option, version and lexicon that decides what is counted.
 *
 * States of unlike recipes do not merge. What changes the report alone (masking, the gate, declared gates) is not in it.
 */
import { createHash } from 'node:crypto'
import { SUSPICION } from './detectors/suspicion.ts'
import { compiledLexicons } from './lexicons.ts'
import type { ScanOptions } from './model/options.ts'
import type { Recipe } from './profile/header.ts'
import { PROFILE } from './profile/profile.ts'
import { MIN_SUPPORT } from './scan.ts'
import { VERSION } from './version.ts'

export function recipeOf(options: ScanOptions): Recipe {
  const {
    minSupport = MIN_SUPPORT,
    hashSeed = 0,
    schema,
    map,
    split,
    columns,
    fromConfig,
    maxRowBytes,
    maxDecompressedRatio,
  } = options
  const pointers = map && JSON.stringify(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)))
  const asked = {
    schema,
    map: pointers,
    split,
    columns: columns?.join(),
    fromConfig,
    maxRowBytes,
    maxDecompressedRatio,
  }
  return {
    version: VERSION,
    profile: PROFILE,
    suspicion: SUSPICION,
    lexicons: lexicons(),
    minSupport,
    hashSeed,
    ...(JSON.parse(JSON.stringify(asked)) as Recipe), // without what was not asked
  }
}

function lexicons(): string {
  return createHash('sha256').update(compiledLexicons()).digest('hex').slice(0, 16)
}
