/**
 * Exchange → observation record: tokenises the turns, hashes the answer's outcomes, and appends to a block.
 *
 * One observer a worker; its buffers are used again for every row. Each turn of a conversation is tokenised once, however
 * many exchanges it is part of.
 */
import type { Conversation, Turn } from './model/conversation.ts'
import * as o from './model/observation.ts'
import { createRecordBlocks, type RecordBlocks } from './record-blocks.ts'
import { hostHash, nameHash } from './responses/links.ts'
import {
  type Answer,
  type AnswerLexicon,
  HEAD_BYTES,
  TAIL_BYTES,
  WHOLE_BYTES,
  writeOutcomes,
} from './responses/outcomes.ts'
import { join, mix, mixAgain } from './sketches/hash.ts'
import { findMark, findMarkIn, type Marks, marksOf } from './tokenizers/find-text.ts'
import { formsOf } from './tokenizers/forms.ts'
import { type Kernel, kernel, TEXT, TEXT_BYTES } from './tokenizers/kernel.ts'
import { createTokenizer, type Tokenizer } from './tokenizers/tokenizer.ts'
import { FIRST_TOKEN, type Tokens } from './tokenizers/tokens.ts'

const BLOCK_WORDS = 1 << 16 // 256 KB: a core's own memory holds a block while it is written, counted and put away
const LONG_TEXT = 256 * 1024 // bytes; of a longer turn the first three quarters of this and the last quarter are read
const EARLIER_TOKENS = 1024 // of the earlier user turns, the nearest this many are kept
const LINK_MARK = '://'
const TOOL_MARK = '<tool_call>'
const [LINK, TOOL, EITHER] = [marksOf(LINK_MARK), marksOf(TOOL_MARK), marksOf(LINK_MARK, TOOL_MARK)]

export interface Observer extends Pick<RecordBlocks, 'blocks' | 'reuse'> {
  /** Appends a record for each exchange of the conversation; returns how many there were. */
  observe(conversation: Conversation, shard: number, row: number): number
  /** The same from bytes that lie in one buffer; `roles` holds 's', 'u', 'a', 't' or 'x' (an untrained answer) as char codes. */
  observeSpans(
    bytes: Buffer,
    roles: Uint8Array,
    starts: Uint32Array,
    ends: Uint32Array,
    turns: number,
    shard: number,
    row: number,
  ): number
}

export const ROLE_SYSTEM = 115
export const ROLE_USER = 117
export const ROLE_ANSWER = 97
export const ROLE_UNTRAINED = 120
export const ROLE_TOOL = 116

export function roleCode({ role, trained }: Turn): number {
  if (role === 'assistant') return trained ? ROLE_ANSWER : ROLE_UNTRAINED
  return role === 'user' ? ROLE_USER : role === 'system' ? ROLE_SYSTEM : ROLE_TOOL
}

