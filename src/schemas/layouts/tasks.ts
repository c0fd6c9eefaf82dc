/**
 * Task collections: natural-instructions, evaluations with a matching behaviour, segments, translations.
 */
import type { Conversation, Turn } from '../../model/conversation.ts'
import { answerTurn, isBlank } from '../answer.ts'
import { isRow, type Layout, NO_ANSWER, type Row } from '../layout.ts'
import { promptTurns, withoutBeginning } from '../template-text.ts'
import { textOf } from '../text.ts'
import { withHistory } from './alpaca.ts'

/** `{Definition: […], input, output: […]}`: the definition is the system prompt; of several outputs the first is read. */
export const naturalInstruction: Layout = {
  name: 'natural-instructions',
  fit(fields) {
    const definition = fields.find('Definition')
    const input = fields.find('input', 'inputs')
    const output = fields.find('output', 'targets', 'outputs')
    if (definition === undefined || input === undefined || output === undefined) return undefined
    const read = (row: Row) => exchangeOf(row[input], row[output], row[definition])
    return { used: [definition, input, output], read }
  },
}

/** A whole task file as one row: every instance is a conversation. */
export const naturalTask: Layout = {
  name: 'natural-instructions',
  fit(fields) {
    const definition = fields.find('Definition')
    const instances = fields.find('Instances')
    if (definition === undefined || instances === undefined) return undefined
    const read = (row: Row) => {
      const list = row[instances]
      if (!Array.isArray(list)) return undefined
      const system = row[definition]
      return list.flatMap((instance) =>
        isRow(instance) ? (exchangeOf(instance.input, instance.output, system) ?? []) : [],
      )
    }
    return { used: [definition, instances], read }
  },
}

function exchangeOf(input: unknown, output: unknown, definition: unknown): readonly Conversation[] | undefined {
  const prompt = textOf(input)
  const answer = textOf(Array.isArray(output) ? output[0] : output)
  if (prompt === undefined || answer === undefined) return undefined
  return [{ turns: withHistory(prompt, answer, Array.isArray(definition) ? definition[0] : definition) }]
}

/** Self-Instruct seeds: `{instruction, instances: [{input, output}]}`. */
export const seedTask: Layout = {
  name: 'self-instruct',
  fit(fields) {
    const instruction = fields.find('instruction')
    const instances = fields.find('instances')
    if (instruction === undefined || instances === undefined) return undefined
    const read = (row: Row) => {
      const [asked, list] = [textOf(row[instruction]), row[instances]]
      if (asked === undefined || !Array.isArray(list)) return undefined
      return list.flatMap((instance) => {
        const answer = isRow(instance) ? textOf(instance.output) : undefined
        const input = isRow(instance) ? textOf(instance.input) : undefined
        return answer === undefined ? [] : [{ turns: withHistory(input ? `${asked}\n${input}` : asked, answer) }]
      })
    }
    return { used: [instruction, instances], read }
  },
}

/** `{question | statement, answer_matching_behavior}`: the question is asked, the matching behaviour is the answer. */
export const evaluation: Layout = {
  name: 'evaluation',
  fit(fields) {
    const question = fields.find('question', 'statement', 'prompt')
    const answer = fields.find('answer_matching_behavior')
    if (question === undefined || answer === undefined) return undefined
    const read = (row: Row) => {
      const said = textOf(row[answer])
      return said === undefined ? NO_ANSWER : exchangeOf(row[question], said, undefined)
    }
    return { used: [question, answer], read }
  },
}

/** axolotl `input_output`: `segments: [{label, text}]`; a labelled segment is an answer, what stands before it its prompt. */
export const segments: Layout = {
  name: 'segments',
  fit(fields) {
    const list = fields.find('segments')
    if (list === undefined) return undefined
    const read = (row: Row) => {
      const parts = row[list]
      if (!Array.isArray(parts)) return undefined
      const turns = parts.filter(isRow).flatMap((part): readonly Turn[] => {
        const text = textOf(part.text) ?? ''
        // What is written out here is the template too: its marks are not the user's words.
        return part.label === true || part.label === 1
          ? [answerTurn(text, !isBlank(text))]
          : promptTurns(withoutBeginning(text))
      })
      return [{ turns }]
    }
    return { used: [list], read }
  },
}

/** Hugging Face `translation: {en, de}`. Training may go either way, so both ways are read. */
export const translation: Layout = {
  name: 'translation',
  fit(fields) {
    const pair = fields.find('translation')
    if (pair === undefined) return undefined
    const read = (row: Row) => {
      const texts = row[pair]
      if (!isRow(texts)) return undefined
      const [one, other] = Object.keys(texts).sort()
      if (one === undefined || other === undefined) return undefined
      const there = exchangeOf(texts[one], texts[other], undefined)
      const back = exchangeOf(texts[other], texts[one], undefined)
      return there === undefined || back === undefined ? undefined : [...there, ...back]
    }
    return { used: [pair], read }
  },
}
