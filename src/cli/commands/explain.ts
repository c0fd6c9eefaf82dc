/** `suretrap explain RULE`: its page, then its thresholds as they are in force. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RuleLike } from '../api.ts'
import type { Act } from '../commands.ts'
import { CLEAN } from '../exit.ts'
import { nearest } from '../nearest.ts'
import { outline } from '../outline.ts'
import { packageRoot } from '../package.ts'
import { usage } from '../parse.ts'
import type { Visible } from '../say.ts'
import { settle } from '../settings.ts'
import { pour } from '../write.ts'

export const act: Act = async (call, io, load) => {
  const [id, ...more] = call.paths
  if (id === undefined || more.length > 0) throw usage('explain takes one rule', 'suretrap rules lists them')
  const settings = await settle(call, io)
  const api = await load()
  const rules = await api.loadRules(settings.scan.rules ?? [])
  const rule = rules.find((candidate) => candidate.id === id)
  if (rule === undefined) {
    const near = nearest(
      id,
      rules.map((candidate) => candidate.id),
    )
    throw usage(`no rule ${id}`, near === undefined ? 'suretrap rules lists them' : `did you mean ${near}?`)
  }
  if (call.values.has('json')) {
    await pour([`${JSON.stringify(rule, null, 2)}\n`], io.stdout)
    return CLEAN
  }
  const page = await pageOf(rule.id)
  const text = page ?? [`# ${rule.title}`, '', ...outline(rule, api.visible), ''].join('\n')
  await pour([safeLines(text, api.visible), ...(page === undefined ? [] : thresholds(rule, api.visible))], io.stdout)
  return CLEAN
}

/** Ours are pages in the package; a rule of the user's own has none. The id was found in the list, but may be the user's. */
async function pageOf(id: string): Promise<string | undefined> {
  if (!/^[a-z0-9-]+$/.test(id)) return undefined
  return readFile(join(packageRoot(), 'docs', 'rules', `${id}.md`), 'utf8').catch(() => undefined)
}

function safeLines(text: string, visible: Visible): string {
  return text.split(/\r?\n/).map(visible).join('\n')
}

function thresholds(rule: RuleLike, visible: Visible): readonly string[] {
  return ['\n## In force\n\n', ...[...outline(rule, visible)].map((line) => `    ${line}\n`)]
}
