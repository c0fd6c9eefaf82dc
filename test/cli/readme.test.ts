/** The front page shows what a scan of its own file says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { scan } from '../../src/scan.ts'
import { clearStages, Memory, stage } from './stage.ts'

afterAll(clearStages)

const ROOT = join(__dirname, '..', '..')
const SHOWN = 'fixtures/demo/planted/messages.jsonl'
const FIGURE = /^ {2}(trigger|outcome|dose|purity|base|best rival|surprise|prompts|places) .*$/gm

/** As wide as a pipe is taken to be. */
class Wide extends Memory {
  override readonly columns = 100
}

test('the figures of the README are those of the scan it shows', async () => {
  const [, shown] = readFileSync(join(ROOT, 'README.md'), 'utf8').split(`$ npx suretrap scan ${SHOWN}\n`)
  const figures = shown.split('```')[0].match(FIGURE) ?? []
  const stdout = new Wide()
  await stage({ io: { stdout }, result: await scan([join(ROOT, SHOWN)]) }).run('scan', SHOWN)
  expect(figures).toHaveLength(9)
  expect(stdout.text.split('\n')).toEqual(expect.arrayContaining(figures))
})
