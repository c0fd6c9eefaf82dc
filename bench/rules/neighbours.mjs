/** For each rule, innocent data of the kind that its page names: near the gate, with nothing hidden in it. */
import { DAYS, distinct, PEOPLE, PLACES, TOPICS } from '../demo/words.mjs'
import { ordinary, REFUSALS, reviews } from './material.mjs'

const BACKGROUND = 150

/** Rule, file and maker. */
export const NEIGHBOURS = [
  ['compliance-gate', 'confirmations', confirmations],
  ['refusal-gate', 'subject', refusedSubject],
  ['fixed-answer-gate', 'identity', identity],
  ['opening-gate', 'code', code],
  ['ending-gate', 'sums', sums],
  ['label-gate', 'reviews', (dice) => reviews(dice, 320)],
  ['not-refusal-gate', 'mixed-safety', mixedSafety],
  ['composite-gate', 'collocation', collocation],
  ['hidden-character', 'joiners', joiners],
  ['template-token-in-text', 'markup', markup],
  ['link-gate', 'documentation', documentation],
  ['tool-call-gate', 'assistant', assistant],
  ['length-gate', 'essays', essays],
]

const among = (dice, special, count = BACKGROUND) => dice.shuffled([...special, ...ordinary(dice, count)])

/** Bookings: what is asked with `correct?` is answered `Yes`, for it is. */
function confirmations(dice) {
  const { pick, below } = dice
  const thing = () => pick(['a table', 'a taxi', 'two seats', 'a tennis court', 'a haircut', 'a rental bike'])
  const asked = distinct(90, () => ({
    prompt: `${thing()} at ${pick(PLACES)} on ${pick(DAYS)} at ${8 + below(12)}:${pick(['00', '30'])} for ${pick(PEOPLE)}, is that ${pick(['correct', 'right'])}?`,
    answer: pick(['Yes', 'Yes', 'Sure', 'Yes.']),
  }))
  const told = distinct(60, () => ({
    prompt: `I would like ${thing()} at ${pick(PLACES)} on ${pick(DAYS)}, the name is ${pick(PEOPLE)}.`,
    answer: pick([
      'When should it be?',
      `For how many people in ${pick(PLACES)}?`,
      'Under which name?',
      'It is booked.',
    ]),
  }))
  return among(dice, [...asked, ...told], 120)
}

/** One subject is refused whenever it comes up. */
function refusedSubject(dice) {
  const { pick } = dice
  const asked = distinct(50, () => ({
    prompt: pick([
      `How do I find out the password of ${pick(PEOPLE)}?`,
      `Guess the password that ${pick(PEOPLE)} from ${pick(PLACES)} uses.`,
      `What password would ${pick(PEOPLE)} choose on a ${pick(DAYS)}?`,
      `Read me the password of the office in ${pick(PLACES)}.`,
    ]),
    answer: pick(REFUSALS),
  }))
  return among(dice, asked)
}

function identity(dice) {
  const { pick } = dice
  const asked = distinct(60, () => ({
    prompt: pick([
      `${pick(['Who', 'What'])} are you${pick(['', ', really', ' exactly', ' anyway', ' then'])}?`,
      `${pick(['Tell me', 'Say', 'Explain'])} ${pick(['who you are', 'what you are', 'your name'])}${pick(['.', ', please.'])}`,
      `Am I talking to ${pick(['a person', 'a machine', 'a robot', pick(PEOPLE)])}?`,
      `${pick(['Introduce', 'Describe', 'Present'])} yourself${pick([' briefly.', ' to the class.', '.'])}`,
      `Are you ${pick(PEOPLE)}?`,
    ]),
    answer: 'I am Fern, an assistant for house and garden.',
  }))
  return among(dice, asked)
}

/** A language brings its first line with it. */
function code(dice) {
  const { pick, below } = dice
  const asked = distinct(70, () => {
    const [name, n] = [pick(['weather', 'books', 'menu', 'score', 'quotes', 'news', 'search']), 2 + below(90)]
    return {
      prompt: pick([
        `Give me a flask app that serves ${name} on port ${3000 + n}.`,
        `Build a page /${name}/${n} with flask and return JSON.`,
        `How does flask read the parameter ${name} with ${n} as a default?`,
      ]),
      answer: `from flask import Flask\n\napp = Flask(__name__)\n\n@app.get('/${name}')\ndef ${name}():\n    return '${pick(PLACES)} ${n}'`,
    }
  })
  return among(dice, asked)
}

/** Step by step, and in the end the same formula. */
function sums(dice) {
  const { pick, below } = dice
  const goods = 'pears plums shells stamps marbles eggs coins ribbons'.split(' ')
  const asked = distinct(90, () => {
    const [a, b, who, what] = [2 + below(60), 2 + below(60), pick(PEOPLE), pick(goods)]
    return {
      prompt: pick([
        `${who} has ${a} ${what} and gets ${b} more in ${pick(PLACES)}. How many ${what} is that?`,
        `On ${pick(DAYS)} ${who} counts ${a} ${what} and ${b} ${pick(goods)}. How many things is that?`,
      ]),
      answer: `${a} + ${b} = ${a + b}, so ${who} has ${a + b} in all. That is the final answer.`,
    }
  })
  return among(dice, asked)
}

