/**
 * How the inputs are read, before anything is looked for: containers, schemas, roles, columns, three exchanges, what is left out.
 *
 * Reads every row once, since a merged set changes its schema in the middle. Memory does not grow with the rows: columns are
 * counted up to a bound, exchanges are kept three. Their letters are masked unless `showText` is set.
 */
import { hideLetters } from './mask.ts'
import type { Conversation, Role } from './model/conversation.ts'
import { InputError } from './model/errors.ts'
import type { ColumnCount, InspectResult, SampleExchange } from './model/inspection.ts'
import type { Problem, ScanOptions } from './model/options.ts'
import type { Shard } from './model/shard.ts'
import { plan } from './plan.ts'
import { columnsLeftOut, readRows } from './readers/index.ts'
import { sizesOf } from './reading.ts'
import { createUnderstanding, type Understanding, type Understood } from './schemas/index.ts'

const MAX_COLUMNS = 256 // counted by name; a hostile set has as many as it has rows
const SAMPLES = 3
const SAMPLE_TURNS = 6 // last turns of a sample's prompt
const SAMPLE_LENGTH = 200 // characters of a turn

/**
 * @throws {InputError} `usage`, `schema-unknown`: what is asked for cannot be; a file that cannot be read is a problem instead
 */
export async function inspect(inputs: readonly string[], options: ScanOptions = {}): Promise<InspectResult> {
  const { shards, problems, notes = [] } = await plan(inputs, options)
  const asAsked = createUnderstanding({ schema: options.schema, map: options.map })
  const seen = nothingSeen()
  const faults: Problem[] = []
  let bytesBefore = 0
  const sizes = sizesOf(shards)
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0)
  for (const [index, shard] of shards.entries()) {
    try {
      const understanding = shard.meaning === undefined ? asAsked : createUnderstanding(shard.meaning)
      await look(shard, options, understanding, seen, (bytes) =>
        options.onProgress?.({ stage: 'plan', rows: seen.rows, bytes: bytesBefore + bytes, totalBytes }),
      )
    } catch (fault) {
      if (!(fault instanceof InputError)) throw fault
      faults.push({ code: fault.code, file: shard.file, message: fault.message, hint: fault.hint })
    }
    bytesBefore += sizes[index]
  }
  return { ...resultOf(seen, [...problems, ...faults], options.showText === true), sources: notes }
}

interface Seen {
  readonly files: Map<string, { shard: Shard; rows: number; exchanges: number }>
  readonly schemas: Map<string, number>
  readonly columns: Map<string, { rows: number; used: number }>
  readonly left: Map<string, string> // column → why it is not loaded
  readonly roles: Record<Role, number>
  readonly samples: { file: string; row: number; understood: Understood }[]
  readonly skips: Map<string, { rows: number; file: string; row: number }>
  readonly notes: Map<string, number>
  rows: number
  understood: number
  exchanges: number
  untrained: number
  moreColumns: number
}

function nothingSeen(): Seen {
  const counts = { rows: 0, understood: 0, exchanges: 0, untrained: 0, moreColumns: 0 }
  const maps = {
    files: new Map(),
    schemas: new Map(),
    columns: new Map(),
    left: new Map(),
    skips: new Map(),
    notes: new Map(),
  }
  return { ...maps, ...counts, roles: { system: 0, user: 0, assistant: 0, tool: 0 }, samples: [] }
}

async function look(
  shard: Shard,
  options: ScanOptions,
  understanding: Understanding,
  seen: Seen,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const known = seen.files.get(shard.file)
  const file = known ?? { shard, rows: 0, exchanges: 0 }
  if (known === undefined) {
    for (const { name, reason } of await columnsLeftOut(shard, options))
      if (seen.left.size < MAX_COLUMNS) seen.left.set(name, reason)
  }
  seen.files.set(shard.file, file)
  const firstOfShard = shard.firstRow ?? file.rows
  for await (const block of readRows(shard, { ...options, remarks: true })) {
    options.signal?.throwIfAborted()
    for (const { row, reason } of block.skips) skip(seen, reason, shard.file, firstOfShard + row)
    for (const { reason } of block.notes ?? []) seen.notes.set(reason, (seen.notes.get(reason) ?? 0) + 1)
    for (const [at, value] of block.values.entries()) {
      const row = firstOfShard + (block.rows === undefined ? block.firstRow + at : block.rows[at])
      file.exchanges += lookAt(value, shard.file, row, understanding, seen)
    }
    file.rows += block.values.length + block.skips.length
    onBytes(block.bytesRead ?? 0)
  }
}

/** @returns the exchanges of one row */
function lookAt(value: unknown, file: string, row: number, { understand }: Understanding, seen: Seen): number {
  const read = understand(value)
  const isUnread = 'skip' in read
  countColumns(value, isUnread ? [] : read.used, seen)
  if (isUnread) {
    skip(seen, read.skip, file, row)
    return 0
  }
  seen.rows += 1
  seen.understood += 1
  const isNew = !seen.schemas.has(read.schema)
  seen.schemas.set(read.schema, (seen.schemas.get(read.schema) ?? 0) + 1)
  keepSample(seen.samples, { file, row, understood: read }, isNew)
  const exchanges = read.conversations.reduce((sum, conversation) => sum + countTurns(conversation, seen), 0)
  seen.exchanges += exchanges
  return exchanges
}