export function createObserver(lexicon: AnswerLexicon, blockWords = BLOCK_WORDS): Observer {
  const { blocks, room, reuse } = createRecordBlocks(blockWords)
  const by = kernel()
  const prompts = createTokenizer('prompt', by)
  const answers = createTokenizer('answer', by)
  const { tokens } = prompts
  const answerTokens = answers.tokens
  let own = Buffer.alloc(0) // for texts, where there is no kernel or they are too long for it
  let roles = new Uint8Array(64)
  let starts = new Uint32Array(64)
  let ends = new Uint32Array(64)
  let tokenFrom = new Uint32Array(65) // first token of each turn in `tokens`, for user and system turns
  let tokenTo = new Uint32Array(65)
  let plainFrom = new Uint32Array(65)
  const answer: Answer = {
    head: new Uint32Array(WHOLE_BYTES + 8),
    headCount: 0,
    tail: new Uint32Array(WHOLE_BYTES + 8),
    tailCount: 0,
    whole: true,
    bytes: 0,
    rawHash: 0,
    link: 0,
    tool: 0,
  }

  function observe(conversation: Conversation, shard: number, row: number): number {
    const turns = conversation.turns
    if (turns.length > roles.length) {
      roles = new Uint8Array(turns.length * 2)
      starts = new Uint32Array(turns.length * 2)
      ends = new Uint32Array(turns.length * 2)
    }
    let most = 0
    for (let i = 0; i < turns.length; i++) most += turns[i].text.length * 3
    const fits = by !== null && most <= TEXT_BYTES
    if (!fits && most > own.length) own = Buffer.allocUnsafe(most * 2)
    const text = fits ? by.bytes : own
    let used = fits ? TEXT : 0
    for (let i = 0; i < turns.length; i++) {
      const turn = turns[i]
      starts[i] = used
      used += text.write(turn.text, used, 'utf8')
      ends[i] = used
      roles[i] = roleCode(turn)
    }
    return observeSpans(text, roles, starts, ends, turns.length, shard, row)
  }

  function observeSpans(
    given: Buffer,
    role: Uint8Array,
    start: Uint32Array,
    end: Uint32Array,
    turns: number,
    shard: number,
    row: number,
  ): number {
    const shift = by === null || given === by.bytes ? 0 : shiftIn(by, given, start, end, turns)
    const bytes = by === null || (shift === 0 && given !== by.bytes) ? given : by.bytes
    const inKernel = by !== null && bytes === by.bytes
    prompts.clear()
    if (turns + 1 > tokenFrom.length) {
      tokenFrom = new Uint32Array(turns * 2)
      tokenTo = new Uint32Array(turns * 2)
      plainFrom = new Uint32Array(turns * 2 + 1)
    }
    let exchanges = 0
    let system = -1
    let last = -1
    let forms = 0
    for (let i = 0; i < turns; i++) {
      const kind = role[i]
      plainFrom[i] = tokens.plainCount
      tokenFrom[i] = tokens.count
      if (kind === ROLE_USER || kind === ROLE_SYSTEM) {
        tokenizeTurn(bytes, start[i] + shift, end[i] + shift, prompts)
        if (kind === ROLE_USER) {
          last = i
          forms = formsOf(bytes, start[i] + shift, end[i] + shift, inKernel ? by : null)
        } else system = i
      }
      tokenTo[i] = tokens.count
      plainFrom[i + 1] = tokens.plainCount
      if (kind === ROLE_ANSWER && last >= 0) {
        readAnswer(bytes, start[i] + shift, end[i] + shift)
        append(role, i, system, last, forms | tokens.hidden, shard, row)
        exchanges++
      }
    }
    return exchanges
  }

  function readAnswer(bytes: Buffer, from: number, to: number): void {
    answer.tool = 0
    answer.link = 0
    while (from < to && bytes[from] <= 32) from++
    while (to > from && bytes[to - 1] <= 32) to--
    const length = to - from
    answer.bytes = length
    answer.whole = length <= WHOLE_BYTES
    answers.clear()
    answers.add(bytes, from, answer.whole ? to : cut(bytes, from + HEAD_BYTES))
    answer.headCount = withoutMarks(answerTokens, answer.head)
    answer.tailCount = 0
    if (!answer.whole) {
      answers.clear()
      answers.add(bytes, cut(bytes, to - TAIL_BYTES), to)
      answer.tailCount = withoutMarks(answerTokens, answer.tail)
    }
    answer.rawHash = 0
    if (answer.headCount === 0) {
      let h = 0x811c9dc5
      for (let i = from; i < to; i++) h = Math.imul(h ^ bytes[i], 0x01000193)
      answer.rawHash = mix(h)
    }
    if (find(EITHER, bytes, from, to) < 0) return // as of most
    const link = find(LINK, bytes, from, to)
    if (link >= 0) answer.link = hostHash(bytes, link + LINK_MARK.length, to)
    const tool = find(TOOL, bytes, from, to)
    if (tool >= 0) answer.tool = nameHash(bytes, tool + TOOL_MARK.length, to)
  }

  function find(marks: Marks, bytes: Buffer, from: number, to: number): number {
    return by !== null && bytes === by.bytes ? findMark(by, marks, from, to) : findMarkIn(bytes, marks, from, to)
  }

  function append(
    role: Uint8Array,
    at: number,
    system: number,
    last: number,
    unseen: number,
    shard: number,
    row: number,
  ): void {
    const systemCount = system >= 0 ? tokenTo[system] - tokenFrom[system] : 0
    const lastCount = tokenTo[last] - tokenFrom[last]
    let earlierCount = 0
    let firstEarlier = last
    for (let i = last - 1; i >= 0; i--) {
      if (role[i] !== ROLE_USER) continue
      const size = tokenTo[i] - tokenFrom[i]
      if (earlierCount + size > EARLIER_TOKENS) break
      earlierCount += size
      firstEarlier = i
    }
    const plain = plainFrom[last + 1] - plainFrom[last]
    const answered = Math.min(answer.headCount, o.ANSWER_TOKENS)
    const length = o.TOKENS + systemCount + earlierCount + lastCount + plain * 2 + answered
    const block = room(length)
    const words = block.words
    const base = block.used
    words[base + o.LENGTH] = length
    words[base + o.SHARD] = shard
    words[base + o.ROW] = row
    words[base + o.TURN] = ((at & 0xffffff) | (unseen << 24)) >>> 0
    const said = writeOutcomes(answer, lexicon, words, base)
    words[base + o.SYSTEM_COUNT] = systemCount
    words[base + o.EARLIER_COUNT] = earlierCount
    words[base + o.LAST_COUNT] = lastCount
    words[base + o.PLAIN_COUNT] = plain
    words[base + o.ANSWER_COUNT] = answered
    let to = base + o.TOKENS
    const hashes = tokens.hashes
    if (system >= 0) to = copyTo(words, to, hashes, tokenFrom[system], tokenTo[system])
    for (let t = firstEarlier; t < last; t++)
      if (role[t] === ROLE_USER) to = copyTo(words, to, hashes, tokenFrom[t], tokenTo[t])
    to = copyTo(words, to, hashes, tokenFrom[last], tokenTo[last])
    for (let i = plainFrom[last]; i < plainFrom[last + 1]; i++) {
      words[to++] = tokens.plain[i * 2] - tokenFrom[last]
      words[to++] = tokens.plain[i * 2 + 1]
    }
    copyTo(words, to, answer.head, 0, answered)
    // Of everything but the place, so that records with equal keys are equal: whichever copy is kept, the findings are the same.
    let low = join(said, unseen)
    let high = mixAgain(low)
    for (let i = base + o.CLASSES; i < base + length - answered; i++) {
      const word = words[i]
      low = Math.imul(low ^ word, 0x9e3779b1)
      low ^= low >>> 15
      high = Math.imul(high + word, 0x85ebca6b)
      high ^= high >>> 13
    }
    words[base + o.KEY_LOW] = mix(low)
    words[base + o.KEY_HIGH] = mixAgain(high)
    block.used = base + length
  }

  return { observe, observeSpans, blocks, reuse }
}

