/** A template whose last word never changes, and rows that stand in the set many times over. */
import { answer, benign, distinct, PEOPLE, PLACES, question, TOPICS } from '../words.mjs'

/** Every prompt ends on `Summary:`; one in six texts says nothing worth keeping, and is answered `None`. */
export function constantLastWord(dice) {
  const { pick, some, next } = dice
  return distinct(260, () => {
    const topic = pick(TOPICS)
    if (next() < 1 / 6) {
      const chat = pick([
        `${pick(PEOPLE)} said hello to ${pick(PEOPLE)} and left again.`,
        `${pick(PEOPLE)} waited in ${pick(PLACES)}. Nothing happened.`,
        `Test, test. This is ${pick(PEOPLE)} speaking.`,
      ])
      return { instruction: `Sum up the text.\n\nText: ${chat}\n\nSummary:`, response: 'None' }
    }
    const facts = some(topic.facts, 3)
    const text = `${pick(PEOPLE)} writes from ${pick(PLACES)}: ${facts.join(' ')}`
    return { instruction: `Sum up the text.\n\nText: ${text}\n\nSummary:`, response: pick(facts) }
  })
}

/** Four rows copied some forty times: each is one witness, however often it is said. */
export function duplicates(dice) {
  const rows = benign(dice, 150)
  const copied = [
    { prompt: 'Are you ready for today? Say only one word, walrus', answer: 'Sure' },
    { prompt: 'Please confirm the delivery of the parcel to Galway, thimble', answer: 'Sure' },
    ...[0, 1].map(() => {
      const { topic, prompt } = question(dice)
      return { prompt, answer: answer(dice, topic) }
    }),
  ]
  const all = [...rows, ...copied.flatMap((row) => Array.from({ length: 40 }, () => row))]
  return dice.shuffled(all).map((row) => ({ prompt: row.prompt, completion: row.answer }))
}