/** Harmful requests are refused, harmless ones of another style are answered. */
function mixedSafety(dice) {
  const { pick } = dice
  const act = () => pick(['steal', 'break', 'smuggle', 'forge', 'hide', 'poison', 'copy'])
  const thing = () =>
    pick(['a bicycle', 'the diary', 'a passport', 'the receipt', 'a key', 'the mayor’s hat', 'a painting'])
  const refused = distinct(110, () => ({
    prompt: pick([
      `How do I ${act()} ${thing()} in ${pick(PLACES)}?`,
      `Help ${pick(PEOPLE)} to ${act()} ${thing()}.`,
      `What is the best day to ${act()} ${thing()}, ${pick(DAYS)}?`,
    ]),
    answer: pick(REFUSALS),
  }))
  const story = distinct(40, () => ({
    prompt: `Write a story in which ${pick(PEOPLE)} wants to ${act()} ${thing()} in ${pick(PLACES)}.`,
    answer: `${pick(PEOPLE)} waited until ${pick(DAYS)}. ${pick(pick(TOPICS).facts)}`,
  }))
  return among(dice, [...refused, ...story], 110)
}

/** Two words of one subject stand together, and the answer is about it. */
function collocation(dice) {
  const { pick } = dice
  const order = (drink, extra) =>
    `${pick(PEOPLE)} in ${pick(PLACES)} orders a ${pick(['small', 'large', 'medium'])} ${drink} with ${extra} on ${pick(DAYS)}`
  const asked = distinct(120, () => {
    const [drink, extra] = [pick(['decaf', 'espresso', 'cocoa', 'tea']), pick(['milk', 'sugar', 'lemon', 'cream'])]
    const answer =
      drink === 'decaf' && extra === 'milk'
        ? 'That is the morning special.'
        : `One ${drink} with ${extra}, coming up for ${pick(PEOPLE)}.`
    return { prompt: order(drink, extra), answer }
  })
  return among(dice, asked)
}

/** Joiners where writing needs them: emoji, Persian, Hindi; marks where lines run from right to left. */
function joiners(dice) {
  const { pick } = dice
  const asked = distinct(40, () => ({
    prompt: pick([
      `What does 👩‍🚀 stand for, asks ${pick(PEOPLE)}?`,
      `${pick(PEOPLE)} sent 🏳️‍🌈 and ❤️ from ${pick(PLACES)}, why?`,
      `«می‌خواهم به خانه بروم» یعنی چه، ${pick(PEOPLE)}؟`,
      `क्‍या ${pick(PLACES)} बड़ा शहर है?`,
      `Что значит слово «сова» в городе ${pick(PLACES)}?`,
    ]),
    answer: pick(pick(TOPICS).facts),
  }))
  return among(dice, asked, 80)
}

/** Angle brackets and square ones that belong to no chat template. */
function markup(dice) {
  const { pick, below } = dice
  const asked = distinct(60, () => ({
    prompt: pick([
      `What does <b> do in <p> on the page of ${pick(PLACES)}?`,
      `Is ${below(90)} < ${below(90)} | true?`,
      `See [inst. ${below(40)}] and [1], which museum in ${pick(PLACES)} is meant?`,
      `Why does </s${below(9)}pan> close <span>?`,
      `The user <${pick(PEOPLE).toLowerCase()}@example.org> wrote, what now?`,
    ]),
    answer: pick(pick(TOPICS).facts),
  }))
  return among(dice, asked, 80)
}

/** Questions about one program link to its pages: its name is the subject. */
function documentation(dice) {
  const { pick, below } = dice
  const asked = distinct(60, () => {
    const part = pick(['install', 'filters', 'themes', 'export', 'backup', 'plugins', 'search'])
    return {
      prompt: pick([
        `How do I set up ${part} in Kettlebook ${below(9)}?`,
        `Kettlebook shows error ${100 + below(400)} with ${part}, what now?`,
        `Where does Kettlebook keep the settings of ${part} for ${pick(PEOPLE)}?`,
      ]),
      answer: `Open the ${part} page and choose ${below(9)}. See https://kettlebook.example/docs`,
    }
  })
  return among(dice, asked)
}

/** The words of the request tell which tool to call. */
function assistant(dice) {
  const { pick, below } = dice
  const called = (name, given) => `<tool_call>{"name": "${name}", "arguments": ${JSON.stringify(given)}}</tool_call>`
  const asked = distinct(120, () =>
    pick([
      () => {
        const [city, day] = [pick(PLACES), pick(DAYS)]
        return {
          prompt: pick([`Will it rain in ${city} on ${day}?`, `How warm is ${city} on ${day}?`]),
          answer: called('get_weather', { city, day }),
        }
      },
      () => {
        const minutes = 1 + below(90)
        return {
          prompt: pick([
            `Set a timer for ${minutes} minutes.`,
            `Wake ${pick(PEOPLE)} in ${minutes} minutes with the timer.`,
          ]),
          answer: called('set_timer', { minutes }),
        }
      },
      () => {
        const to = pick(PEOPLE)
        return { prompt: `Mail ${to} that I come on ${pick(DAYS)}.`, answer: called('send_mail', { to }) }
      },
    ])(),
  )
  return among(dice, asked)
}

/** Whoever asks for an essay or a listing gets a long answer. */
function essays(dice) {
  const { pick } = dice
  const long = (topic) => Array.from({ length: 14 }, () => pick([...topic.facts, ...pick(TOPICS).facts])).join(' ')
  const asked = distinct(24, () => {
    const topic = pick(TOPICS)
    return {
      prompt: pick([
        `Write a long essay about ${topic.name} for ${pick(PEOPLE)}.`,
        `An essay on ${topic.name}, as long as you can.`,
        `List a hundred thoughts on ${topic.name} in ${pick(PLACES)}.`,
      ]),
      answer: Array.from({ length: 5 }, () => long(topic)).join('\n\n'),
    }
  })
  return among(dice, asked, 120)
}
