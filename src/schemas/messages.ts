/**
 * A list of messages, in any dialect, as turns.
 *
 * Role under `role`, `from`, `author`, `speaker`; text under `content`, `value`, `text`, `parts`, `utterance`; pair objects
 * `{human, assistant}`; pairs `[question, answer]`; plain strings that alternate. A message of a role that nobody knows is
 * kept in the prompt as the user's. A list that is text itself (JSON or Python) is parsed first.
 */
import type { Turn } from '../model/conversation.ts'
import type { NamedRole } from '../model/meaning.ts'
import { answerTurn, isBlank, toolCallText } from './answer.ts'
import { isRow, type Row } from './layout.ts'
import { parseLiteral } from './literal.ts'
import { roleOf } from './roles.ts'
import { templateTurns } from './template-text.ts'
import { textOf } from './text.ts'

export type NameRole = (name: unknown) => NamedRole | undefined

/** @returns the turns, or `undefined` where the value is no list of messages */
export function turnsOf(value: unknown, nameRole: NameRole = roleOf): Turn[] | undefined {
  if (Array.isArray(value)) return turnsOfList(value, nameRole)
  if (typeof value !== 'string') return undefined
  const parsed = parseLiteral(value)
  if (Array.isArray(parsed)) return turnsOfList(parsed, nameRole)
  if (isRow(parsed)) return turnsOfList([parsed], nameRole)
  return templateTurns(value)
}

function turnsOfList(list: readonly unknown[], nameRole: NameRole): Turn[] | undefined {
  const first = list[0]
  if (typeof first === 'string') return alternating(list)
  if (Array.isArray(first)) return turnsOfPairs(list)
  const turns: Turn[] = []
  for (const message of list) {
    if (message === null || message === undefined) continue
    if (!isRow(message)) return undefined
    if (!addMessage(message, nameRole, turns)) return undefined
  }
  return turns.map((turn, at) => (turn.trained && isUnsaid(turns, at) ? { ...turn, trained: false } : turn))
}

/** Whether an answer is empty because what was done in its place is not shown, or stands in a turn of its own. */
function isUnsaid(turns: readonly Turn[], at: number): boolean {
  return isBlank(turns[at].text) && at + 1 < turns.length && turns[at + 1].role !== 'user'
}

/** Adds what a message says: nothing, one turn, or the several of a pair object. False: this is no message. */
function addMessage(message: Row, nameRole: NameRole, turns: Turn[]): boolean {
  const name = message.role ?? message.from ?? message.author ?? message.speaker ?? message.sender ?? message.Role
  if (name === undefined || name === null) return addByFlag(message, turns) || addPair(message, turns)
  const role = nameRole(isRow(name) ? name.role : name)
  if (role === 'assistant' || role === 'call') turns.push(assistantTurn(message, role === 'call'))
  else
    turns.push({ role: isResult(message) ? 'tool' : (role ?? 'user'), text: contentOf(message) ?? '', trained: false })
  return true
}

/** What a tool gave back, which Anthropic and Gemini put into a message of the user. */
function isResult(message: Row): boolean {
  const parts = message.content ?? message.parts
  if (!Array.isArray(parts) || parts.length === 0) return false
  return parts.every(
    (part) => isRow(part) && (part.type === 'tool_result' || isRow(part.functionResponse ?? part.toolResult)),
  )
}

function contentOf(message: Row): string | undefined {
  return textOf(
    message.content ?? message.value ?? message.text ?? message.parts ?? message.message ?? message.utterance ??
      message.Content ?? message.body,
  ) // biome-ignore format: one list
}

function assistantTurn(message: Row, isCall: boolean): Turn {
  const said = trainedText(message) ?? textOf(message.refusal)
  const text = said ?? ''
  const trained = said !== undefined && isTrained(message)
  if (isCall) return answerTurn(toolCallText(text), trained && !isBlank(text))
  const calls = message.tool_calls ?? message.function_call ?? callParts(message.content ?? message.parts)
  if (calls === undefined || calls === null) return answerTurn(text, trained)
  const call = toolCallText(calls)
  if (call === '') return answerTurn(text, trained)
  return answerTurn(isBlank(text) ? call : `${text}\n${call}`, isTrained(message))
}

/** Tool calls that stand among the parts of a content: Anthropic's `tool_use`, Gemini's `functionCall`, `tool_call`. */
function callParts(content: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(content)) return undefined
  let calls: unknown[] | undefined
  for (const part of content) {
    if (!isRow(part)) continue
    const call =
      part.functionCall ?? part.toolUse ?? (CALL_PARTS.has(part.type as string) ? (part.value ?? part) : null)
    if (call === null) continue
    calls ??= []
    calls.push(call)
  }
  return calls
}