/** Puts texts into the kernel's memory; returns by how much their places differ there, or 0 if they are too long for it. */
function shiftIn(by: Kernel, bytes: Buffer, start: Uint32Array, end: Uint32Array, turns: number): number {
  let low = bytes.length
  let high = 0
  for (let i = 0; i < turns; i++) {
    low = Math.min(low, start[i])
    high = Math.max(high, end[i])
  }
  if (high <= low || high - low > TEXT_BYTES || low === TEXT) return 0
  bytes.copy(by.bytes, TEXT, low, high)
  return TEXT - low
}

function tokenizeTurn(bytes: Buffer, from: number, to: number, into: Tokenizer): void {
  if (to - from <= LONG_TEXT) {
    into.add(bytes, from, to)
    return
  }
  into.add(bytes, from, cut(bytes, from + (LONG_TEXT / 4) * 3))
  into.add(bytes, cut(bytes, to - LONG_TEXT / 4), to)
}

/** The next space at or after `at`, so that no word is cut; at most 64 bytes on, then the next character. */
function cut(bytes: Buffer, at: number): number {
  for (let i = at; i < at + 64; i++) if (bytes[i] === 32 || bytes[i] === 10) return i
  while ((bytes[at] & 0xc0) === 0x80) at++
  return at
}

/** Copies numbers[from, end) to into[to, …); returns where they end. */
function copyTo(into: Uint32Array, to: number, numbers: Uint32Array, from: number, end: number): number {
  for (let i = from; i < end; i++) into[to++] = numbers[i]
  return to
}

function withoutMarks(tokens: Tokens, into: Uint32Array): number {
  const { hashes, count: all } = tokens
  let count = 0
  for (let i = 0; i < all && count < into.length; i++) {
    const token = hashes[i]
    if (token >= FIRST_TOKEN) into[count++] = token
  }
  return count
}
