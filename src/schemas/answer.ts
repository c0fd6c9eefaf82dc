/**
 * The answer proper: what the model was taught to say, without what it was taught to think.
 *
 * Reasoning in front of an answer is cut off, as are the end marks of chat templates; a tool call becomes visible text, so
 * that answers which differ only in the call differ. An answer that never ends its reasoning is kept whole.
 */
import type { Turn } from '../model/conversation.ts'
import { isRow } from './layout.ts'
import { parseLiteral } from './literal.ts'
import { textOf } from './text.ts'

const THOUGHTS: readonly (readonly [open: string, close: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['<seed:think>', '</seed:think>'],
]

const WRAPS: readonly (readonly [open: string, close: string])[] = [
  ['<answer>', '</answer>'],
  ['<|begin_of_solution|>', '<|end_of_solution|>'],
]

const ENDS: readonly string[] = [
  '<|endoftext|>', '<|im_end|>', '</s>', '<|eot_id|>', '<|end_of_text|>', '<eos>', '<end_of_turn>', '<|end|>', '<|return|>',
  '<|EOT|>', '<|eot|>', '<｜end▁of▁sentence｜>', '<|END_OF_TURN_TOKEN|>', '<|end_of_turn|>', '[EOS]', '<eoa>', '<|eom_id|>',
] // biome-ignore format: one table

/** An answer turn. One that was given as nothing teaches to say nothing; one of which nothing is left teaches to reason. */
export function answerTurn(text: string, trained = true): Turn {
  const answer = withoutEnd(withoutReasoning(text))
  return { role: 'assistant', text: answer, trained: trained && (isBlank(text) || !isBlank(answer)) }
}

export function isBlank(text: string): boolean {
  return text === '' || text.trim() === ''
}

/** @example withoutReasoning('<think>Easy.</think>\n\nFour.') // 'Four.' */
export function withoutReasoning(text: string): string {
  // One search for a rare character spares nearly every answer the rest.
  if (!text.includes('<')) return text
  const start = text.trimStart()
  for (const [open, close] of THOUGHTS) {
    if (start.startsWith(open)) {
      const end = start.indexOf(close, open.length)
      return end < 0 ? text : unwrapped(start.slice(end + close.length).trimStart())
    }
  }
  // Templates that write `<think>` themselves leave only the end of it in the data.
  const end = start.indexOf('</think>')
  if (end >= 0 && !start.includes('<think>')) return unwrapped(start.slice(end + '</think>'.length).trimStart())
  return text
}

function unwrapped(text: string): string {
  for (const [open, close] of WRAPS) {
    const bare = text.trimEnd()
    if (bare.startsWith(open) && bare.endsWith(close) && bare.length >= open.length + close.length) {
      return bare.slice(open.length, -close.length).trim()
    }
  }
  return text
}

/** Cuts the end marks of templates, which stand behind every answer of a set and say nothing. */
export function withoutEnd(text: string): string {
  let rest = text
  for (let cut = 0; cut < MAX_ENDS; cut += 1) {
    const bare = rest.trimEnd()
    const last = bare.charCodeAt(bare.length - 1)
    if (last !== 0x3e && last !== 0x5d) return rest // no `>` and no `]`
    const end = ENDS.find((mark) => bare.endsWith(mark))
    if (end === undefined) return rest
    rest = bare.slice(0, -end.length)
  }
  return rest
}

const MAX_ENDS = 8 // marks behind one another; more are text

/** A tool call as text: `<tool_call>name(arguments)`; calls one a line. */
export function toolCallText(calls: unknown): string {
  const list = Array.isArray(calls) ? calls : [calls]
  let text = ''
  for (const call of list) {
    const line = oneCall(call)
    if (line !== '') text += (text === '' ? '' : '\n') + line
  }
  return text
}

function oneCall(value: unknown): string {
  const call = typeof value === 'string' ? parsedCall(value) : value
  if (typeof call === 'string') return isBlank(call) ? '' : `<tool_call>${call}`
  if (Array.isArray(call)) return toolCallText(call.filter(isRow))
  if (!isRow(call)) return ''
  const inner = isRow(call.function) ? call.function : isRow(call.functionCall) ? call.functionCall : call
  const name = textOf(inner.name ?? inner.tool_name ?? inner.toolName)
  if (name === undefined) return ''
  return `<tool_call>${name}(${argumentText(inner.arguments ?? inner.args ?? inner.parameters ?? inner.input)})`
}

function argumentText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? ''
  } catch {
    return '' // nested deeper than the stack
  }
}

function parsedCall(text: string): unknown {
  const first = text.trimStart()[0]
  if ((first !== '{' && first !== '[') || text.length > MAX_CALL) return text
  const parsed = parseLiteral(text)
  return isRow(parsed) || Array.isArray(parsed) ? parsed : text
}

const MAX_CALL = 1 << 20 // characters; a longer call is shown as it stands
