/** `suretrap inspect`: how files are read, before anything is looked for. */
import type { Act } from '../act.ts'
import { CLEAN, FAILED, NOTHING, worst } from '../exit.ts'
import { inspectLines } from '../inspect-text.ts'
import { usage } from '../parse.ts'
import { startProgress } from '../progress.ts'
import { problemLine, say, tooFew } from '../say.ts'
import { settle } from '../settings.ts'
import { withStdin } from '../stdin.ts'
import { pour } from '../write.ts'

export const act: Act = async (call, io, load) => {
  const settings = await settle(call, io)
  const { paths, format, scan } = settings
  if (paths.length === 0 && scan.fromConfig === undefined) throw usage('no input named', 'suretrap inspect <path>…')
  if (!['terminal', 'json'].includes(format)) throw usage(`inspect has no format ${format}`, 'terminal or json')
  const api = await load()
  const progress = startProgress(io, settings.progress)
  try {
    const found = await withStdin(paths, io, api, (stdin) =>
      api.inspect(paths, { ...scan, ...stdin, signal: io.signal, onProgress: progress.onProgress }),
    )
    io.signal.throwIfAborted()
    progress.stop()
    for (const problem of found.problems) say(io, problemLine(problem, api.visible))
    const lines =
      format === 'json'
        ? [JSON.stringify(found, null, 2)]
        : found.files.length > 0
          ? inspectLines(found, api.visible)
          : []
    await pour(
      [...lines].map((line) => `${line}\n`),
      io.stdout,
    )
    const failed = found.problems.some(({ code }) => code !== 'nothing-scannable')
    const least = settings.minCoverage ?? 0
    const isLow = found.rows > 0 && found.coverage < least
    if (isLow) say(io, tooFew(found.coverage, least))
    return worst([failed || isLow ? FAILED : CLEAN, found.exchanges === 0 ? NOTHING : CLEAN])
  } finally {
    progress.stop()
  }
}
