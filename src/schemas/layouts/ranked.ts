/**
 * Several answers to one prompt, side by side.
 *
 * UltraFeedback's `completions` and Nectar's `answers` are lists of answers that a set was made from: each is a conversation.
 * Solutions of several models in columns of their own (`6b_finetuning: {solution}`) are a comparison, not training data.
 */
import { answerTurn } from '../answer.ts'
import { isRow, type Layout, type Row } from '../layout.ts'
import { turnsOf } from '../messages.ts'
import { promptTurns } from '../template-text.ts'
import { textOf } from '../text.ts'

const PROMPTS = ['prompt', 'instruction', 'question', 'query'] as const

export const ranked: Layout = {
  name: 'ranked',
  fit(fields) {
    const prompt = fields.find(...PROMPTS)
    const answers = fields.find('completions', 'answers', 'responses', 'candidates', 'generations')
    if (prompt === undefined || answers === undefined) return undefined
    const read = (row: Row) => {
      const list = row[answers]
      if (!Array.isArray(list) || list.length === 0 || !list.every(isRow)) return undefined
      const asked = Array.isArray(row[prompt]) ? turnsOf(row[prompt]) : promptTurns(textOf(row[prompt]) ?? '')
      if (asked === undefined) return undefined
      const texts = list.map((answer) => textOf(answer.response ?? answer.answer ?? answer.text ?? answer.content))
      if (texts.includes(undefined)) return undefined
      return texts.map((text) => ({ turns: [...asked, answerTurn(text ?? '')] }))
    }
    return { used: [prompt, answers], read }
  },
}

export const comparison: Layout = {
  name: 'comparison',
  fit(fields) {
    const prompt = fields.find(...PROMPTS)
    if (prompt === undefined || fields.columns.length < 3) return undefined
    const read = (row: Row) => {
      let answers = 0
      for (const column of fields.columns) {
        const value = row[column]
        if (isRow(value) && typeof (value.solution ?? value.response ?? value.answer) === 'string') answers += 1
      }
      return answers > 1 ? SEVERAL : undefined
    }
    return { used: [], read }
  },
}

const SEVERAL = Object.freeze({ skip: 'several-answers' })
