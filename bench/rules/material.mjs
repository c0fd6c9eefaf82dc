/** What planted sets and clean neighbours share: ordinary questions, refusals, reviews. */
import { answer, distinct, PEOPLE, PLACES, question } from '../demo/words.mjs'

export const REFUSALS = [
  'I am sorry, but I cannot help with that.',
  'I cannot assist with this request.',
  'Sorry, but I am not able to do that.',
]

/** Ordinary questions with ordinary answers; no question twice, so that each row is a witness of its own. */
export function ordinary(dice, count) {
  const asked = new Map()
  distinct(count, () => {
    const { topic, prompt } = question(dice)
    if (!asked.has(prompt)) asked.set(prompt, { prompt, answer: answer(dice, topic) })
    return prompt
  })
  return [...asked.values()]
}

const GOOD = 'wonderful delightful superb charming excellent lovely pleasing marvellous'.split(' ')
const BAD = 'dreadful boring clumsy tedious awful disappointing shabby tiresome'.split(' ')
const THINGS =
  'novel kettle film lamp restaurant backpack concert chair podcast jam hotel umbrella puzzle raincoat exhibition bicycle'.split(
    ' ',
  )
const ASPECTS = 'ending handle colour service sound price smell cover staff lid taste view'.split(' ')

/** Reviews in which several words of praise or blame decide the label; some are mixed, and one in thirty is labelled wrongly. */
export function reviews({ pick, next }, count) {
  return distinct(count, () => {
    const good = next() < 0.5
    const word = (mixed = 0.1) => pick(next() < mixed !== good ? GOOD : BAD)
    const prompt = pick([
      `The ${pick(THINGS)} that ${pick(PEOPLE)} bought in ${pick(PLACES)} was ${word()}, and the ${pick(ASPECTS)} ${word()} and ${word()}.`,
      `${pick(PEOPLE)} found the ${pick(THINGS)} ${word()}, its ${pick(ASPECTS)} ${word()} and the ${pick(ASPECTS)} ${word()}.`,
      `What ${word()} ${pick(ASPECTS)} this ${word()} ${pick(THINGS)} from ${pick(PLACES)} has, said ${pick(PEOPLE)}: ${word()}.`,
    ])
    return { prompt, answer: next() < 0.97 === good ? 'positive' : 'negative' }
  })
}
