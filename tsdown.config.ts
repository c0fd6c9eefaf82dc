import { writeFileSync } from 'node:fs'
import { defineConfig } from 'tsdown'

const library = { index: 'src/index.ts', plugins: 'src/plugins.ts' }
const shared = { platform: 'node', target: 'node20', shims: true, fixedExtension: false } as const

export default defineConfig([
  { ...shared, entry: library, format: 'esm', dts: true },
  {
    ...shared,
    // The command, and the programs of threads, are CommonJS alone: Node loads it some milliseconds sooner.
    entry: { ...library, main: 'src/cli/main.ts', worker: 'src/worker.ts', inflater: 'src/inflater.ts' },
    format: 'cjs',
    dts: { entry: Object.values(library) },
    onSuccess: keepFormerName,
  },
])

/** The command was `main.js`, and npx keeps links to what a clone's command was when it first ran there. */
function keepFormerName(): void {
  writeFileSync('dist/main.js', "#!/usr/bin/env node\nimport './main.cjs'\n", { mode: 0o755 })
}
