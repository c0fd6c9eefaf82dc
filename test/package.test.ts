/** What the package promises: its doors, what it carries, and that installing it runs nothing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

interface Locked {
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
  readonly cpu?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
}
interface Manifest {
  readonly version: string
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, Readonly<Record<string, string>>>>>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly files: readonly string[]
  readonly scripts: Readonly<Record<string, string>>
  readonly engines: { readonly node: string }
}

const ROOT = join(__dirname, '..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const manifest: Manifest = JSON.parse(read('package.json'))
const locked: Readonly<Record<string, Locked>> = JSON.parse(read('package-lock.json')).packages
const carried = Object.entries(locked).filter(([path, { dev }]) => path !== '' && !dev)

/** `docs/dependencies.md`, its first table: package → what it brings along. */
const table = new Map(
  read('docs/dependencies.md')
    .split('## At run time')[1]
    .split('\n## ')[0]
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (package|---)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, name, , along]) => [name, along === '–' ? [] : along.split(', ')]),
)

describe('what runs when suretrap runs', () => {
  test('is listed with its reason, and nothing else is', () => {
    expect([...table.keys()]).toEqual(Object.keys(manifest.dependencies))
  })

  test('brings along what the list says', () => {
    const below = new Set(carried.map(([path]) => path.replace(/^.*node_modules\//, '')))
    expect([...below].sort()).toEqual([...new Set([...table].flat(2))].sort())
  })

  test('runs no script when it is installed, and is compiled for no machine', () => {
    expect(carried.filter(([, one]) => one.hasInstallScript || one.cpu).map(([path]) => path)).toEqual([])
  })
})

describe('the papers', () => {
  const papers = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...readdirSync(join(ROOT, 'docs')).map((file) => `docs/${file}`),
  ]

  test.each(papers.filter((file) => file.endsWith('.md')))('every link of %s leads somewhere', (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path]) => join(dirname(file), path))
    expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  test('the README opens with the two commands', () => {
    expect(read('README.md')).toContain('npm ci && npx suretrap scan --per-file fixtures/demo --exit-zero')
    expect(read('README.md')).toContain('npm ci && npm test')
  })
})

describe('the package', () => {
  test('asks for no script of its own when it is installed from the registry', () => {
    const runs = Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$/.test(name))
    expect(runs).toEqual([])
  })

  test('names types first behind each condition of each door', () => {
    const doors = Object.entries(manifest.exports).filter(([, door]) => typeof door === 'object')
    expect(doors.map(([name]) => name)).toEqual(['.', './plugins'])
    for (const [, door] of doors) {
      expect(Object.keys(door)).toEqual(['import', 'require'])
      for (const way of Object.values(door)) expect(Object.keys(way)).toEqual(['types', 'default'])
    }
  })

  test('carries what its doors and its help point to, and no sources or data', () => {
    expect([...manifest.files].sort()).toEqual(['CHANGELOG.md', 'NOTICES.md', 'dist', 'docs/rules', 'rules', 'schema'])
    for (const file of manifest.files) if (file !== 'dist') expect(existsSync(join(ROOT, file))).toBe(true)
  })

  test('runs on the Node it says', () => {
    expect(manifest.engines.node).toBe('>=20')
    expect(read('tsdown.config.ts')).toContain("target: 'node20'")
  })

  test('has a version that the change log knows', () => {
    expect(read('CHANGELOG.md')).toContain(`## ${manifest.version}`)
  })
})
