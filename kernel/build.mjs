/**
 * Compiles the kernel's programs, and writes each as text into the source, so that neither a build nor a test needs the compiler.
 *
 * `node kernel/build.mjs` writes them; `--check` only tells whether they are what the kernel's source gives.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const PROGRAMS = [
  { source: 'index.ts', name: 'KERNEL_PROGRAM', target: 'src/tokenizers/kernel-program.ts' },
  { source: 'refusals.ts', name: 'REFUSALS_PROGRAM', target: 'src/detectors/refusals-program.ts' },
  { source: 'fit.ts', name: 'FIT_PROGRAM', target: 'src/stats/fit-program.ts' },
  { source: 'prompts.ts', name: 'PROMPTS_PROGRAM', target: 'src/evidence/prompts-program.ts' },
]

for (const { source, name, target } of PROGRAMS) {
  const file = fileURLToPath(new URL(`../${target}`, import.meta.url))
  const text = written(name, await compiled(source))
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${target} is not what kernel/${source} gives: node kernel/build.mjs`)
    process.exitCode = 1
  }
}

async function compiled(source) {
  let program
  const flags = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory']
  const { error, stderr } = await asc.main([source, '--baseDir', FOLDER, '--outFile', 'kernel.wasm', ...flags], {
    writeFile: (name, content) => {
      if (name === 'kernel.wasm') program = content
    },
  })
  if (error) throw new Error(`${error.message}\n${stderr}`)
  return program
}

function written(name, program) {
  const lines = Buffer.from(program)
    .toString('base64')
    .match(/.{1,110}/g)
  return `/** Written by \`node kernel/build.mjs\` from kernel/: WebAssembly, as base64. */
// biome-ignore format: one long string
export const ${name} =
${lines.map((line) => `  '${line}'`).join(' +\n')}
`
}
