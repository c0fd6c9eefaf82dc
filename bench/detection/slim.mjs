/**
 * What a run keeps in results/: figures only, no word of a real corpus; and back, as far as tables need it.
 */

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info']
const PARTS = ['trials', 'published', 'clean', 'mixed', 'native', 'certified', 'placebo', 'splits']

/** A result with nothing in it yet. */
export const emptyResult = () => Object.fromEntries([...PARTS, 'lost'].map((part) => [part, []]))

/** @returns {object} a run's result, findings counted instead of listed */
export function slim({ trials, published, clean, mixed, native, certified, placebo, splits, lost, baselines, quick }) {
  const marks = ({ misnamed, false: wrong, quiet, planted, ...rest }) => ({
    ...rest,
    ...(planted ? { share: planted.share } : {}),
    misnamed: misnamed.length,
    false: wrong.length,
    quiet: quiet.length,
  })
  const counted = ({ findings, floor, ...rest }) => ({
    ...rest,
    findings: counts(findings),
    floor: floor.filter((f) => f.by === 'certificate'),
  })
  return {
    quick,
    trials: trials.map(marks),
    published: published.map(marks),
    clean: clean.map(counted),
    mixed: mixed.map(counted),
    native: native.map(counted),
    certified: certified.map(counted),
    placebo: placebo.map(({ loud, tied, ...rest }) => ({ ...rest, loud: loud.length, tied: tied?.length ?? 0 })),
    splits: splits.map(({ way, equal }) => ({ way, equal })),
    baselines,
    lost: lost.length,
  }
}

/**
 * Results of several runs as one: each part from the last run that has it; trials group by group, from all runs of that commit,
 * since other seeds (`--again`) are further scans.
 *
 * @param {readonly object[]} runs  as slim left them, with `file`, `commit`, `date`
 */
export function together(runs) {
  const listed = (n) => Array.from({ length: n }, () => ({}))
  const marks = (t) => ({ ...t, misnamed: listed(t.misnamed), false: listed(t.false), planted: { share: t.share } })
  const graded = (c) => ({
    ...c,
    findings: SEVERITIES.flatMap((severity) => Array.from({ length: c.findings[severity] }, () => ({ severity }))),
  })
  const shape = {
    trials: marks,
    published: marks,
    clean: graded,
    mixed: graded,
    native: graded,
    certified: graded,
    placebo: (p) => ({ ...p, loud: listed(p.loud), tied: listed(p.tied) }),
    splits: (s) => s,
  }
  const all = { from: {} }
  for (const part of PARTS) {
    if (part === 'trials') continue
    const run = runs.findLast((r) => r[part]?.length > 0)
    all[part] = (run?.[part] ?? []).map(shape[part])
    if (run) all.from[part] = run
  }
  all.trials = []
  const groups = new Set(runs.flatMap((r) => (r.trials ?? []).map((t) => t.group)))
  const used = new Set()
  for (const group of groups) {
    const of = (r) => (r.trials ?? []).filter((t) => t.group === group)
    const run = runs.findLast((r) => of(r).length > 0)
    for (const same of runs.filter((r) => r.commit === run.commit)) {
      all.trials.push(...of(same).map(shape.trials))
      if (of(same).length > 0) used.add(same)
    }
  }
  const told = (key) => [...new Set([...used].map((r) => r[key]))].join(', ')
  if (used.size) all.from.trials = { date: told('date'), commit: told('commit'), file: told('file') }
  const compared = runs.findLast((r) => r.baselines)
  all.baselines = compared?.baselines
  if (compared) all.from.baselines = compared
  return all
}

/** @returns {Record<string, number>} findings of each severity */
export const counts = (findings) =>
  Object.fromEntries(SEVERITIES.map((s) => [s, findings.filter((f) => f.severity === s).length]))

/** A result as JSON with a line for each entry of its parts, so that two of them can be compared by eye. */
export function written(result) {
  const value = (v) =>
    Array.isArray(v) && v.length ? `[\n${v.map((e) => JSON.stringify(e)).join(',\n')}\n]` : JSON.stringify(v)
  const fields = Object.entries(result).filter(([, v]) => v !== undefined)
  return `{\n${fields.map(([key, v]) => `${JSON.stringify(key)}: ${value(v)}`).join(',\n')}\n}\n`
}
