import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { checkRowsOut, withRowsOut } from '../../src/cli/rows-out.ts'
import { clearStages, stage } from './stage.ts'

afterAll(clearStages)

const put = async (path?: string) => {
  if (path !== undefined) writeFileSync(path, 'rows\n')
}
const testPosix = process.platform === 'win32' ? test.skip : test

testPosix('a link stays a link, and what it names is written whole', async () => {
  const { folder, io } = stage()
  mkdirSync(join(folder, 'far'))
  symlinkSync('far/rows.jsonl', join(folder, 'rows.jsonl'))
  writeFileSync(join(folder, 'far/rows.jsonl'), 'old')
  await withRowsOut('rows.jsonl', io, put)
  expect(lstatSync(join(folder, 'rows.jsonl')).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(folder, 'far/rows.jsonl'), 'utf8')).toBe('rows\n')
  expect(readdirSync(join(folder, 'far'))).toEqual(['rows.jsonl'])
})

testPosix('a named pipe is filled, never renamed over', async () => {
  const { folder, io } = stage()
  execFileSync('mkfifo', [join(folder, 'pipe')])
  const reader = withRowsOut('pipe', io, put)
  const { readFile } = await import('node:fs/promises')
  expect(await readFile(join(folder, 'pipe'), 'utf8')).toBe('rows\n')
  await reader
  expect(lstatSync(join(folder, 'pipe')).isFIFO()).toBe(true)
  expect([...io.unfinished]).toEqual([])
})

test('what cannot be is said before the scan: no folder, an input, an output', async () => {
  const { folder, io } = stage()
  writeFileSync(join(folder, 'in.jsonl'), '')
  await expect(checkRowsOut('none/rows.jsonl', [], [], io)).rejects.toThrow(/none is no folder/)
  await expect(checkRowsOut('in.jsonl', ['in.jsonl'], [], io)).rejects.toThrow(/is an input/)
  await expect(checkRowsOut('a.jsonl', [], [{ format: 'jsonl', path: './a.jsonl' }], io)).rejects.toThrow(/both name/)
})

test('work that fails leaves no file', async () => {
  const { folder, io } = stage()
  const broken = withRowsOut('rows.jsonl', io, async (path) => {
    await put(path)
    throw new Error('half-way')
  })
  await expect(broken).rejects.toThrow('half-way')
  expect(readdirSync(folder)).toEqual([])
})
