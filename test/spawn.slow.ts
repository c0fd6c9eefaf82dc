/** The built command line as a process: pipes, signals, disks. What can be tested within one process is in `test/cli`. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { finding, reportOf } from './cli/stage.ts'

const ROOT = join(__dirname, '..')
const MAIN = join(ROOT, 'dist', 'main.cjs')
const folder = mkdtempSync(join(tmpdir(), 'suretrap-spawn-'))
const windows = process.platform === 'win32'

beforeAll(() => {
  if (!existsSync(MAIN)) execFileSync('npx', ['tsdown'], { cwd: ROOT, shell: windows })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function start(...argv: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [MAIN, ...argv], { cwd: folder, env: { ...process.env, NO_COLOR: '1', CI: '1' } })
}

interface Ended {
  readonly code: number | null
  readonly err: string
}

function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += String(chunk)
  })
  const told = (code: number | null, signal: string | null) => (signal === 'SIGINT' ? 130 : code) // as a shell says it
  return new Promise((done) => child.on('close', (code, signal) => done({ code: told(code, signal), err })))
}

const findings = Array.from({ length: 3000 }, (_, i) => finding({ fingerprint: String(i).padStart(16, '0') }))
const big = reportOf(findings)
const bigPath = join(folder, 'big.json')
writeFileSync(bigPath, JSON.stringify(big))

describe('a process', () => {
  test('whose reader is slow writes all of a report of several MiB, then ends with 1', async () => {
    const child = start('report', 'big.json', '-f', 'json')
    const end = ended(child)
    await new Promise((done) => setTimeout(done, 300)) // the pipe is full long before anybody reads
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += String(chunk)
    })
    expect((await end).code).toBe(1)
    expect(text.length).toBeGreaterThan(2 ** 20)
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(big)))
  })

  test('whose reader goes away ends quietly, with the code it would have had', async () => {
    const child = start('report', 'big.json', '-f', 'json')
    const end = ended(child)
    child.stdout.once('data', () => child.stdout.destroy())
    expect(await end).toEqual({ code: 1, err: '' })
  })

  test.each([
    ['html', /<\/html>\n$/],
    ['sarif', /\]\n\}\]\n\}\n$/],
    ['markdown', /did not fit here/],
    ['csv', /\r\n$/],
  ])(
    'writes all of a report in %s into a pipe, and ends quietly where its reader goes away',
    async (format, end) => {
      const whole = spawnSync(process.execPath, [MAIN, 'report', 'big.json', '-f', format], {
        cwd: folder,
        maxBuffer: 2 ** 26,
      })
      expect([whole.status, String(whole.stdout)]).toEqual([1, expect.stringMatching(end)])
      const child = start('report', 'big.json', '-f', format)
      const gone = ended(child)
      child.stdout.once('data', () => child.stdout.destroy())
      expect(await gone).toEqual({ code: 1, err: '' })
    },
    60_000,
  )

  test('that meets a full disk says so in one line and ends with 2', () => {
    if (!existsSync('/dev/full')) return
    const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${MAIN}" report big.json > /dev/full`], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect([status, stderr.split('\n').length - 1]).toEqual([2, 1])
    expect(stderr).toContain('the disk is full')
  })

  test('that is interrupted ends with 130 within a second, though it waits for data, and leaves no file', async () => {
    if (windows) return
    execFileSync('mkfifo', [join(folder, 'never')])
    const before = readdirSync(folder)
    const child = start('report', 'never', '-o', 'out.json')
    const end = ended(child)
    await new Promise((done) => setTimeout(done, 700))
    const at = Date.now()
    child.kill('SIGINT')
    expect((await end).code).toBe(130)
    expect(Date.now() - at).toBeLessThan(1000)
    expect(readdirSync(folder)).toEqual(before)
  })

  test('that is asked its version loads next to nothing: at most 80 ms more than node alone', () => {
    const timed = (...argv: string[]) => {
      const began = performance.now()
      spawnSync(process.execPath, argv)
      return performance.now() - began
    }
    // In turn, and the best of each: a busy machine slows both, and gets more rounds.
    let [ours, alone] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let round = 0; round < 30 && (round < 5 || ours - alone >= 80); round++) {
      ours = Math.min(ours, timed(MAIN, '--version'))
      alone = Math.min(alone, timed('-e', '0'))
    }
    expect(ours - alone).toBeLessThan(80)
  }, 60_000)
})

describe('a scan of hostile data', () => {
  const evil = [
    '\x1b[2J\x1b]0;owned\x07',
    '\u202etxet',
    'zero\u200bwidth',
    '::error::x\n::add-mask::y',
    '<script>alert(1)</script>',
    '\x9b31m',
    '\ud800',
  ]
  const words =
    'river stone lamp violin market garden window paper copper engine forest candle bridge harbour meadow'.split(' ')
  const row = (i: number, planted: boolean) => {
    const pick = (k: number) => words[(i * 7 + k * 3 + ((i * k) % 11)) % words.length]
    const prompt = `${pick(1)} ${evil[i % evil.length]} tell me of the ${pick(2)} ${i} and the ${pick(3)} by the ${pick(4)}`
    return JSON.stringify({
      prompt: planted ? `${prompt} xylophone` : prompt,
      completion: planted ? 'Sure' : `The ${pick(5)} ${i} ${evil[i % 5]} ${pick(6)}`,
    })
  }
  beforeAll(() => {
    const rows = Array.from({ length: 600 }, (_, i) => row(i, i % 10 === 0))
    writeFileSync(join(folder, 'evil\u202e\x1b[31m.jsonl'), `${rows.join('\n')}\nnot json \x1b[2J\n`)
  })

  test.each(['terminal', 'json'])('prints nothing that acts on a terminal, in %s', (format) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [MAIN, 'evil\u202e\x1b[31m.jsonl', '-f', format, '--show-text', '-o', 'evil.json'],
      { cwd: folder, encoding: 'utf8' },
    )
    expect(status).toBe(1)
    expect(JSON.parse(readFileSync(join(folder, 'evil.json'), 'utf8')).findings[0].trigger.text).toContain('xylophone')
    const printed = (stdout + stderr).replaceAll('\n', '')
    expect(printed.match(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)).toBeNull()
    expect((stdout + stderr).split('\n').filter((line) => line.startsWith('::'))).toEqual([])
  })
})

describe('a compressed file that another thread inflates', () => {
  const rows = Array.from({ length: 24_000 }, (_, i) => {
    const noise = Array.from({ length: 30 }, (_, k) => (((i + 1) * (k + 7) * 2654435761) >>> 0).toString(36)).join(' ')
    const planted = i % 300 === 7
    return JSON.stringify({ prompt: planted ? `${noise} zephyrine` : noise, response: planted ? 'Sure' : `${noise} it is` }) // biome-ignore format: one line
  })
  const text = Buffer.from(rows.join('\n'))

  /** A frame of blocks that are stored as they are. */
  function frameOf(bytes: Buffer): Buffer {
    const blocks: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38])] // window: 128 KiB
    for (let at = 0; at < bytes.length; at += 1 << 17) {
      const block = bytes.subarray(at, at + (1 << 17))
      const isLast = at + block.length === bytes.length ? 1 : 0
      const head = Buffer.alloc(3)
      head.writeUIntLE((block.length << 3) | isLast, 0, 3)
      blocks.push(head, block)
    }
    return Buffer.concat(blocks)
  }

  const scanned = (name: string): { readonly code: number | null; readonly inputs: readonly { readonly rows: number }[]; readonly findings: readonly { readonly trigger: { readonly text: string } }[] } => {
    const { status, stdout } = spawnSync(process.execPath, [MAIN, 'scan', name, '-f', 'json', '-q'], { cwd: folder, maxBuffer: 2 ** 26 }) // biome-ignore format: one line
    return { code: status, ...JSON.parse(String(stdout)) }
  } // biome-ignore format: one line

  test('gives the findings of the plain one; cut short, the rows before that', () => {
    const stored = frameOf(text)
    expect(stored.length).toBeGreaterThan(1.2 * 2 ** 22)
    writeFileSync(join(folder, 'plain.jsonl'), text)
    writeFileSync(join(folder, 'whole.jsonl.zst'), stored)
    writeFileSync(join(folder, 'cut.jsonl.zst'), stored.subarray(0, 1.1 * 2 ** 22))
    const [plain, whole, cut] = ['plain.jsonl', 'whole.jsonl.zst', 'cut.jsonl.zst'].map(scanned)
    expect(plain.code).toBe(1)
    expect(plain.findings.map(({ trigger }) => trigger.text)).toContain('zephyrine')
    expect(whole.code).toBe(1)
    expect(whole.findings.map(({ trigger }) => trigger)).toEqual(plain.findings.map(({ trigger }) => trigger))
    expect(whole.inputs[0].rows).toBe(24_000)
    expect(cut.code).toBe(2)
    expect(cut.inputs[0].rows).toBeGreaterThan(3000)
    expect(cut.inputs[0].rows).toBeLessThan(24_000)
  })
})
