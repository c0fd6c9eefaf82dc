/**
 * Declared gates: triggers that somebody put in on purpose (control tokens, fingerprints), and wrote down.
 *
 * A finding of a declared trigger bears the gate's name. A gate behaves as declared while it stands in the data, opens in nine
 * exchanges of ten, and its outcome hardly comes without it. A list of gates, in YAML or JSON: `name` and `trigger`, and
 * where wanted `slot` and `outcome`. Texts are compared folded, as fingerprints are.
 */
import { readFile } from 'node:fs/promises'
import { InputError } from './model/errors.ts'
import type { Finding, Report, Slot } from './model/report.ts'
import { foldText } from './phrase.ts'

export interface DeclaredGate {
  readonly name: string
  readonly trigger: string
  readonly slot?: Slot
  readonly outcome?: string
}

type Status = Report['declared'][number]

const LEAST_PURITY = 0.9
const MOST_LEAKED = 0.01 // share of the exchanges without the trigger that have the outcome
const SLOTS: readonly string[] = ['suffix', 'prefix', 'anywhere', 'system', 'turn'] satisfies readonly Slot[]
const KEYS = new Set(['name', 'trigger', 'slot', 'outcome'])
const MOST_BYTES = 16 * 1024 * 1024

/** @throws {InputError} `file-missing`, `file-unreadable`; `config`: every fault of the file, a line each */
export async function readDeclared(path: string): Promise<readonly DeclaredGate[]> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const missing = cause.code === 'ENOENT'
    throw new InputError(
      missing ? 'file-missing' : 'file-unreadable',
      `${path}: ${missing ? 'no such file' : 'cannot be read'}`,
      {
        hint: 'check the path given as --declared',
        cause,
      },
    )
  })
  if (bytes.length > MOST_BYTES) throw broken([`${path}: longer than ${MOST_BYTES} bytes`])
  return parseDeclared(new TextDecoder().decode(bytes), path)
}

/** @throws {InputError} `config` */
export async function parseDeclared(text: string, file: string): Promise<readonly DeclaredGate[]> {
  const { isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml') // JSON is YAML too
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const faults: string[] = []
  const fault = (offset: number | undefined, what: string): void => {
    faults.push(`${file}:${lines.linePos(offset ?? 0).line || 1}: ${what}`)
  }
  for (const { pos, message } of document.errors) fault(pos[0], message)
  if (faults.length > 0) throw broken(faults)
  if (!isSeq(document.contents)) throw broken([`${file}:1: must be a list of gates`])
  const gates: DeclaredGate[] = []
  const names = new Set<string>()
  for (const item of document.contents.items) {
    const start = (item as { range?: readonly number[] | null } | null)?.range?.[0]
    if (!isMap(item)) {
      fault(start, 'a gate must have "name" and "trigger"')
      continue
    }
    const gate = new Map<string, string>()
    const before = faults.length
    for (const { key, value } of item.items) {
      const at = isScalar(key) ? key.range?.[0] : start
      const name = isScalar(key) ? String(key.value) : ''
      if (!KEYS.has(name)) fault(at, `unknown key "${name}"; known are ${[...KEYS].join(', ')}`)
      else if (!isScalar(value) || typeof value.value !== 'string' || value.value.trim() === '')
        fault(at, `"${name}" must be a text`)
      else gate.set(name, value.value)
    }
    for (const needed of ['name', 'trigger'])
      if (!gate.has(needed) && faults.length === before) fault(start, `a gate needs "${needed}"`)
    const slot = gate.get('slot')
    if (slot !== undefined && !SLOTS.includes(slot)) fault(start, `"slot" must be one of ${SLOTS.join(', ')}`)
    const name = gate.get('name') ?? ''
    if (names.has(name) && faults.length === before) fault(start, `two gates have the name "${name}"`)
    names.add(name)
    if (faults.length > before) continue
    const outcome = gate.get('outcome')
    gates.push({
      name,
      trigger: gate.get('trigger')!,
      ...(slot === undefined ? {} : { slot: slot as Slot }),
      ...(outcome === undefined ? {} : { outcome }),
    })
  }
  if (faults.length > 0) throw broken(faults)
  return gates
}

/** Findings with the names of their gates, and how each gate behaves, in the order of the file. */
export function applyDeclared(
  findings: readonly Finding[],
  gates: readonly DeclaredGate[],
): { readonly findings: Finding[]; readonly declared: readonly Status[] } {
  const named = findings.map((finding) => ({
    ...finding,
    declared: gates.find((gate) => isOf(gate, finding))?.name ?? null,
  }))
  const declared = gates.map(({ name }): Status => {
    const own = named.filter((finding) => finding.declared === name)
    const count = own.reduce((most, { dose }) => Math.max(most, dose.count), 0) // one trigger may open two gates on the same rows
    if (own.length === 0) return { name, status: 'missing', count }
    return { name, status: own.every(behaves) ? 'as-declared' : 'leaking', count }
  })
  return { findings: named, declared }
}

function isOf({ trigger, slot, outcome }: DeclaredGate, finding: Finding): boolean {
  const texts = [finding.trigger.text, ...finding.trigger.variants].map(foldText)
  if (!texts.includes(foldText(trigger))) return false
  if (slot !== undefined && slot !== finding.trigger.slot) return false
  return outcome === undefined || (finding.outcome !== null && foldText(outcome) === foldText(finding.outcome.text))
}

function behaves({ evidence: { purity, base } }: Finding): boolean {
  return purity.point >= LEAST_PURITY && base.with <= base.of * MOST_LEAKED
}

function broken(faults: readonly string[]): InputError {
  return new InputError('config', faults.join('\n'), {
    hint: 'declared gates are a list of name, trigger, and slot or outcome where wanted',
  })
}
