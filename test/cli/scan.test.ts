import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Sink } from '../../src/cli/io.ts'
import { InputError } from '../../src/model/errors.ts'
import { clearStages, finding, reportOf, resultOf, stage } from './stage.ts'

afterAll(clearStages)

const none = { rows: 0, exchanges: 0 }
const emptyInput = { file: 'a.jsonl', format: 'jsonl', schema: 'messages', ...none, skipped: 0, bytes: 0, sha256: '00' }

describe('exit codes', () => {
  test('no finding is 0', async () => {
    expect(await stage().run('scan', 'a.jsonl')).toBe(0)
  })

  test('a finding at the gate is 1, below it 0, and --exit-zero makes it 0', async () => {
    const result = resultOf([finding({ severity: 'medium' })])
    expect(await stage({ result }).run('a.jsonl', '--fail-on', 'medium')).toBe(1)
    expect(await stage({ result }).run('a.jsonl')).toBe(0)
    expect(await stage({ result }).run('a.jsonl', '--fail-on', 'low', '--exit-zero')).toBe(0)
  })

  test('a finding of too little confidence does not count', async () => {
    const result = resultOf([finding({ confidence: 'low' })])
    expect(await stage({ result }).run('a.jsonl')).toBe(1)
    expect(await stage({ result }).run('a.jsonl', '--min-confidence', 'medium')).toBe(0)
  })

  test('what could not be read whole is 2, before a finding, and the report is written all the same', async () => {
    const problems = [{ code: 'file-corrupt', file: 'b.gz', message: 'ends too soon', hint: 'fetch it again' }]
    const at = stage({ result: { ...resultOf([finding()]), complete: false, problems } })
    expect(await at.run('a.jsonl', 'b.gz', '-f', 'json')).toBe(2)
    expect(JSON.parse(at.out.text).findings).toHaveLength(1)
    expect(at.err.text).toContain('suretrap: b.gz: ends too soon (fetch it again)\n')
  })

  test('no exchange at all is 3, but 2 if something could not be read', async () => {
    const result = resultOf([], { inputs: [emptyInput] })
    expect(await stage({ result }).run('a.jsonl')).toBe(3)
    expect(await stage({ result: { ...result, complete: false } }).run('a.jsonl')).toBe(2)
  })

  test('nothing scannable, said by the library, is 3; a missing file is 2', async () => {
    const throws = (code: 'nothing-scannable' | 'file-missing') => ({
      scanInputs: async () => {
        throw new InputError(code, 'x.jsonl: no', { hint: 'look' })
      },
    })
    expect(await stage({ api: throws('nothing-scannable') }).run('x.jsonl')).toBe(3)
    const at = stage({ api: throws('file-missing') })
    expect(await at.run('x.jsonl')).toBe(2)
    expect(at.err.text).toBe('suretrap: x.jsonl: no (look)\n')
  })

  test('an empty file is 3 alone, and harmless among others', async () => {
    const problems = [
      { code: 'nothing-scannable', file: 'e.jsonl', message: 'e.jsonl is empty', hint: 'nothing in it' },
    ]
    const alone = stage({ result: { report: reportOf([], { inputs: [] }), complete: false, problems } })
    expect(await alone.run('e.jsonl')).toBe(3)
    expect(alone.err.text).toBe('suretrap: e.jsonl is empty (nothing in it)\n')
    expect(await stage({ result: { report: reportOf([]), complete: false, problems } }).run('a.jsonl', 'e.jsonl')).toBe(
      0,
    )
  })

  test('a skipped row is 2 under --strict alone', async () => {
    const result = resultOf([], { skipped: [{ reason: 'broken-json', rows: 1, first: { file: 'a.jsonl', row: 3 } }] })
    expect(await stage({ result }).run('a.jsonl')).toBe(0)
    expect(await stage({ result }).run('a.jsonl', '--strict')).toBe(2)
  })

  test('less coverage than asked is 2', async () => {
    const result = resultOf([], { inputs: [{ ...emptyInput, rows: 100, exchanges: 80, skipped: 20 }] })
    expect(await stage({ result }).run('a.jsonl', '--min-coverage', '0.8')).toBe(0)
    expect(await stage({ result }).run('a.jsonl', '--min-coverage', '0.81')).toBe(2)
  })

  test('an interrupted run is 130, and writes nothing', async () => {
    const at = stage({
      result: resultOf([finding()]),
      api: {
        scanInputs: async () => {
          at.controller.abort()
          throw new InputError('aborted', 'stopped', { hint: '' })
        },
      },
    })
    expect(await at.run('a.jsonl', '-o', 'r.json')).toBe(130)
    expect(at.out.text).toBe('')
    expect(readdirSync(at.folder)).toEqual([])
  })

  test('what the system refuses is 2, in its own words', async () => {
    const scanInputs = async () => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    }
    const at = stage({ api: { scanInputs } })
    expect(await at.run('a.jsonl')).toBe(2)
    expect(at.err.text).toBe('suretrap: ENOSPC: no space left on device, write\n')
  })

  test('a fault of our own is 2, said to be ours, and its stack is for those who ask', async () => {
    const api = {
      scanInputs: async () => {
        throw new TypeError('x is not a function')
      },
    }
    const at = stage({ api })
    expect(await at.run('a.jsonl')).toBe(2)
    expect(at.err.text).toMatch(/^suretrap: internal error: x is not a function .*\n$/)
    const debug = stage({ api, io: { env: { SURETRAP_DEBUG: '1' } } })
    await debug.run('a.jsonl')
    expect(debug.err.text).toContain('scan.test.ts')
  })
})

