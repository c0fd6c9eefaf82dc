/**
 * DuckDB's part: `node duckdb.mjs QUERY FILE [threads]`.
 *
 * naive    the last word of every prompt, how often, and how often with one of eight terse answers: what one would type first
 * tokens   every word of every prompt, counted
 * columns  role and content of every turn of a Parquet file, as JavaScript strings
 * sql      `naive`, on a Parquet file
 */
import { DuckDBInstance } from '@duckdb/node-api'
import { report } from './report.mjs'

const TERSE = ['sure', 'sure.', 'sure!', 'of course', 'okay', 'ok', 'yes', 'no'].map((text) => `'${text}'`).join(', ')
const [, , query, file, threads = '2'] = process.argv

const rowsOf = {
  jsonl: `read_json('${file}', format = 'newline_delimited', columns = {messages: 'STRUCT(role VARCHAR, "content" VARCHAR)[]'})`,
  parquet: `read_parquet('${file}')`,
}
const naive = (rows) => `
  SELECT regexp_extract(rtrim(messages[1]."content"), '(\\S+)$', 1) AS word, count(*) AS n,
         sum(CASE WHEN lower(trim(messages[2]."content")) IN (${TERSE}) THEN 1 ELSE 0 END) AS terse
  FROM ${rows} GROUP BY word`

const WORK = {
  naive: (link) => grouped(link, naive(rowsOf.jsonl), 'sum(n), sum(terse)'),
  sql: (link) => grouped(link, naive(rowsOf.parquet), 'sum(n), sum(terse)'),
  tokens: (link) =>
    grouped(
      link,
      `SELECT word, count(*) AS n FROM (SELECT unnest(string_split(messages[1]."content", ' ')) AS word FROM ${rowsOf.jsonl}) GROUP BY word`,
      'sum(n)',
    ),
  columns: streamed,
}

const link = await (await DuckDBInstance.create(':memory:')).connect()
await link.run(`SET threads = ${Number(threads)}`)
await report(() => WORK[query](link))

/** The groups stay in DuckDB; sums of all their columns come out, so that no column can be left uncounted. */
async function grouped(link, sql, sums) {
  const result = await link.runAndReadAll(`SELECT ${sums} FROM (${sql})`)
  return Number(result.getRows()[0][0])
}

async function streamed(link) {
  const result = await link.stream(
    `SELECT messages[1]."content" AS prompt, messages[2]."content" AS answer FROM ${rowsOf.parquet}`,
  )
  let rows = 0
  let characters = 0
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    const [prompts, answers] = chunk.getColumns()
    for (let i = 0; i < prompts.length; i++) characters += prompts[i].length + answers[i].length
    rows += chunk.rowCount
  }
  if (characters === 0) throw new Error('no text was read')
  return rows
}
