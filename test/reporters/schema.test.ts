import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { SAMPLES, sample } from './samples.ts'

const schema = JSON.parse(readFileSync(join(__dirname, '../../schema/report-v1.json'), 'utf8'))
const validate = new Ajv2020({ strict: true, strictTypes: false, allowUnionTypes: true }).compile(schema)

test.each(SAMPLES)('%s is a report by the published schema', (name) => {
  validate(sample(name))
  expect(validate.errors).toBeNull()
})

test.each([
  ['a severity that does not exist', ['findings', 0, 'severity'], 'severe'],
  ['a count below zero', ['findings', 0, 'dose', 'count'], -1],
  ['a missing outcome', ['findings', 0, 'outcome'], undefined],
  ['a row that is no number', ['findings', 0, 'rows', 0, 'row'], '17'],
  ['another version', ['schema'], 'suretrap.report/2'],
])('%s is refused', (_, path, value) => {
  const spoiled = JSON.parse(JSON.stringify(sample('three')))
  const parent = path.slice(0, -1).reduce((node, key) => node[key], spoiled)
  parent[path.at(-1)!] = value
  expect(validate(JSON.parse(JSON.stringify(spoiled)))).toBe(false)
})

test('the schema asks for every field of the report, and knows every field of the samples', () => {
  const closed = JSON.parse(JSON.stringify(schema), (_, value) =>
    value?.type === 'object' && value.properties ? { ...value, additionalProperties: false } : value,
  )
  const strict = new Ajv2020({ strictTypes: false, allowUnionTypes: true }).compile({ ...closed, $id: 'closed' })
  for (const name of SAMPLES) {
    strict(sample(name))
    expect(strict.errors).toBeNull()
  }
})
