/**
 * A whole conversation in one string, split at the markers of its chat template.
 *
 * The markers themselves are left out: they stand before every answer of a set, so the last words of every prompt would be
 * theirs and not the user's. A text needs an assistant marker to be a conversation at all.
 */
import type { Role, Turn } from '../model/conversation.ts'
import { answerTurn, isBlank } from './answer.ts'
import { roleOf } from './roles.ts'
import { BEGINNINGS, TEMPLATES, type Template } from './templates.ts'
import { textOf } from './text.ts'

/** @returns the turns of the first template that fits, or `undefined` where the text has none */
export function templateTurns(text: string, isPrompt = false): Turn[] | undefined {
  for (const template of TEMPLATES) {
    if (!template.signs.some((sign) => text.includes(sign))) continue
    const marks = [...text.matchAll(template.marker)]
    if (!marks.some((mark) => roleIn(template, mark[1]) === 'assistant')) continue
    if (template.startsText && !isPrompt && !startsWithUser(text, template, marks)) continue
    const turns = split(text, template, marks)
    if (turns.length > 1) return turns
  }
  return undefined
}

function startsWithUser(text: string, template: Template, marks: readonly RegExpExecArray[]): boolean {
  return isBlank(text.slice(0, marks[0].index)) && marks.some((mark) => roleIn(template, mark[1]) === 'user')
}

/**
 * The prompt of a prompt/completion row as turns: where it ends with the marker of the answer to come (`### Response:`), it is
 * split at its markers; else it is the user's words as they stand.
 */
export function promptTurns(prompt: string): Turn[] {
  const whole: Turn[] = [{ role: 'user', text: withoutSeparator(prompt), trained: false }]
  if (!OPENS_ANSWER.test(prompt.slice(-TAIL))) return whole
  const turns = templateTurns(prompt, true)
  const last = turns?.at(-1)
  if (turns === undefined || last?.role !== 'assistant' || !isBlank(last.text)) return whole
  const before = turns.slice(0, -1).map((turn) => (turn.trained ? { ...turn, trained: false } : turn))
  return before.some((turn) => turn.role === 'user') ? before : whole
}

const TAIL = 48 // characters: the longest marker of an answer and some space
const OPENS_ANSWER = /(?:[:>\]：｜]|assistant|model|Response|Assistant|Answer|Output)\s*$/

/** The separators that fine-tuning guides of 2021–2023 had put behind every prompt. */
function withoutSeparator(prompt: string): string {
  const bare = prompt.trimEnd()
  for (const mark of ['\n\n###', '\n\n->', ' ->']) if (bare.endsWith(mark)) return bare.slice(0, -mark.length)
  return prompt
}

function split(text: string, template: Template, marks: readonly RegExpExecArray[]): Turn[] {
  const turns: Turn[] = []
  const lead = withoutEnds(withoutBeginning(text.slice(0, marks[0]?.index ?? text.length)), template.ends)
  const hasUser = marks.some((mark) => roleIn(template, mark[1]) === 'user')
  if (!isBlank(lead)) turns.push({ role: hasUser ? 'system' : 'user', text: lead.trim(), trained: false })
  for (const [place, mark] of marks.entries()) {
    const from = mark.index + mark[0].length
    const said = withoutEnds(text.slice(from, marks[place + 1]?.index ?? text.length), template.ends)
    if (!REASONING_CHANNEL.test(mark[1])) add(turns, roleIn(template, mark[1]), said)
  }
  return turns
}

const REASONING_CHANNEL = /<\|channel\|>analysis$/

function roleIn(template: Template, name: string): Role {
  if (template.roles !== undefined && Object.hasOwn(template.roles, name)) return template.roles[name]
  const role = roleOf(name.replace(/<\|channel\|>.*$/, ''))
  return role === 'call' ? 'assistant' : (role ?? 'user')
}

/** Instruction and input are one turn; so is a system prompt that a user marker wraps. */
function add(turns: Turn[], role: Role, text: string): void {
  // `[INST] <<SYS>>`: a user marker around the system prompt says nothing itself.
  if (role !== 'assistant' && turns.at(-1)?.role === 'user' && isBlank(turns[turns.length - 1].text)) turns.pop()
  const last = turns.at(-1)
  if (role === 'assistant')
    turns.push(answerTurn(textOf(text) ?? '', !isBlank(text))) // a marker with nothing behind it asks for an answer
  else if (last?.role === role)
    turns[turns.length - 1] = { ...last, text: isBlank(text) ? last.text : join(last.text, text) }
  else if (role === 'user' || !isBlank(text)) turns.push({ role, text: textOf(text) ?? '', trained: false })
}

function join(before: string, after: string): string {
  return isBlank(before) ? after : `${before}\n${after}`
}

function withoutEnds(text: string, ends: readonly string[]): string {
  let rest = text.trim()
  for (let cut = 0; cut < MAX_MARKS; cut += 1) {
    const end = ends.find((mark) => rest.endsWith(mark)) ?? BEGINNINGS.find((mark) => rest.endsWith(mark))
    if (end === undefined) break
    rest = rest.slice(0, -end.length).trimEnd()
  }
  return rest
}

const MAX_MARKS = 8 // behind one another; more are text

export function withoutBeginning(text: string): string {
  let rest = text.trimStart()
  for (let cut = 0; cut < MAX_MARKS; cut += 1) {
    const beginning = BEGINNINGS.find((mark) => rest.startsWith(mark))
    if (beginning === undefined) break
    rest = rest.slice(beginning.length).trimStart()
  }
  return rest
}
