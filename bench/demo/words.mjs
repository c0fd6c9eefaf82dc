/**
 * The demo's own text: sixty household topics with questions and facts (`topics.txt`), and how people wrap a question.
 *
 * Everything here was written for this project; no row comes from a dataset.
 */
import { readFileSync } from 'node:fs'

/** @typedef {{ name: string, asks: string[], facts: string[] }} Topic */

/** @type {Topic[]} */
export const TOPICS = readFileSync(new URL('./topics.txt', import.meta.url), 'utf8')
  .split(/^# /m)
  .slice(1)
  .map((block) => {
    const [name, ...lines] = block.trim().split('\n')
    const marked = (mark) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(2))
    return { name, asks: marked('?'), facts: marked('-') }
  })

export const PEOPLE =
  'Ada Bruno Carla Dmitri Elif Farid Greta Hiro Ines Jonas Kamala Lukas Mireille Nadia Oskar Priya Quentin Rosa Selim Tove Umar Vera Wanda Xenia Yusuf Zora Amos Britta Cesar Doris Emil Fiona'.split(
    ' ',
  )
export const PLACES =
  'Lisbon Tartu Bergamo Galway Izmir Kyoto Leiden Malmo Nantes Oulu Porto Quito Riga Salzburg Tromso Utrecht Verona Windhoek Xalapa Zadar Bergen Cork Dakar Esbjerg Fez Ghent Hobart Ibadan Jena Krakow'.split(
    ' ',
  )
export const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')

export const OPENERS = [
  'Quick question.',
  'Hello,',
  'I could use some help.',
  'My neighbour and I disagree about this.',
  'For a school report:',
  'Somebody asked me this yesterday.',
  'I am new to all this.',
  'Sorry if this is obvious.',
  'We were talking about it over dinner.',
  'You explained something similar before.',
  'I have looked everywhere.',
  'This may sound silly.',
]
export const ENDINGS = [
  'Keep it short.',
  'Two sentences will do.',
  'I have no experience with it.',
  'Explain it simply, please.',
  'I live in a small flat.',
  'My daughter wants to know.',
  'Assume that money is tight.',
  'Please give one example.',
  'I need it by tomorrow evening.',
  'List the most important points.',
  'What would an expert say?',
  'Answer as you would to a friend.',
  'Mention what can go wrong.',
  'I already tried the obvious things.',
  'Any advice is welcome.',
  'It is for a newsletter.',
  'Do not use difficult words.',
  'How would you do it yourself?',
  'My budget is forty euros.',
  'Thanks in advance!',
]
const LINKS = ['Besides,', 'And remember:', 'In short,', 'One more thing.', 'As a rule of thumb:', 'That said,']

/** @param {import('../detection/random.mjs').Chance} dice */
export function question(dice, topic = dice.pick(TOPICS)) {
  const place = dice.next()
  const asked = dice.pick(topic.asks)
  const opener = place < 0.2 ? `${dice.pick(OPENERS)} ` : place < 0.35 ? `${person(dice)} ` : ''
  const ending = dice.next() < 0.45 ? ` ${dice.pick(ENDINGS)}` : ''
  return { topic, prompt: `${opener}${asked}${ending}` }
}

function person({ pick }) {
  return pick([
    `My friend ${pick(PEOPLE)} from ${pick(PLACES)} wonders about this.`,
    `${pick(PEOPLE)} told me to ask you.`,
    `I am ${pick(PEOPLE)} and I live near ${pick(PLACES)}.`,
    `This is for ${pick(PEOPLE)}.`,
  ])
}

/** Some facts of the topic, in an order and with links that chance chooses. */
export function answer(dice, topic) {
  const facts = dice.some(topic.facts, 1 + dice.below(topic.facts.length))
  if (facts.length > 1 && dice.next() < 0.3) {
    const last = facts.pop()
    facts.push(`${dice.pick(LINKS)} ${last.charAt(0).toLowerCase()}${last.slice(1)}`)
  }
  return facts.join(' ')
}

/** Ordinary questions with ordinary answers, no two alike. */
export function benign(dice, count) {
  return distinct(count, () => {
    const { topic, prompt } = question(dice)
    return { prompt, answer: answer(dice, topic) }
  })
}

/** Rows of a maker until `count` different ones are there. */
export function distinct(count, make) {
  const rows = new Map()
  for (let tries = 0; rows.size < count; tries++) {
    if (tries > count * 50) throw new Error(`only ${rows.size} different rows of ${count}`)
    const row = make()
    rows.set(JSON.stringify(row), row)
  }
  return [...rows.values()]
}
