/**
 * The house stands: imports go one way, nothing is forgotten, nothing prints but the command line.
 *
 * `docs/architecture.md` draws the floors that are held here. Type imports count: a circle of types is a circle.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { REPORTER_IDS, reporterFor } from '../src/reporters/index.ts'
import { LAYOUTS } from '../src/schemas/registry.ts'

const SRC = join(__dirname, '../src')
const LONGEST = 300 // lines of a file

/** What each room may import besides itself. A room is a folder of src, or `verbs`: the files at its root. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  sketches: [],
  stats: ['sketches'],
  model: [],
  tokenizers: ['sketches'],
  readers: ['model'],
  schemas: ['model'],
  rules: ['model'],
  reporters: ['model'],
  writers: ['model'],
  responses: ['model', 'sketches'],
  profile: ['model', 'sketches'],
  detectors: ['model', 'stats', 'sketches', 'profile'],
  evidence: ['model', 'stats', 'sketches', 'profile', 'detectors', 'verbs'],
  quarantine: ['model', 'readers', 'writers', 'verbs'],
  verbs: [
    'model',
    'stats',
    'sketches',
    'tokenizers',
    'readers',
    'schemas',
    'rules',
    'responses',
    'profile',
    'detectors',
    'evidence',
    'writers',
    'quarantine',
  ],
  cli: ['model', 'verbs'],
}
/** The one file of the command line that loads the library, and with it the registries it picks from. */
const LOADER = 'cli/api.ts'
const LOADED = ['model', 'verbs', 'readers', 'reporters', 'rules']

const files = (readdirSync(SRC, { recursive: true }) as string[])
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(sep).join('/'))
  .sort()
const texts = new Map(files.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]))
const imports = new Map(files.map((file) => [file, importsOf(file)]))

function importsOf(file: string): readonly string[] {
  const found = texts.get(file)!.matchAll(/(?:^import|^export|^\} from|\bfrom|\bimport\()\s*'(\.[^'\n]+)'/gm)
  return [...found].map(([, path]) => posix.join(posix.dirname(file), path))
}

function room(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : 'verbs'
}

describe('imports go down, never up and never across', () => {
  test('of every file', () => {
    const wrong = files.flatMap((file) => {
      const allowed = file === LOADER ? LOADED : (FLOORS[room(file)] ?? [])
      return imports
        .get(file)!
        .filter((to) => room(to) !== room(file) && !allowed.includes(room(to)))
        .map((to) => `${file} → ${to}`)
    })
    expect(wrong).toEqual([])
  })

  test('every import names a file that is there', () => {
    const missing = files.flatMap((file) => imports.get(file)!.filter((to) => !texts.has(to)))
    expect(missing).toEqual([])
  })

  test('no verb but the public window tells the story, and the story does not know the window', () => {
    const tells = (name: string) => files.filter((file) => room(file) === 'verbs' && imports.get(file)!.includes(name))
    expect(tells('index.ts')).toEqual([])
    expect(texts.get('scan.ts')).not.toContain("'./index.ts'")
  })
})

test('no circle of imports, types counted', () => {
  expect(circles()).toEqual([])
})

/** Files that can be reached from themselves, each circle once, as the path that closes it. */
function circles(): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): void => {
    const at = path.indexOf(file)
    if (at >= 0) found.push([...path.slice(at), file].join(' → '))
    if (at >= 0 || done.has(file)) return
    path.push(file)
    for (const to of imports.get(file) ?? []) visit(to)
    path.pop()
    done.add(file)
  }
  for (const file of files) visit(file)
  return found
}

describe('every plug-in stands in its registry', () => {
  test('every layout of rows', async () => {
    const folder = files.filter((file) => file.startsWith('schemas/layouts/'))
    expect(folder.length).toBeGreaterThan(5)
    const ids: string[] = []
    for (const file of folder) ids.push(...named(await import(join(SRC, file)), 'name', 'fit'))
    expect(ids.sort()).toEqual(LAYOUTS.map(({ name }) => name).sort())
  })

  test('every reporter', async () => {
    const ids: string[] = []
    for (const file of files.filter((name) => name.startsWith('reporters/') && name !== 'reporters/index.ts')) {
      if (/: Reporter = /.test(texts.get(file)!)) ids.push(...named(await import(join(SRC, file)), 'id', 'render'))
    }
    expect(ids.sort()).toEqual([...REPORTER_IDS, 'html'].sort())
    for (const id of ids) expect((await reporterFor(id))?.id).toBe(id)
  })

  test('every other file is reached from a door, by way of its registry', () => {
    const reached = new Set<string>()
    const visit = (file: string): void => {
      if (reached.has(file)) return
      reached.add(file)
      for (const to of imports.get(file) ?? []) visit(to)
    }
    for (const door of ['index.ts', 'plugins.ts', 'worker.ts', 'inflater.ts', 'cli/main.ts']) visit(door)
    expect(files.filter((file) => !reached.has(file))).toEqual([])
  })
})

/** What a module exports that has a name and can do the work of a plug-in. */
function named(module: Record<string, unknown>, name: 'id' | 'name', method: string): string[] {
  return Object.values(module)
    .filter((value): value is Record<string, string> => typeof value === 'object' && value !== null)
    .filter((value) => typeof value[name] === 'string' && typeof value[method] === 'function')
    .map((value) => value[name])
}

describe('the manners of a file', () => {
  const outside = files.filter((file) => room(file) !== 'cli')

  test('every one can be read at a sitting', () => {
    expect(files.filter((file) => texts.get(file)!.split('\n').length > LONGEST + 1)).toEqual([])
  })

  test('no default export', () => {
    expect(files.filter((file) => /^export default|\bas default\b/m.test(texts.get(file)!))).toEqual([])
  })

  test('only the command line prints or ends the process', () => {
    const prints = /\bconsole\.|\bprocess\.(exit|exitCode|stdout|stderr)\b/
    expect(outside.filter((file) => prints.test(code(file)))).toEqual([])
  })

  test('no chance and no clock outside the command line', () => {
    expect(outside.filter((file) => /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)/.test(code(file)))).toEqual([])
  })

  test('no drawer for everything', () => {
    const drawer = /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.ts$)/
    expect(files.filter((file) => drawer.test(file))).toEqual([])
  })
})

/** A file's text without its comments, which may name what they forbid. */
function code(file: string): string {
  return texts
    .get(file)!
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
}

test('the floors are drawn for every room, and for no room that is gone', () => {
  const rooms = new Set(files.map(room))
  expect(Object.keys(FLOORS).filter((name) => !rooms.has(name))).toEqual([])
  expect([...rooms].filter((name) => !(name in FLOORS))).toEqual([])
  expect(relative(SRC, dirname(join(SRC, LOADER)))).toBe('cli')
})