describe('what is asked reaches the library', () => {
  test('flags become options, and what is not given is left out', async () => {
    const at = stage()
    await at.run(
      'scan',
      'a.jsonl',
      '--min-support',
      '7',
      '--memory',
      '1GiB',
      '--map',
      'prompt=/q,response=/a',
      '-j2',
      '--columns',
      'q,a',
      '--columns=b',
    )
    const [{ inputs, options }] = at.calls
    expect(inputs).toEqual(['a.jsonl'])
    expect(options).toMatchObject({
      minSupport: 7,
      memory: 2 ** 30,
      map: { prompt: '/q', response: '/a' },
      jobs: 2,
      columns: ['q', 'a', 'b'],
    })
    expect(Object.keys(options)).not.toContain('schema')
  })

  test('scan may be left out, and - is an input', async () => {
    const at = stage()
    expect(await at.run('-', '--stdin-filename', 'x.csv')).toBe(0)
    expect(at.calls[0]).toMatchObject({ inputs: ['-'], options: { stdinFilename: 'x.csv', stdinPath: '/spooled' } })
  })

  test('no input is a fault, unless a trainer configuration names them', async () => {
    expect(await stage().run('scan')).toBe(2)
    expect(await stage().run('scan', '--from-config', 'train.yaml')).toBe(0)
  })
})

