// Builds dist/ where npm asks for it: after `npm ci` in a clone, before packing, and when the repository itself is installed.
//
// `npm install -g git+…`, which pre-commit uses too, hands its own --global down to the install that should fetch what builds
// us, so nothing is there to build with: then it is fetched here.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const builder = join('node_modules', 'tsdown', 'dist', 'run.mjs')

if (!existsSync(builder)) {
  const inherited = /^npm_config_(global|prefix|location|install_links)$/i
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)))
  const npm = process.env.npm_execpath ?? 'npm'
  const [program, first] = npm.endsWith('.js') ? [process.execPath, [npm]] : [npm, []]
  const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev']
  execFileSync(program, [...first, ...flags], { env, stdio: 'inherit' })
}
execFileSync(process.execPath, [builder], { stdio: 'inherit' })
