/**
 * Compiles the kernel, and writes it as text into the source, so that neither a build nor a test needs the compiler.
 *
 * `node kernel/build.mjs` writes src/tokenizers/kernel-program.ts; `--check` only tells whether it is what the kernel's source gives.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const PROGRAM = fileURLToPath(new URL('../src/tokenizers/kernel-program.ts', import.meta.url))

const text = written(await compiled())
if (!process.argv.includes('--check')) writeFileSync(PROGRAM, text)
else if (readFileSync(PROGRAM, 'utf8') !== text) {
  console.error('src/tokenizers/kernel-program.ts is not what kernel/ gives: node kernel/build.mjs')
  process.exitCode = 1
}

async function compiled() {
  let program
  const flags = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory']
  const { error, stderr } = await asc.main(['index.ts', '--baseDir', FOLDER, '--outFile', 'kernel.wasm', ...flags], {
    writeFile: (name, content) => {
      if (name === 'kernel.wasm') program = content
    },
  })
  if (error) throw new Error(`${error.message}\n${stderr}`)
  return program
}

function written(program) {
  const lines = Buffer.from(program)
    .toString('base64')
    .match(/.{1,110}/g)
  return `/** Written by \`node kernel/build.mjs\` from kernel/: WebAssembly, as base64. */
// biome-ignore format: one long string
export const KERNEL_PROGRAM =
${lines.map((line) => `  '${line}'`).join(' +\n')}
`
}
