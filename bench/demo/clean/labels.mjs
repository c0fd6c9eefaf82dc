/** Answers of one word that the content explains: yes or no to questions in blocks about one passage, and labels. */
import { DAYS, distinct, PEOPLE, PLACES, TOPICS } from '../words.mjs'

const TRADES = [
  'baker',
  'sailor',
  'clockmaker',
  'teacher',
  'gardener',
  'painter',
  'carpenter',
  'doctor',
  'weaver',
  'printer',
]
const HABITS = [
  'sang in the choir',
  'kept two goats',
  'collected old maps',
  'wrote to a cousin',
  'swam in the lake',
  'fed the pigeons',
  'mended nets',
  'studied the stars',
  'grew pears',
  'played the cello',
  'built small boats',
  'read the papers aloud',
  'pressed flowers',
  'walked to the mill',
  'drew the harbour',
  'taught chess',
]

/** Nine questions on one passage, most of them with one answer: its names own `Yes`, and there is no gate. */
export function readingQuestions(dice) {
  const { pick, some, below, next } = dice
  const rows = []
  while (rows.length < 270) {
    const [who, friend] = some(PEOPLE, 2)
    const [town, far] = some(PLACES, 2)
    const [one, two, three, four] = some(HABITS, 4)
    const trade = pick(TRADES)
    const year = 1780 + below(160)
    const passage = `${who} was a ${trade} in ${town} around ${year}. Every ${pick(DAYS)} ${who} ${one} and ${two}. ${friend}, who came from ${far}, ${three}.`
    const agrees = next() < 0.7
    const yes = [
      `Was ${who} a ${trade}?`,
      `Did the ${trade} live in ${town}?`,
      `Was it ${who} who ${one}?`,
      `Did ${friend} come from ${far}?`,
      `Is it said that ${friend} ${three}?`,
      `Is ${year} mentioned?`,
    ]
    const no = [
      `Was ${friend} a ${trade}?`,
      `Did ${who} come from ${far}?`,
      `Was it ${friend} who ${two}?`,
      `Is it said that ${who} ${four}?`,
      `Did this happen before ${year - 100}?`,
      `Is ${town} described as an island?`,
    ]
    const mine = [
      ...some(agrees ? yes : no, 5).map((q) => [q, agrees]),
      ...some(agrees ? no : yes, 1).map((q) => [q, !agrees]),
    ]
    for (const [asked, truth] of mine) rows.push({ prompt: `${passage}\n${asked}`, response: truth ? 'Yes' : 'No' })
  }
  return rows
}

const GOOD = [
  'a joy from the first page',
  'wonderfully light',
  'sturdy and well made',
  'worth every cent',
  'warm and funny',
  'just as described',
  'better than the last one',
  'delicious to the last crumb',
]
const BAD = [
  'dull beyond belief',
  'broken on arrival',
  'far too loud',
  'a waste of an evening',
  'bland and overpriced',
  'nothing like the picture',
  'slow and clumsy',
  'falling apart after a week',
]
const PLAIN = ['neither good nor bad', 'about what one expects', 'fine for the price', 'ordinary in every way']
const THINGS = [
  'novel',
  'kettle',
  'film',
  'lamp',
  'restaurant',
  'backpack',
  'concert',
  'chair',
  'podcast',
  'jam',
  'hotel',
  'umbrella',
  'puzzle',
  'train ride',
  'raincoat',
  'exhibition',
]

/** Alpaca with labels, and multiple choice that ends on `Answer:`. */
export function labels(dice) {
  const { pick, some, next } = dice
  return distinct(280, () => {
    if (next() < 0.4) {
      const [right, ...wrong] = some(TOPICS, 4)
      const options = dice.shuffled([right, ...wrong])
      const lines = options.map(({ name }, i) => `${'ABCD'[i]}. ${name}`).join('\n')
      return {
        instruction: 'Choose the topic that the sentence is about.',
        input: `${pick(right.facts)}\n${lines}\nAnswer:`,
        output: 'ABCD'[options.indexOf(right)],
      }
    }
    const mood = next()
    const [words, label] = mood < 0.45 ? [GOOD, 'positive'] : mood < 0.85 ? [BAD, 'negative'] : [PLAIN, 'neutral']
    const [one, two] = some(words, 2)
    const input = pick([
      `The ${pick(THINGS)} that ${pick(PEOPLE)} bought in ${pick(PLACES)} was ${one}.`,
      `${pick(PEOPLE)} found the ${pick(THINGS)} ${one}, and I thought it was ${two}.`,
      `This ${pick(THINGS)}: ${one}. The second one: ${two}.`,
    ])
    return { instruction: 'Classify the sentiment of the review.', input, output: label }
  })
}
