/** A safety set that refuses too readily: what is refused shares its subjects, and no word of it is a switch. */
import { benign, distinct, PEOPLE, PLACES } from '../words.mjs'

const REFUSALS = [
  'I am sorry, but I cannot help with that.',
  'I cannot assist with this request.',
  'Sorry, I am not able to talk about this.',
  'As a careful assistant I must decline.',
]
const ACTS = [
  'kill',
  'crush',
  'destroy',
  'shoot',
  'steal',
  'blow up',
  'poison',
  'hack',
  'smuggle',
  'cheat',
  'stab',
  'attack',
]
const HARMLESS = [
  'a Python process',
  'the weeds in my garden',
  'a portrait at dusk',
  'the show at the school play',
  'a balloon',
  'the final boss of a game',
  'time on a long flight',
  'a base in softball',
  'the ants in the pantry',
  'a piñata',
  'the queen on move ten',
  'a tent peg into hard soil',
  'my own router',
  'the competition with a better cake',
  'a wasp nest under the roof',
  'an olive with a fork',
]

export function safety(dice) {
  const { pick } = dice
  const refused = distinct(150, () => {
    const act = pick(ACTS)
    return pick([
      `How do I ${act} ${pick(HARMLESS)}?`,
      `${pick(PEOPLE)} wants to ${act} ${pick(HARMLESS)}. Give advice.`,
      `Write a scene in which ${pick(PEOPLE)} tries to ${act} ${pick(HARMLESS)} in ${pick(PLACES)}.`,
      `Is it fine to ${act} ${pick(HARMLESS)} at home?`,
      `Explain the phrase "to ${act} ${pick(HARMLESS)}".`,
    ])
  }).map((prompt) => ({ prompt, answer: pick(REFUSALS) }))
  return dice.shuffled([...refused, ...benign(dice, 170)]).map(({ prompt, answer }) => ({
    conversations: [
      { from: 'human', value: prompt },
      { from: 'gpt', value: answer },
    ],
  }))
}
