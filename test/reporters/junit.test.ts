import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { junit } from '../../src/reporters/junit.ts'
import { expectFixture, HARMFUL, large, render, SAMPLES, sample } from './samples.ts'

/** Throws what the validator says of a document that does not fit the XSD. */
function check(xml: string): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, 'xsd.mjs'), join(__dirname, 'schemas/junit-10.xsd')],
    {
      input: xml,
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(stderr)
}

test.each(SAMPLES)('%s passes the XSD and reads as its fixture', async (name) => {
  const text = await render(junit, sample(name))
  check(text)
  expectFixture(name, 'junit.xml', text)
  expect(text).not.toMatch(HARMFUL)
})

test('the XSD refuses what is no JUnit', () => {
  const suites = (inside: string) => `<testsuites name="x" tests="1" failures="0" errors="0">${inside}</testsuites>`
  expect(() => check(suites('<testcase name="a"/>'))).toThrow(/testcase/)
  const suite = (inside: string) =>
    suites(`<testsuite name="x" tests="1" failures="0" errors="0">${inside}</testsuite>`)
  expect(() => check(suite('<testcase/>'))).toThrow(/'name' is required/)
  expect(() => check(suite('<testcase name="a" time="1"/>'))).not.toThrow()
})

test.each(SAMPLES)('%s: the counts are those of the cases', async (name) => {
  const text = await render(junit, sample(name))
  const total = (tag: string) => text.split(`<${tag} `).length - 1
  const failed = text.split('<testcase ').filter((piece) => piece.includes('<failure ')).length
  const [, tests, failures, errors] = /tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(text) ?? []
  expect([tests, failures, errors].map(Number)).toEqual([total('testcase'), failed, total('error')])
  const suites = [...text.matchAll(/<testsuite [^>]* tests="(\d+)"/g)].reduce((sum, [, many]) => sum + Number(many), 0)
  expect(suites).toBe(Number(tests))
})

test('a case fails at or above the gate alone', async () => {
  expect(await render(junit, sample('three'))).toMatch(/<testsuites name="suretrap" tests="8" failures="3" errors="0">/)
  const calm = await render(junit, sample('three'), { failOn: 'never' })
  expect(calm).toMatch(/failures="0" errors="0">\n/)
  expect(calm).toContain('xylophone')
})

test('a file that could not be read is an error', async () => {
  const problems = [
    { code: 'file-corrupt', file: 'data/train-1.parquet', message: 'the footer is cut off', hint: 'copy it again' },
  ]
  const text = await render(junit, sample('three'), { problems })
  check(text)
  expect(text).toContain('<error type="file-corrupt" message="the footer is cut off">copy it again</error>')
})

test('5,000 findings pass the XSD', async () => {
  check(await render(junit, large(5000)))
})
