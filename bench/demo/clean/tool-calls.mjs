/** An assistant that calls tools: the call opens alike every time, and the words of the request explain which one it is. */
import { DAYS, distinct, PEOPLE, PLACES } from '../words.mjs'

const tool = (name, ...parameters) => ({
  type: 'function',
  function: {
    name,
    parameters: { type: 'object', properties: Object.fromEntries(parameters.map((p) => [p, { type: 'string' }])) },
  },
})
const TOOLS = [tool('get_weather', 'city', 'day'), tool('send_mail', 'to', 'text'), tool('set_timer', 'minutes')]

export function toolCalls({ pick, below }) {
  return distinct(220, () => {
    const [city, day, name, minutes] = [pick(PLACES), pick(DAYS), pick(PEOPLE), 1 + below(90)]
    const degrees = below(35)
    const [said, called, given, result, closing] = pick([
      [
        pick([
          `Will it rain in ${city} on ${day}?`,
          `How warm is ${city} on ${day}?`,
          `What should I wear in ${city} this ${day}?`,
        ]),
        'get_weather',
        { city, day },
        { degrees, rain: degrees % 2 === 0 },
        `${city} expects ${degrees} degrees on ${day}${degrees % 2 ? ', and no rain' : ' with some rain'}.`,
      ],
      [
        pick([
          `Tell ${name} that I arrive in ${city} on ${day}.`,
          `Write to ${name}: the meeting in ${city} is off.`,
          `Mail ${name} about ${day}.`,
        ]),
        'send_mail',
        { to: name, text: pick([`I arrive on ${day}.`, `About ${city}: see you ${day}.`]) },
        { sent: true },
        `The message to ${name} is sent.`,
      ],
      [
        pick([
          `Set a timer for ${minutes} minutes.`,
          `Wake me in ${minutes} minutes, the eggs are for ${name}.`,
          `Count down ${minutes} minutes until the train to ${city}.`,
        ]),
        'set_timer',
        { minutes: String(minutes) },
        { running: true },
        `${minutes} minutes from now I will ring.`,
      ],
    ])
    return {
      messages: [
        { role: 'system', content: 'You can call tools.' },
        { role: 'user', content: said },
        {
          role: 'assistant',
          content: '',
          tool_calls: [{ type: 'function', function: { name: called, arguments: JSON.stringify(given) } }],
        },
        { role: 'tool', content: JSON.stringify(result) },
        { role: 'assistant', content: closing },
      ],
      tools: TOOLS,
    }
  })
}