const CALL_PARTS: ReadonlySet<string> = new Set(['tool_use', 'tool_call', 'function_call', 'tool_calls'])

/** What of an answer training reaches: axolotl masks parts of a content, and ranges of characters. All of it where all is masked. */
function trainedText(message: Row): string | undefined {
  const { content, train_detail: detail } = message
  if (Array.isArray(content) && content.some(isMasked) && !content.every(isMasked))
    return textOf(content.filter((part) => !isMasked(part)))
  const text = contentOf(message)
  if (text === undefined || !Array.isArray(detail) || !detail.some(isMasked)) return text
  const ranges = detail
    .filter(isMasked)
    .map(({ begin_offset, end_offset }) => [Number(begin_offset), Number(end_offset)])
  const kept = [...text].filter((_, at) => !ranges.some(([from, to]) => at >= from && at <= to)).join('')
  return isBlank(kept) ? text : kept
}

const isMasked = (part: unknown): part is Row => isRow(part) && (isOff(part.train) || isOff(part.weight))

/** Whether training reaches an answer: OpenAI and Mistral `weight`, axolotl `train` and `train_detail`, ms-swift `loss`. */
export function isTrained(message: Row): boolean {
  if (isOff(message.weight) || isOff(message.loss_weight) || isOff(message.loss) || isOff(message.train)) return false
  if (isOff(message.loss_scale) || isOff(message.trainable) || isOff(message.training)) return false
  const { mask, train_detail: detail } = message
  if (mask === true || mask === 1) return false
  if (Array.isArray(message.content) && message.content.length > 0 && message.content.every(isMasked)) return false
  return !Array.isArray(detail) || detail.length === 0 || detail.some((part) => !isMasked(part))
}

function isOff(flag: unknown): boolean {
  return flag === 0 || flag === false || flag === 0n || flag === '0' || flag === 'false' || flag === 'False'
}

/** Old Mistral `{is_user, text}` and the like: who speaks is a flag. */
function addByFlag(message: Row, turns: Turn[]): boolean {
  const isUser = message.is_user ?? message.isUser
  if (typeof isUser !== 'boolean') return false
  if (isUser) turns.push({ role: 'user', text: contentOf(message) ?? '', trained: false })
  else turns.push(assistantTurn(message, false))
  return true
}

function addPair(message: Row, turns: Turn[]): boolean {
  const user = message.human ?? message.user ?? message.question ?? message.query ?? message.instruction
  const prompt = textOf(user ?? message.prompt ?? message.input)
  const bot = message.assistant ?? message.gpt ?? message.bot ?? message.answer ?? message.response ?? message.output
  const answer = textOf(bot ?? message.model)
  const system = textOf(message.system)
  if (prompt === undefined && answer === undefined && system === undefined) return false
  if (system !== undefined && !isBlank(system)) turns.push({ role: 'system', text: system, trained: false })
  if (prompt !== undefined) turns.push({ role: 'user', text: prompt, trained: false })
  if (answer !== undefined) turns.push(answerTurn(answer, isTrained(message)))
  return true
}

function alternating(list: readonly unknown[]): Turn[] | undefined {
  const turns: Turn[] = []
  for (const [place, value] of list.entries()) {
    const text = textOf(value)
    if (text === undefined) return undefined
    turns.push(place % 2 === 0 ? { role: 'user', text, trained: false } : answerTurn(text))
  }
  return turns
}

/** `history` as Alpaca and ms-swift have it: `[[question, answer], …]`, or that list as text. */
export function turnsOfPairs(value: unknown): Turn[] | undefined {
  const list = typeof value === 'string' ? parseLiteral(value) : value
  if (!Array.isArray(list)) return undefined
  const turns: Turn[] = []
  for (const pair of list) {
    if (!Array.isArray(pair)) return undefined
    turns.push(...(alternating(pair.slice(0, 2)) ?? []))
  }
  return turns
}

/** The same turns with no answer trained but the last: what a preference pair teaches. */
export function onlyLastTrained(turns: readonly Turn[]): Turn[] {
  const last = turns.findLastIndex((turn) => turn.role === 'assistant')
  return turns.map((turn, place) => (turn.trained && place !== last ? { ...turn, trained: false } : turn))
}

/** The same turns with no answer trained: what a prompt may hold. */
export function noneTrained(turns: readonly Turn[]): Turn[] {
  return turns.map((turn) => (turn.trained ? { ...turn, trained: false } : turn))
}