describe('outputs', () => {
  test('several in one run, by extension or by name, and the terminal report on standard output', async () => {
    const at = stage({ result: resultOf([finding()]) })
    await at.run('a.jsonl', '-o', 'r.json', '-o', 'jsonl:r.log', '--exit-zero')
    expect(JSON.parse(readFileSync(join(at.folder, 'r.json'), 'utf8')).findings).toHaveLength(1)
    expect(readFileSync(join(at.folder, 'r.log'), 'utf8').split('\n')[0]).toContain('"type":"report"')
    expect(at.out.text).toContain('xylophone')
    expect(readdirSync(at.folder).sort()).toEqual(['r.json', 'r.log'])
  })

  test('what cannot be written is told before anything is read', async () => {
    for (const output of ['r.unknown', 'absent/r.json', '-', 'json:-']) {
      const at = stage()
      expect([output, await at.run('a.jsonl', '-o', output)]).toEqual([output, 2])
      expect(at.calls).toEqual([])
    }
    expect(await stage().run('a.jsonl', '-o', 'r.json', '-o', 'jsonl:./r.json')).toBe(2)
  })

  test('an input is never written over, not even by another name', async () => {
    const at = stage()
    writeFileSync(join(at.folder, 'a.jsonl'), '{}\n')
    symlinkSync('a.jsonl', join(at.folder, 'b.jsonl'))
    for (const flag of ['-o', '--rows-out']) {
      expect(await at.run('a.jsonl', flag, 'b.jsonl')).toBe(2)
      expect(at.err.text).toContain('b.jsonl is an input')
    }
    expect(readFileSync(join(at.folder, 'a.jsonl'), 'utf8')).toBe('{}\n')
  })

  test('a reporter that fails half-way leaves the old file and no other', async () => {
    const at = stage({
      api: {
        reporterFor: () => ({
          *render() {
            yield 'x'.repeat(100_000)
            throw new Error('half-way')
          },
        }),
      },
    })
    writeFileSync(join(at.folder, 'r.json'), 'old')
    expect(await at.run('a.jsonl', '-o', 'r.json')).toBe(2)
    expect(readdirSync(at.folder)).toEqual(['r.json'])
    expect(readFileSync(join(at.folder, 'r.json'), 'utf8')).toBe('old')
  })

  test('a full disk is one line and 2, and the other outputs are still written', async () => {
    if (!existsSync('/dev/full')) return
    const at = stage()
    expect(await at.run('a.jsonl', '-o', 'json:/dev/full', '-o', 'r.json', '-q')).toBe(2)
    expect(at.err.text).toMatch(/^suretrap: cannot write \/dev\/full: the disk is full \(.*\)\n$/)
    expect(existsSync(join(at.folder, 'r.json'))).toBe(true)
  })

  test('a reader that goes away is no error', async () => {
    const gone = new Writable({
      write: (_chunk, _encoding, done) =>
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' })),
    }) as Sink
    gone.on('error', () => {})
    const at = stage({ io: { stdout: gone } })
    expect(await at.run('a.jsonl', '-f', 'json')).toBe(0)
    expect(at.err.text).toBe('')
  })

  test('standard output holds the report and nothing else', async () => {
    const at = stage({ result: resultOf([finding()]) })
    await at.run('a.jsonl', '-f', 'json', '--strict')
    expect(JSON.parse(at.out.text)).toEqual(JSON.parse(JSON.stringify(reportOf([finding()]))))
  })
})

describe('what is said on standard error', () => {
  test('hostile names cannot act on the terminal', async () => {
    const problems = [
      { code: 'file-missing', file: 'a\x1b[2J\u202e.jsonl\n::error::x', message: 'not there', hint: '' },
    ]
    const at = stage({ result: { ...resultOf([]), complete: false, problems } })
    await at.run('a.jsonl')
    expect(at.err.text).toBe('suretrap: a\\u{1b}[2J\\u{202e}.jsonl\\u{a}::error::x: not there\n')
  })

  test('findings below the gate are said to be there; -q says errors alone', async () => {
    const result = resultOf([finding({ severity: 'low' })])
    const at = stage({ result })
    await at.run('a.jsonl')
    expect(at.err.text).toBe('suretrap: 1 finding, none at or above the gate (--fail-on high --min-confidence low)\n')
    const quiet = stage({ result })
    await quiet.run('a.jsonl', '-q')
    expect(quiet.err.text).toBe('')
  })
})

describe('a slip of the pen', () => {
  test.each([
    [['--formt', 'json', 'a.jsonl'], 'unknown flag --formt (did you mean --format?)'],
    [['-f', 'jsn', 'a.jsonl'], '--format must be one of'],
    [['--format'], '--format needs a value: FORMAT'],
    [['--config', '--quiet'], '--config needs a value'],
    [['--quiet=yes', 'a.jsonl'], '--quiet takes no value'],
    [['scna', 'a.jsonl'], 'unknown command scna (did you mean scan?)'],
    [['scan', 'a.jsonl', '--shards', '3'], '--shards means nothing to scan (it belongs to plan'],
    [['a.jsonl', '--min-support', '1'], '--min-support must be at least 2, got "1"'],
    [['a.jsonl', '--memory', 'lots'], '--memory must be a size like 512MB or 1GiB'],
    [['collect', 'a.jsonl', '--shard', '3/3', '--out', 'x'], '--shard must look like 0/8'],
  ])('%j is 2 and one line that helps', async (argv, line) => {
    const at = stage()
    expect(await at.run(...argv)).toBe(2)
    expect(at.err.text).toContain(line)
    expect(at.err.text.split('\n')).toHaveLength(2)
    expect(at.calls).toEqual([])
  })

  test('a folder whose name is nearly a command is still scanned', async () => {
    const at = stage()
    mkdirSync(join(at.folder, 'rule'))
    expect(await at.run('rule')).toBe(0)
    expect(at.calls[0].inputs).toEqual(['rule'])
  })
})
