import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from '@jest/globals'
import { inThread } from '../../src/cli/thread.ts'

/** A library for a thread: what it is asked to scan says what it does. */
const PROGRAM = `
import { parentPort, threadId } from 'node:worker_threads'
parentPort.on('message', ({ args: [[input]], progress }) => {
  if (input === 'busy') for (;;);
  if (input === 'greedy') { const kept = []; for (;;) kept.push(new Array(1e5).fill(Math.random())) }
  if (progress) parentPort.postMessage({ progress: { stage: 'collect', rows: 1, bytes: 1, totalBytes: 2 } })
  if (input === 'absent') return parentPort.postMessage({ fault: { name: 'InputError', code: 'file-missing', message: 'absent: no such file', hint: 'look' } })
  if (input === 'broken') return parentPort.postMessage({ fault: { name: 'TypeError', message: 'x is not a function', stack: 'TypeError: here' } })
  parentPort.postMessage({ value: { input, threadId } })
})
`
const folder = mkdtempSync(join(tmpdir(), 'suretrap-thread-'))
const program = join(folder, 'program.mjs')
writeFileSync(program, PROGRAM)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const library = (limits = {}) => inThread(pathToFileURL(program), limits).heavy

describe('the library in a thread', () => {
  test('answers, tells its progress, and serves the next call from the same thread', async () => {
    const api = library()
    const rows: number[] = []
    const controller = new AbortController()
    const first = await api.scanInputs(['a'], {
      onProgress: (progress) => rows.push(progress.rows),
      signal: controller.signal,
    })
    expect(rows).toEqual([1])
    expect(await api.scanInputs(['a'], {})).toEqual(first)
  })

  test('is stopped at once, though it never listens; the next call gets a new thread', async () => {
    const api = library()
    const controller = new AbortController()
    const call = api.scanInputs(['busy'], { signal: controller.signal })
    setTimeout(() => controller.abort(), 200)
    const began = performance.now()
    await expect(call).rejects.toMatchObject({ name: 'InputError', code: 'aborted' })
    expect(performance.now() - began).toBeLessThan(900)
    await expect(api.scanInputs(['busy'], { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' })
    await expect(api.scanInputs(['a'], {})).resolves.toMatchObject({ input: 'a' })
  })

  test('that needs more memory than there is fails like any other, and the process goes on', async () => {
    const api = library({ maxOldGenerationSizeMb: 16 })
    await expect(api.scanInputs(['greedy'], {})).rejects.toMatchObject({ name: 'InputError', code: 'limit' })
    await expect(api.scanInputs(['a'], {})).resolves.toMatchObject({ input: 'a' })
  })

  test('hands faults over as they were: ours with code and hint, others with their stack', async () => {
    const api = library()
    await expect(api.scanInputs(['absent'], {})).rejects.toMatchObject({
      name: 'InputError',
      code: 'file-missing',
      hint: 'look',
    })
    await expect(api.scanInputs(['broken'], {})).rejects.toMatchObject({ name: 'TypeError', stack: 'TypeError: here' })
  })
})
