/** The kernel is what its source says: it is made again, which takes seconds. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { jest, test } from '@jest/globals'

jest.setTimeout(120_000)

test('it is what its source gives', () => {
  const folder = join(__dirname, '..')
  execFileSync(process.execPath, [join(folder, 'kernel/build.mjs'), '--check'], { cwd: folder })
})
