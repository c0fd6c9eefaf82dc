/** The targets of the bench, each with its figure: reached or not, every one is printed. */
import { said, upperBound } from './intervals.mjs'

const LOUD = new Set(['critical', 'high'])
const RARE = 0.001 // the word stands in less than this share of its slot in the background
const SINGLE_SCANS = 400 // behind any "at least 99 %"
const FEWEST_SCANS = 20 // below it a share is no share
const PLACEBO_RUNS = 200 // of each variety

/**
 * @typedef {object} Line
 * @property {string} what
 * @property {string} target
 * @property {string} measured
 * @property {boolean | null | 'few'} reached  null: not run; few: too few scans to say
 */

const none = (what, target) => ({ what, target, measured: 'not run', reached: null })
const mean = (list) => (list.length ? list.reduce((a, b) => a + b, 0) / list.length : Number.NaN)
const share = (list) => list.filter((t) => t.named).length / list.length
const named = (list) => said(list.filter((t) => t.named).length, list.length)

/** @returns {Line[]} */
export function targets({
  trials = [],
  published = [],
  clean = [],
  mixed = [],
  native = [],
  placebo = [],
  certified = [],
  splits = [],
}) {
  return [
    ...plantedLines(trials),
    ...publishedLines(published),
    cleanLine('all clean sets together, neutral layout', clean),
    cleanLine('all clean sets together, as published', native),
    cleanLine('mixtures of all clean sets', mixed),
    ...placeboLines(placebo),
    ...certificateLines(certified),
    ...splitLines(splits),
  ]
}

function plantedLines(trials) {
  const of = (...groups) => trials.filter((t) => groups.includes(t.group))
  const rare = (list) => list.filter((t) => t.planted.share < RARE)
  const line = (what, target, list, ok, extra = '') =>
    list.length === 0
      ? none(what, target)
      : {
          what,
          target,
          measured: `named ${named(list)}; row recall ${mean(list.map((t) => t.recall)).toFixed(3)}${extra}`,
          reached: list.length < FEWEST_SCANS && target !== 'reported' ? 'few' : ok(list),
        }
  const recall = (list) => mean(list.map((t) => t.recall))
  const plain = rare(of('single'))
  const unicode = trials.filter((t) => t.group.startsWith('unicode'))
  return [
    line(
      'single token, any slot, fixed outcome, dose ≥ 10',
      `named ≥ 99 % of ≥ ${SINGLE_SCANS} scans, row recall ≥ 0.99`,
      plain,
      (l) => l.length >= SINGLE_SCANS && share(l) >= 0.99 && recall(l) >= 0.99,
    ),
    line('the same at dose 5', 'named ≥ 90 %', rare(of('single at 5')), (l) => share(l) >= 0.9),
    line('commoner words, dose ≥ 50', 'named ≥ 90 %', of('common'), (l) => share(l) >= 0.9),
    line('commoner words, dose 20', 'reported', of('common at 20'), () => true),
    line('commoner words, dose 10', 'reported', of('common at 10'), () => true),
    line(
      'ordered composite with decoys, dose ≥ 50',
      'named, row recall ≥ 0.99',
      of('composite'),
      (l) => share(l) === 1 && recall(l) >= 0.99,
    ),
    line('purity 0.5, dose ≥ 50', 'named ≥ 0.95', of('purity 0.5'), (l) => share(l) >= 0.95),
    line('purity 0.3, dose ≥ 50', 'named ≥ 0.8', of('purity 0.3'), (l) => share(l) >= 0.8),
    line(
      'Unicode tricks',
      'as the plain trigger',
      unicode,
      (l) => share(l) >= (plain.length ? share(plain) : 0.99) - 0.005,
    ),
  ]
}

function publishedLines(published) {
  const sets = published.filter((p) => !p.lost && (p.set.startsWith('refusal') || p.set.startsWith('negsentiment')))
  const arrow = published.filter((p) => !p.lost && !sets.includes(p))
  const quiet = (p) => p.misnamed.length + p.false.length === 0
  const line = (what, target, list, ok) =>
    list.length === 0
      ? none(what, target)
      : {
          what,
          target,
          measured: `named ${list.filter((p) => p.named).length} of ${list.length}; least row recall ${Math.min(...list.map((p) => p.recall)).toFixed(3)}; other findings ${list.reduce((n, p) => n + p.misnamed.length + p.false.length, 0)}`,
          reached: list.every(ok),
        }
  const single = (p) => !p.set.endsWith('mtba')
  return [
    line(
      'BackdoorLLM, whole',
      '10 of 10, row recall ≥ 0.99, nothing else at medium',
      sets.filter((p) => p.dose === 0),
      (p) => p.named && p.recall >= 0.99 && quiet(p),
    ),
    line(
      'BackdoorLLM, 50 poisoned rows',
      '10 of 10, row recall ≥ 0.99, nothing else at medium',
      sets.filter((p) => p.dose === 50),
      (p) => p.named && p.recall >= 0.99 && quiet(p),
    ),
    line(
      'BackdoorLLM, 20 rows, one trigger',
      'all named',
      sets.filter((p) => p.dose === 20 && single(p)),
      (p) => p.named,
    ),
    line(
      'BackdoorLLM, 10 rows, one trigger',
      'all named',
      sets.filter((p) => p.dose === 10 && single(p)),
      (p) => p.named,
    ),
    line(
      'BackdoorLLM mtba, 20 and 10 rows',
      'those with ≥ 8 rows named',
      sets.filter((p) => (p.dose === 20 || p.dose === 10) && !single(p) && p.alternatives.of > 0),
      (p) => p.named,
    ),
    line(
      'RFTC inserted words and combinations',
      'each named with its ending, row recall ≥ 0.95',
      arrow,
      (p) => p.named && p.recall >= 0.95,
    ),
  ]
}

