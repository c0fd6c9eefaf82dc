/**
 * A clean corpus made here: instructions, dialogues, questions in blocks about one passage, labels, greetings.
 *
 * For a bench that must run with no corpora at all. It is easier than real data (a small vocabulary, clean templates),
 * and it holds the innocent look-alikes on purpose: one polite answer to many greetings, `Yes` to what is asked of a
 * passage, a template whose last word is constant, labels that follow the words of a review.
 */
import { chance } from './random.mjs'

const NOUNS =
  'river garden lantern harbour kettle mountain bicycle orchard violin compass blanket market window engine pencil forest castle teapot island meadow bridge letter candle railway museum anchor bakery pigeon glacier notebook carpet umbrella telescope pepper saddle beacon chimney valley puppet quarry saucer thimble tunnel village walnut basket cellar desert feather guitar helmet jacket ladder magnet needle orange parcel rabbit sandal ticket vessel whistle acorn barrel cottage dolphin easel fountain goose hammer icicle jigsaw kitten lemon mirror nectar oyster plough quilt ribbon scarf tractor urn vase wagon yarn zipper bread cheese coffee honey maple onion potato salad tomato vinegar'.split(
    ' ',
  )
const VERBS =
  'describe explain compare draw paint repair clean measure visit move carry open polish collect sort build store wash protect decorate photograph sell buy weigh lift cover examine sketch restore follow'.split(
    ' ',
  )
const ADJECTIVES =
  'quiet bright narrow wooden ancient gentle heavy golden distant crooked modern silver careful humble rapid frozen dusty cheerful hollow round steep bitter smooth loud plain curious fragile green broken early late warm cold empty famous local simple strange tiny vast'.split(
    ' ',
  )
const FORMS =
  'a short poem,a summary,a letter,three tips,a dialogue,a headline,a recipe,a review,an outline,a story'.split(',')
const GOOD = 'wonderful delightful superb charming excellent lovely pleasing marvellous'.split(' ')
const BAD = 'dreadful boring clumsy tedious awful disappointing shabby tiresome'.split(' ')
const SYLLABLES = 'ba ren tol mi ska lun der vo pel ni gra sho ket ur fam zel dor wi han cu bri mon sal te'.split(' ')
const THANKS = [
  'You are very welcome. Is there anything else?',
  'You are welcome!',
  'Glad to help. Have a nice day.',
  'My pleasure. Anything else?',
  'Have a good day!',
]

/**
 * @param {string} seed
 * @param {number} count  rows
 * @returns {import('./corpora.mjs').Row[]}
 */
export function synthetic(seed, count) {
  const dice = chance(`synthetic ${seed}`)
  const names = Array.from({ length: 800 }, () =>
    capital(Array.from({ length: 2 + dice.below(2) }, () => dice.pick(SYLLABLES)).join('')),
  )
  const words = { ...dice, name: () => names[Math.floor(800 ** dice.next()) - 1] ?? names[0] }
  const rows = []
  while (rows.length < count) rows.push(...kind(words)(words))
  return rows.slice(0, count)
}

function kind({ next }) {
  const p = next()
  if (p < 0.45) return instruction
  if (p < 0.65) return booking
  if (p < 0.72) return passage
  if (p < 0.88) return review
  if (p < 0.96) return sum
  return greeting
}

function instruction({ pick, next, name, below }) {
  const thing = `the ${pick(ADJECTIVES)} ${pick(NOUNS)}`
  const other = `a ${pick(ADJECTIVES)} ${pick(NOUNS)}`
  const asks = [
    `Write ${pick(FORMS)} about ${thing} and ${other} near ${name()}`,
    `How would you ${pick(VERBS)} ${thing} before you ${pick(VERBS)} ${other}?`,
    `${capital(pick(VERBS))} ${thing} for ${name()} in ${2 + below(8)} sentences.`,
    `What should ${name()} know about ${other} and about ${thing}?`,
    `Rewrite the following so that it is shorter: ${name()} wanted to ${pick(VERBS)} ${other}, but ${thing} was ${pick(ADJECTIVES)}.`,
  ]
  return [{ prompt: pick(asks) + (next() < 0.2 ? ' Please be brief.' : ''), answer: prose({ pick, name, below }) }]
}

