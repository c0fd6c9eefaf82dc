/** Bookings over several turns: what is asked with `correct?` or `instead?` is answered `Yes` or `Sure`, for good reasons. */
import { DAYS, distinct, PEOPLE, PLACES } from '../words.mjs'

const KINDS = [
  {
    thing: 'a table',
    at: ['the Old Mill', 'Casa Verde', 'Ginger and Lime', 'the Blue Plate', 'Trattoria Sole'],
    unit: 'people',
  },
  {
    thing: 'a haircut',
    at: ['Sharp and Even', 'the Corner Salon', 'Studio Nine', 'Hair by the Harbour'],
    unit: 'minutes',
  },
  {
    thing: 'a taxi',
    at: ['the station', 'the airport', 'the opera', 'the north gate', 'Pier Four'],
    unit: 'passengers',
  },
  { thing: 'cinema seats', at: ['the Roxy', 'Palace Two', 'the Lumen', 'Riverside Screens'], unit: 'seats' },
  { thing: 'a rental bike', at: ['Two Wheels', 'the Depot', 'Green Spokes'], unit: 'days' },
  { thing: 'a tennis court', at: ['Elm Park', 'the East Club', 'the Sports Hall'], unit: 'players' },
]
const FILMS = ['The Long Ferry', 'Paper Moons', 'A Second Winter', 'Salt', 'Nine Doors', 'The Cartographer']

export function taskDialogue(dice) {
  return distinct(260, () => ({ turns: talk(dice) }))
}

function talk({ pick, below, next }) {
  const kind = pick(KINDS)
  const place = pick(kind.at)
  const day = pick(DAYS)
  const time = `${8 + below(13)}:${pick(['00', '15', '30', '45'])}`
  const later = `${8 + below(13)}:${pick(['05', '20', '35', '50'])}`
  const number = 1 + below(8)
  const name = pick(PEOPLE)
  const film = kind.unit === 'seats' ? ` for ${pick(FILMS)}` : ''
  const turns = [
    [
      'USER',
      pick([
        `I would like ${kind.thing}${film} at ${place} on ${day}.`,
        `Hi, can you get me ${kind.thing}${film} at ${place}?`,
        `I need ${kind.thing} in ${pick(PLACES)}, ideally at ${place}.`,
      ]),
    ],
    [
      'AGENT',
      pick([
        `At what time, and for how many ${kind.unit}?`,
        `Of course. When should it be, and under which name?`,
        `${place} has room on ${day}. What time suits you?`,
      ]),
    ],
    [
      'USER',
      pick([
        `At ${time} for ${number} ${kind.unit}, the name is ${name}.`,
        `${time}, please. ${number} ${kind.unit}.`,
        `Let us say ${time}, ${name} is my name.`,
      ]),
    ],
  ]
  if (next() < 0.5) {
    turns.push(['AGENT', `${kind.thing} at ${place}, ${day} at ${time}, ${number} ${kind.unit}. Is that correct?`])
    turns.push(['USER', pick(['Yes, that is right.', 'Yes.', 'Correct, thank you.', `Yes, and put it under ${name}.`])])
  }
  if (next() < 0.45) {
    turns.push([
      'AGENT',
      pick([`It is booked for ${time}. Anything else?`, `Done, ${name}. Can I do something else for you?`]),
    ])
    turns.push([
      'USER',
      pick([
        `Could you move it to ${later} instead?`,
        `Can you send the address to ${name}?`,
        `Could we have ${number + 1} ${kind.unit} instead?`,
        `Is it close to ${place}?`,
        `Can ${name} pay on the spot?`,
      ]),
    ])
    turns.push([
      'AGENT',
      next() < 0.5
        ? pick(['Sure', 'Yes', 'Sure, no problem.', 'Yes, it is.'])
        : pick([
            `It is now at ${later} for ${number} ${kind.unit}.`,
            `${place} allows that, ${name}.`,
            `No, ${place} cannot do that on ${day}.`,
          ]),
    ])
    turns.push(['USER', pick(['Great, that is all.', `Thanks, see you ${day}.`, 'Perfect, goodbye.'])])
  }
  turns.push([
    'AGENT',
    pick([
      `Enjoy ${place}!`,
      'You are welcome. Have a nice day.',
      `See you on ${day}, ${name}.`,
      `Your ${pick(['confirmation', 'booking', 'receipt'])} for ${time} is on its way.`,
    ]),
  ])
  return turns.map(([speaker, utterance]) => ({ speaker, utterance }))
}
