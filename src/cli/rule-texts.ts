/** What rules say of themselves, for the formats that carry it: the rule, and the first paragraph of its page. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Api, RuleText } from './api.ts'
import { packageRoot } from './package.ts'

const CARRY_RULES = ['sarif', 'html', 'markdown', 'junit', 'gitlab']

/** Empty where no format asks: reading rules costs the YAML parser. */
export async function ruleTexts(
  formats: readonly string[],
  paths: readonly string[],
  api: Api,
): Promise<readonly RuleText[]> {
  if (!formats.some((format) => CARRY_RULES.includes(format))) return []
  const rules = await api.loadRules(paths)
  return Promise.all(
    rules.map(async ({ id, title, innocent, sources }) => ({
      id,
      title,
      innocent,
      sources,
      description: firstParagraph(await rulePage(id)),
    })),
  )
}

/** Ours are pages in the package; a rule of the user's own has none. The id is from the list of rules, but may be the user's. */
export async function rulePage(id: string): Promise<string | undefined> {
  if (!/^[a-z0-9-]+$/.test(id)) return undefined
  return readFile(join(packageRoot(), 'docs', 'rules', `${id}.md`), 'utf8').catch(() => undefined)
}

function firstParagraph(page: string | undefined): string | undefined {
  return page === undefined ? undefined : /^## What it finds\s+(.+?)(?:\n\n|$)/ms.exec(page)?.[1].replaceAll('\n', ' ')
}