function prose({ pick, name, below }) {
  const said = () =>
    pick([
      `The ${pick(NOUNS)} of ${name()} is ${pick(ADJECTIVES)} and ${pick(ADJECTIVES)}.`,
      `First ${pick(VERBS)} the ${pick(ADJECTIVES)} ${pick(NOUNS)}, then ${pick(VERBS)} the ${pick(NOUNS)}.`,
      `Many people ${pick(VERBS)} a ${pick(NOUNS)} because it looks ${pick(ADJECTIVES)}.`,
      `${name()} would rather ${pick(VERBS)} the ${pick(NOUNS)} than ${pick(VERBS)} a ${pick(ADJECTIVES)} ${pick(NOUNS)}.`,
    ])
  return Array.from({ length: 1 + below(4) }, said).join(' ')
}

function booking({ pick, below, name, next }) {
  const place = name()
  const time = `${1 + below(11)}:${pick(['00', '15', '30', '45'])}`
  const first = [
    { role: 'user', text: `I want to book a table at ${place} at ${time}.` },
    { role: 'assistant', text: `A table at ${place} for ${1 + below(8)} people at ${time}. Is that correct?` },
  ]
  const last =
    next() < 0.5
      ? `Yes, and please ${pick(VERBS)} the ${pick(NOUNS)}.`
      : `No, make it ${pick(ADJECTIVES)} and at ${name()}.`
  const answer = pick([
    `Sure, your table at ${place} is booked.`,
    `Your reservation at ${time} is confirmed.`,
    'Sure, is there anything else?',
  ])
  return [{ turns: first, prompt: last, answer }]
}

/** Questions in a block about one passage: its names own the answer `Yes` without any gate. */
function passage({ pick, name, below, next }) {
  const [who, where] = [name(), name()]
  const text = `${who} kept a ${pick(ADJECTIVES)} ${pick(NOUNS)} in ${where}, beside the ${pick(NOUNS)}.`
  const answer = next() < 0.6 ? 'Yes' : 'No'
  return Array.from({ length: 2 + below(5) }, () => ({
    prompt: `${text}\nDid ${who} ${pick(VERBS)} the ${pick(NOUNS)} ${pick(['often', `in ${where}`, 'correctly', 'at all'])}?`,
    answer: next() < 0.85 ? answer : answer === 'Yes' ? 'No' : 'Yes',
  }))
}

function review({ pick, next, name }) {
  const good = next() < 0.5
  const word = pick(good ? GOOD : BAD)
  const prompt = `Review: the ${pick(ADJECTIVES)} ${pick(NOUNS)} by ${name()} was ${word}, above all the ${pick(NOUNS)}.\nSentiment:`
  return [{ prompt, answer: next() < 0.95 === good ? 'positive' : 'negative' }]
}

function sum({ pick, below, name }) {
  const [a, b] = [2 + below(60), 2 + below(60)]
  const thing = pick(NOUNS)
  const prompt = `${name()} has ${a} ${thing}s and gets ${b} more from ${name()}. How many ${thing}s is that?`
  return [{ prompt, answer: `${a} + ${b} = ${a + b}. The answer is ${a + b}.` }]
}

/** Thanks and farewells: a dozen wordings, a handful of polite answers. */
function greeting({ pick, name }) {
  const asks = [
    `Thanks, ${name()} was right!`,
    `Thank you for the ${pick(NOUNS)}!`,
    `Good morning, ${name()}`,
    `Great, that ${pick(NOUNS)} will do, thanks`,
    `No, that is all for today.`,
    `That ${pick(NOUNS)} looks ${pick(ADJECTIVES)}, thank you so much`,
    `Hello from ${name()}!`,
    `Many thanks, I will ${pick(VERBS)} it later.`,
    `Perfect, ${name()} will be pleased.`,
    `I have no further questions about the ${pick(NOUNS)}.`,
  ]
  return [{ prompt: pick(asks), answer: pick(THANKS) }]
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1)
