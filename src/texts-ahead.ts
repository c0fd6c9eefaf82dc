/**
 * Texts of findings, read by threads while candidates are weighed.
 *
 * Ahead are read the first rows of every question, and the pool that counter-examples come from: what `confirm` keeps for `judge` too.
 * Of the pool a few are shown, so it is left out where these few can be read again for little. What is asked for beyond that is read when
 * it is asked for.
 */
import type { Candidates } from './candidates.ts'
import type { TextsOf } from './conclude.ts'
import type { Confirmation } from './confirm.ts'
import { poolOf } from './counter-examples.ts'
import type { Crew } from './crew.ts'
import * as o from './model/observation.ts'
import type { Shard } from './model/shard.ts'
import { keyOf, type Sample } from './profile/sample.ts'
import { isPiece } from './readers/index.ts'
import { textsBy } from './readings.ts'
import type { Copies, FoundTexts, Texts } from './recover.ts'
import { firstRows } from './texts.ts'

const MOST_ROWS = 16_384 // of all questions; where there are more, it takes longer than is won

/**
 * @param readers    the station that read each shard
 * @param unchanged  throws where the files are no longer what they were
 */
export function textsAhead(
  crew: Crew,
  readers: readonly number[],
  { questions, pairs }: Candidates,
  confirmation: Confirmation,
  copies: Copies,
  sample: Sample,
  shards: readonly Shard[],
  unchanged: () => Promise<void>,
): TextsOf {
  const read = async (records: readonly Uint32Array[], alone: readonly Uint32Array[]): Promise<FoundTexts> => {
    await unchanged()
    return textsBy(crew, readers, { records, copies, alone })
  }
  const isWorthwhile = crew.threads && questions.length > 0 && confirmation.rows.size <= MOST_ROWS
  const likely = isWorthwhile ? likelyRows() : []
  const ahead = isWorthwhile ? read(likely, pool()) : undefined
  ahead?.catch(() => undefined) // told when it is asked for
  return async (records, alone) => {
    if (records.length + alone.length === 0) return new Map()
    const known = await ahead
    const lacks = (some: readonly Uint32Array[], texts: Texts | undefined): readonly Uint32Array[] =>
      some.filter((record) => texts?.has(keyOf(record, 0)) !== true)
    const [moreRecords, moreAlone] = [lacks(records, known?.joined), lacks(alone, known?.alone)]
    const more = moreRecords.length + moreAlone.length > 0 ? await read(moreRecords, moreAlone) : undefined
    const found: Texts = new Map()
    for (const [kind, some] of [['alone', alone] as const, ['joined', records] as const])
      for (const record of some) {
        const key = keyOf(record, 0)
        const text = known?.[kind].get(key) ?? more?.[kind].get(key)
        if (text !== undefined) found.set(key, text)
      }
    return found
  }

  function pool(): readonly Uint32Array[] {
    return poolOf(sample).filter((record) => !isPiece(shards[record[o.SHARD]]))
  }

  function likelyRows(): readonly Uint32Array[] {
    const keys = new Set([...firstRows(questions, confirmation, pairs).values()].flatMap((some) => [...some]))
    return [...keys].map((key) => confirmation.rows.get(key)!)
  }
}