function skip(seen: Seen, reason: string, file: string, row: number): void {
  seen.rows += 1
  const known = seen.skips.get(reason)
  if (known === undefined) seen.skips.set(reason, { rows: 1, file, row })
  else known.rows += 1
}

function countColumns(value: unknown, used: readonly string[], seen: Seen): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  for (const column of Object.keys(value)) {
    const known = seen.columns.get(column)
    const isUsed = used.includes(column) ? 1 : 0
    if (known !== undefined) {
      known.rows += 1
      known.used += isUsed
    } else if (seen.columns.size < MAX_COLUMNS) seen.columns.set(column, { rows: 1, used: isUsed })
    else seen.moreColumns += 1
  }
}

function countTurns({ turns }: Conversation, seen: Seen): number {
  let exchanges = 0
  for (const turn of turns) {
    seen.roles[turn.role] += 1
    if (turn.role !== 'assistant') continue
    if (turn.trained) exchanges += 1
    else if (turn.text.trim() !== '') seen.untrained += 1
  }
  return exchanges
}

/** The first rows are samples; the first row of a further schema takes the place of a second row of an earlier one. */
function keepSample(samples: Seen['samples'], sample: Seen['samples'][number], isNewSchema: boolean): void {
  if (samples.length < SAMPLES) {
    samples.push(sample)
    return
  }
  if (!isNewSchema) return
  const schemas = samples.map(({ understood }) => understood.schema)
  const second = schemas.findLastIndex((schema, place) => schemas.indexOf(schema) < place)
  if (second >= 0) samples.splice(second, 1, sample)
}

function resultOf(seen: Seen, problems: readonly Problem[], showText: boolean): Omit<InspectResult, 'sources'> {
  const { rows, understood, exchanges, untrained, roles } = seen
  const schemas = byCount([...seen.schemas], ([, count]) => count)
  const columns = byCount([...seen.columns], ([, count]) => count.rows)
  const countOf = ([column, count]: (typeof columns)[number]): ColumnCount => ({ column, rows: count.rows })
  return {
    files: [...seen.files.values()].map((file) => ({
      file: file.shard.file,
      format: file.shard.format ?? file.shard.container,
      compression: file.shard.codec,
      bytes: file.shard.bytes,
      rows: file.rows,
      exchanges: file.exchanges,
    })),
    rows,
    understood,
    exchanges,
    coverage: rows === 0 ? 0 : understood / rows,
    schemas: schemas.map(([schema, count]) => ({ schema, rows: count, share: count / rows })),
    roles,
    untrained,
    columns: {
      used: columns.filter(([, { used }]) => used > 0).map(countOf),
      unused: columns.filter(([, { used }]) => used === 0).map(countOf),
      more: seen.moreColumns,
      left: [...seen.left].map(([column, reason]) => ({ column, reason })),
    },
    samples: seen.samples.map((sample) => sampleOf(sample, showText)),
    skipped: byCount([...seen.skips], ([, { rows }]) => rows).map(([reason, { rows, file, row }]) => {
      return { reason, rows, first: { file, row }, hint: HINTS.get(reason) ?? NO_HINT }
    }),
    notes: [...seen.notes].map(([note, rows]) => ({ note, rows })),
    problems,
  }
}

function byCount<T extends readonly [string, unknown]>(entries: T[], count: (entry: T) => number): T[] {
  return entries.sort((one, other) => count(other) - count(one) || (one[0] < other[0] ? -1 : 1))
}

function sampleOf({ file, row, understood }: Seen['samples'][number], showText: boolean): SampleExchange {
  const turns = understood.conversations.find((one) => one.turns.some((turn) => turn.trained))?.turns ?? []
  const answer = turns.findIndex((turn) => turn.trained)
  const text = (whole: string): string => excerpt(whole, showText)
  const prompt = turns
    .slice(Math.max(0, answer - SAMPLE_TURNS), answer)
    .map((turn) => ({ role: turn.role, text: text(turn.text) }))
  return { file, row, schema: understood.schema, prompt, answer: text(turns[answer]?.text ?? '') }
}

function excerpt(whole: string, showText: boolean): string {
  const shown = whole.length > SAMPLE_LENGTH ? `${whole.slice(0, SAMPLE_LENGTH)}…` : whole
  return showText ? shown : hideLetters(shown)
}

const NO_HINT = 'no option reads these rows'

/** Which option would read the rows that were left out. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['unknown-schema', '--map prompt=/COLUMN,response=/COLUMN names the columns'],
  ['no-answer', 'no answer in these rows; if it is in another column: --map prompt=/COLUMN,response=/COLUMN'],
  ['not-an-object', 'a row needs columns; --map cannot name any here'],
  ['unknown-role', '--map messages=/COLUMN reads the list, but none of its roles is known to answer'],
  ['untrained-answer', 'weight, train or loss says that training does not reach these answers'],
  ['text-without-template', 'plain text without turns: nothing in it answers a prompt'],
  ['several-answers', 'answers of several models side by side; --map prompt=/COLUMN,response=/COLUMN picks one'],
  ['needs-join', 'one message a row; join the messages of a tree by parent_id first'],
  ['tree-too-large', 'split the tree'],
  ['agent-trace', 'events of a session, not samples; convert each session into one row of messages'],
  ['pre-tokenised', 'token numbers; scan the text that they were made from'],
  ['row-too-long', '--max-row-bytes raises the limit'],
  ['broken-json', 'mend these lines; the rest of the file was read'],
])
