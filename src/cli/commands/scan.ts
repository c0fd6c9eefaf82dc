/** `suretrap scan`: settle what was asked, read, publish. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ScanOptions } from '../../model/options.ts'
import type { Act } from '../act.ts'
import { COMMANDS } from '../commands.ts'
import type { Io } from '../io.ts'
import { nearest } from '../nearest.ts'
import { readOutputs } from '../outputs.ts'
import { type Call, usage } from '../parse.ts'
import { scanPerFile } from '../per-file.ts'
import { startProgress } from '../progress.ts'
import { publish } from '../publish.ts'
import { checkRowsOut, withRowsOut } from '../rows-out.ts'
import { say } from '../say.ts'
import { type Settings, settle } from '../settings.ts'
import { withStdin } from '../stdin.ts'

export const act: Act = async (call, io, load) => {
  const settings = await settle(call, io)
  const { paths, scan } = settings
  if (paths.length === 0 && scan.fromConfig === undefined)
    throw usage('no input named', 'suretrap scan <path|glob|dir|->…')
  refuseCommandLike(call, io)
  const api = await load()
  const outputs = await readOutputs(settings.outputs, paths, io, api)
  await checkRowsOut(scan.rowsOut, paths, outputs, io)
  if (!settings.quiet) for (const line of configLines(settings)) say(io, api.visible(line))
  const progress = startProgress(io, settings.progress)
  try {
    const result = await withStdin(paths, io, api, (stdin) => {
      const options: ScanOptions = { ...scan, ...stdin, signal: io.signal, onProgress: progress.onProgress }
      if (settings.perFile) return scanPerFile(paths, options, io, api)
      return withRowsOut(scan.rowsOut, io, (rowsOut) => api.scanInputs(paths, { ...options, rowsOut }))
    })
    io.signal.throwIfAborted()
    progress.stop()
    return await publish(result, outputs, settings, io, api)
  } finally {
    progress.stop()
  }
}

/** `suretrap raports x.json` is a slip of the pen, not a file that is missing. */
function refuseCommandLike({ named, paths: [first] }: Call, io: Io): void {
  if (named || first === undefined || !/^[a-z]+$/i.test(first) || existsSync(resolve(io.cwd, first))) return
  const near = nearest(
    first,
    COMMANDS.map(({ name }) => name),
  )
  if (near !== undefined) throw usage(`unknown command ${first}`, `did you mean ${near}?`)
}

function configLines({ config }: Settings): readonly string[] {
  return config === undefined || config.asked ? [] : [`using ${config.shown}`]
}