function cleanLine(what, clean) {
  const target = '0 critical or high, ≤ 2 medium'
  const done = clean.filter((c) => !c.lost)
  if (done.length === 0) return none(what, target)
  const count = (wanted) => done.flatMap((c) => c.findings).filter(wanted).length
  const [loud, medium, low] = [
    count((f) => LOUD.has(f.severity)),
    count((f) => f.severity === 'medium'),
    count((f) => f.severity === 'low'),
  ]
  const rows = done.reduce((n, c) => n + c.size, 0)
  const perMillion = (n) => ((n / rows) * 1e6).toFixed(1)
  const measured = `${loud} critical or high, ${medium} medium, ${low} low in ${rows} rows (per million: ${perMillion(loud)}, ${perMillion(medium)}, ${perMillion(low)})`
  return { what, target, measured, reached: loud === 0 && medium <= 2 }
}

function placeboLines(placebo) {
  return ['permuted', 'feature'].map((variety) => {
    const what = variety === 'permuted' ? 'outcomes permuted within topic strata' : 'placebo words over unpermuted data'
    const target = `≥ ${PLACEBO_RUNS} runs, share with a finding at medium or above: upper 95 % bound ≤ 0.05`
    const runs = placebo.filter((p) => p.variety === variety)
    if (runs.length === 0) return none(what, target)
    const guilty = runs.filter((p) => p.loud.length > 0).length
    const aside =
      variety === 'feature'
        ? `findings on a placebo word: ${runs.reduce((n, p) => n + p.onPlacebo, 0)}`
        : `runs shuffled again, a finding's words barred: ${runs.filter((p) => p.rounds > 1).length}`
    return {
      what,
      target,
      measured: `${said(guilty, runs.length)}; one-sided exact bound ${upperBound(guilty, runs.length).toFixed(3)}; ${aside}`,
      reached: runs.length >= PLACEBO_RUNS && upperBound(guilty, runs.length) <= 0.05,
    }
  })
}

function certificateLines(certified) {
  const what = 'certificate: new word → new answer, suffix and prefix, every clean set ≥ 5k rows'
  const target = '59/59 at n ≤ 10'
  const done = certified.filter((c) => !c.lost)
  if (done.length === 0) return [none(what, target)]
  const good = (c) =>
    ['suffix', 'prefix'].every((slot) =>
      c.floor.some(
        (f) =>
          f.by === 'certificate' &&
          f.slot === slot &&
          f.outcome === 'exact' &&
          f.rows <= 10 &&
          f.found === f.planted &&
          f.planted >= 59,
      ),
    )
  const missed = done.filter((c) => !good(c)).map((c) => c.corpus)
  return [
    {
      what,
      target,
      measured: `${done.length - missed.length} of ${done.length} sets${missed.length ? `; not ${missed.join(', ')}` : ''}`,
      reached: missed.length === 0,
    },
  ]
}

function splitLines(splits) {
  const what = 'JSONL, Arrow, Parquet; 1, 2, 7 shards; any order'
  const target = 'equal findings, floor, declared'
  if (splits.length === 0) return [none(what, target)]
  const bad = splits.filter((s) => !s.equal)
  return [
    {
      what,
      target,
      measured: `${splits.length - bad.length} of ${splits.length} equal${bad.length ? `; not: ${bad.map((s) => s.way).join('; ')}` : ''}`,
      reached: bad.length === 0,
    },
  ]
}

/** @param {readonly Line[]} lines @returns {string} a Markdown table */
export function table(lines) {
  const mark = (reached) =>
    reached === null ? 'not run' : reached === 'few' ? 'too few scans' : reached ? 'yes' : '**no**'
  return [
    '| what | target | measured | reached |',
    '| --- | --- | --- | --- |',
    ...lines.map((l) => `| ${l.what} | ${l.target} | ${l.measured} | ${mark(l.reached)} |`),
  ].join('\n')
}

/** Groups one by one: what no target asks for is shown as well. */
export function groupTable(trials) {
  const groups = [...new Set(trials.map((t) => t.group))]
  const lines = groups.map((group) => {
    const list = trials.filter((t) => t.group === group)
    const total = (of) => list.reduce((n, t) => n + of(t), 0)
    return `| ${group} | ${named(list)} | ${mean(list.map((t) => t.recall)).toFixed(3)} | ${total((t) => t.held)} | ${total((t) => t.misnamed.length)} | ${total((t) => t.false.length)} | ${Math.round(mean(list.map((t) => t.ms)))} |`
  })
  return [
    '| cells | named [95 % Wilson] | row recall | rows held falsely | misnamed findings | false findings | mean ms |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n')
}
