const { existsSync } = require('node:fs')

const { unreadable } = require('suretrap/plugins')
const file = (name) => existsSync(require.resolve(`suretrap/${name}`))
const said = [
  typeof unreadable === 'function' && 'plugins',
  file('rules/compliance-gate.yml') && 'rules',
  file('schema/report-v1.json') && 'schema',
  require('suretrap/package.json').name === 'suretrap' && 'package.json',
]
console.log(said.join(' '))
