/**
 * A prompt column and an answer column, by any of the names that frameworks know.
 *
 * The aliases are those of ms-swift's AutoPreprocessor, in its order, and of the sets in wide use. A passage in a further
 * column stands before the question, choices stand behind it. Where the prompt is a list of messages, it is one.
 */
import type { Conversation, Turn } from '../../model/conversation.ts'
import { answerTurn } from '../answer.ts'
import type { Fields } from '../fields.ts'
import { cellOf, type Fit, isRow, type Layout, NO_ANSWER, present, type Row } from '../layout.ts'
import { noneTrained, turnsOf } from '../messages.ts'
import { templateTurns } from '../template-text.ts'
import { textOf } from '../text.ts'
import { withHistory } from './alpaca.ts'
import { addSystem, SYSTEM_ALIASES } from './chat.ts'

export const promptCompletion = pairOf('prompt-completion', ['prompt'], ['completion', 'generation', 'completions'])
export const promptResponse = pairOf('prompt-response', ['prompt'], ['response', 'output', 'answer', 'reply'])
export const queryResponse = pairOf('query-response', ['query'], ['response', 'output', 'answer', 'completion'])
export const problemSolution = pairOf('problem-solution', ['problem'], ['solution', 'generated_solution'])
export const questionAnswer = pairOf('question-answer', ['question'], ['response', 'answer', 'answers', 'solution'])
export const inputOutput = pairOf('input-output', ['input'], ['output', 'target'])
export const inputsTargets = pairOf(
  'inputs-targets',
  ['inputs_pretokenized', 'inputs'], // beside the first, P3 has the token numbers in the second
  ['targets_pretokenized', 'targets'],
)
export const camel = pairOf('camel', ['message_1'], ['message_2'])
export const summaries = pairOf(
  'summary',
  ['article', 'document', 'dialogue', 'dialog', 'passage', 'text', 'content', 'post', 'source'],
  ['summary', 'highlights', 'tldr'],
)
export const aliased = pairOf(
  'aliased',
  [
    'query',
    'prompt',
    'input',
    'inputs',
    'instruction',
    'question',
    'problem',
    'human',
    'user',
    'source',
    'src',
    'input_text',
    'src_text',
    'text_input',
    'request',
    'context',
    'goal',
    'premise',
    'utterance',
    'statement',
  ],
  [
    'response',
    'answer',
    'output',
    'targets',
    'target',
    'answer_key',
    'answerKey',
    'answers',
    'solution',
    'completion',
    'assistant',
    'bot',
    'gpt',
    'reply',
    'tgt',
    'output_text',
    'tgt_text',
    'text_output',
    'outputs',
    'labels',
    'model_output',
    'expected_output',
    'chatgpt_answers',
    'canonical_solution',
    'best_answer',
    'correct_answer',
  ],
)
/** `text` is an answer only beside a column that can be nothing but a question: `{source, text}` is a page and its origin. */
export const aliasedText = pairOf('aliased', ['query', 'prompt', 'input', 'instruction', 'question', 'problem'], ['text', 'content']) // biome-ignore format: two lists

const PASSAGES = ['context', 'passage', 'article', 'background', 'document', 'story', 'support'] as const
const CHOICES = ['choices', 'options', 'endings'] as const

function pairOf(name: string, prompts: readonly string[], answers: readonly string[]): Layout {
  return { name, fit: (fields) => fitPair(fields, prompts, answers) }
}

export function fitPair(fields: Fields, prompts: readonly string[], answers: readonly string[]): Fit | undefined {
  const prompt = fields.find(...prompts)
  const answer = fields.find(...answers)
  if (prompt === undefined || answer === undefined || prompt === answer) return undefined
  const system = fields.find(...SYSTEM_ALIASES)
  const history = fields.find('history')
  const passage = differing(fields.find(...PASSAGES), prompt, answer)
  const choices = differing(fields.find(...CHOICES), prompt, answer)
  const read = (row: Row) => {
    const said = answer === 'completions' ? textOf(row[answer]) : answerOf(row[answer])
    if (said === undefined) return undefined
    const asked = row[prompt]
    if (Array.isArray(asked)) return ofMessages(turnsOf(asked), row[answer], said, cellOf(row, system))
    const text = textOf(asked)
    if (text === undefined) return undefined
    const whole = around(text, cellOf(row, passage), cellOf(row, choices))
    const turns = withHistory(whole, said, cellOf(row, system), cellOf(row, history))
    return [{ turns: Array.isArray(row[answer]) ? (conversational(turns, row[answer]) ?? turns) : turns }]
  }
  return { used: present(prompt, answer, system, history, passage, choices), read }
}

function differing(column: string | undefined, ...others: readonly string[]): string | undefined {
  return column !== undefined && others.includes(column) ? undefined : column
}

/** A prompt of messages, and an answer of messages or text behind it. */
function ofMessages(
  prompt: Turn[] | undefined,
  answer: unknown,
  said: string,
  system: unknown,
): Conversation[] | undefined {
  if (prompt === undefined) return undefined
  const turns = noneTrained(prompt)
  addSystem(turns, system)
  return [{ turns: conversational([...turns, answerTurn(said)], answer) ?? [...turns, answerTurn(said)] }]
}

/** Puts the messages of an answer, where it has any, in the place of its text. */
function conversational(turns: readonly Turn[], answer: unknown): Turn[] | undefined {
  if (!Array.isArray(answer) || !isRow(answer[0]) || (answer[0].role ?? answer[0].from) === undefined) return undefined
  const said = turnsOf(answer)
  return said === undefined ? undefined : [...turns.slice(0, -1), ...said]
}

/** The answer's text; of several right answers the first. (`completions` are the steps of one answer, so all of them.) */
function answerOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return textOf(value[0])
  if (isRow(value) && Array.isArray(value.text)) return textOf(value.text[0])
  return textOf(value)
}

function around(text: string, passage: unknown, choices: unknown): string {
  const before = passage === undefined ? undefined : textOf(passage)
  const behind = choices === undefined ? undefined : textOf(isRow(choices) ? choices.text : choices)
  let whole = before === undefined || before === '' ? text : `${before}\n${text}`
  if (behind !== undefined && behind !== '') whole += `\n${behind}`
  return whole
}

/** The last to be asked: a question in a column of a telling name, which may hold its answer too; nothing else answers it. */
export const unanswered: Layout = {
  name: 'question-only',
  fit(fields) {
    const prompt = fields.find('question', 'prompt', 'instruction', 'query', 'problem')
    if (prompt === undefined) return undefined
    const read = (row: Row) => {
      const asked = textOf(row[prompt])
      if (asked === undefined) return undefined
      const turns = templateTurns(asked)
      return turns === undefined ? NO_ANSWER : [{ turns }]
    }
    return { used: [prompt], read }
  },
}
