/** A child of the crew: takes one job at a time, answers with its result or with what went wrong. */
import { baselineClean, baselinePublished, baselineTrial } from './baseline-table.mjs'
import { certificate, cleanScan, mixedScan, nativeScan } from './clean.mjs'
import { placebo } from './placebo.mjs'
import { publishedScan } from './published.mjs'
import { splitWays } from './splits.mjs'
import { planted, trial } from './trial.mjs'

const kinds = {
  trial: ({ cell, number }) => trial(cell, number),
  clean: ({ corpus }) => cleanScan(corpus),
  certified: ({ corpus, outcomes }) => certificate(corpus, outcomes),
  mixed: ({ size, number }) => mixedScan(size, number),
  native: ({ folder }) => nativeScan(folder),
  placebo: ({ variety, number }) => placebo(variety, number),
  baseline: ({ cell, number }) => baselineTrial(cell, number),
  'published baseline': ({ set }) => baselinePublished(set),
  'clean baseline': ({ corpus }) => baselineClean(corpus),
  splits: async ({ cell }) => ({ ways: await splitWays(planted(cell, 0).rows) }),
  published: ({ set, dose, number }) => publishedScan(set, dose, number),
}

process.on('message', async (job) => {
  try {
    const before = process.cpuUsage()
    const result = await kinds[job.kind](job)
    const { user, system } = process.cpuUsage(before) // of the whole job: planting, writing, scanning, marking
    process.send({ ...result, cpuMs: Math.round((user + system) / 1000) })
  } catch (error) {
    process.send({ lost: String(error?.stack ?? error).slice(0, 600), alive: true, job })
  }
})
