/** A server that falls silent is let go after a minute, by a clock that the tests turn; no sooner. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { ask } from '../../src/readers/remote/ask.ts'
import { openRemote } from '../../src/readers/remote/source.ts'

const CONTENT = Buffer.from(Array.from({ length: 5000 }, (_, at) => at % 251))
let ends: (() => void)[] = []

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['Date', 'performance', 'nextTick', 'queueMicrotask', 'setImmediate'] })
})
afterEach(() => {
  for (const end of ends) end()
  ends = []
  jest.useRealTimers()
})

type Answer = (response: ServerResponse, from: number) => void

/** Answers one request after the other as told; the last way again and again. */
async function serve(
  answers: readonly Answer[],
): Promise<{ readonly url: string; readonly ranges: readonly string[] }> {
  const ranges: string[] = []
  const server = createServer(({ headers: { range = '' } }, response) => {
    ranges.push(range)
    answers[Math.min(ranges.length, answers.length) - 1](response, Number(/\d+/.exec(range)))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.jsonl`, ranges }
}

const head = (response: ServerResponse, from: number) =>
  response.writeHead(206, { 'content-range': `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}` })
const whole: Answer = (response, from) => void head(response, from).end(CONTENT.subarray(from))
const half: Answer = (response, from) => void head(response, from).write(CONTENT.subarray(from, from + 2000))
const silent: Answer = () => undefined

/** Until something holds: what is on its way over the network needs no clock. */
async function until(holds: () => boolean): Promise<void> {
  for (const begun = Date.now(); !holds(); ) {
    if (Date.now() - begun > 20_000) throw new Error('it never came')
    await turn()
  }
}

/** What a promise came to, looked at without waiting. */
function watched<T>(promise: Promise<T>): { value?: T; fault?: unknown } {
  const seen: { value?: T; fault?: unknown } = {}
  promise.then(
    (value) => Object.assign(seen, { value }),
    (fault: unknown) => Object.assign(seen, { fault }),
  )
  return seen
}

test('an answer that never begins is given up after a minute, and asked for again', async () => {
  const { url, ranges } = await serve([silent, whole])
  const seen = watched(ask({ url, file: 'a.jsonl', range: [0, CONTENT.length] }))
  await until(() => ranges.length === 1)
  jest.advanceTimersByTime(59_999)
  for (let turns = 0; turns < 500; turns++) await turn()
  expect([ranges.length, seen]).toEqual([1, {}])
  jest.advanceTimersByTime(1)
  await until(() => ranges.length === 2 || jest.getTimerCount() > 0)
  await until(() => {
    jest.advanceTimersByTime(1) // the pause before the next try; far from another minute
    return ranges.length === 2
  })
  await until(() => seen.value !== undefined)
  expect(seen.value?.response.status).toBe(206)
  seen.value?.close()
})

test('one that falls silent in the middle is taken up where it stopped', async () => {
  const { url, ranges } = await serve([half, whole])
  const seen = watched(openRemote({ url, file: 'a.jsonl', size: CONTENT.length, hub: false }).slice(0, CONTENT.length))
  await until(() => ranges.length === 1)
  for (let turns = 0; turns < 2000; turns++) await turn() // the half arrives, and turns the minute back
  jest.advanceTimersByTime(60_000)
  await until(() => {
    jest.advanceTimersByTime(10)
    return seen.value !== undefined || seen.fault !== undefined
  })
  expect(seen.value?.equals(CONTENT)).toBe(true)
  expect(ranges).toEqual(['bytes=0-4999', 'bytes=2000-4999'])
})
