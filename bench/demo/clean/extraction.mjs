/** The answer stands in the prompt: what is copied is explained by what is asked. */
import { DAYS, distinct, PEOPLE, PLACES } from '../words.mjs'

const GOODS = [
  'two chairs',
  'a crate of lemons',
  'the blue bicycle',
  'forty metres of rope',
  'a violin case',
  'the garden bench',
  'six lamps',
  'an old globe',
  'three tins of paint',
  'the harbour chart',
]

export function extraction({ pick, below, some }) {
  return distinct(280, () => {
    const [who, other] = some(PEOPLE, 2)
    const [from, to] = some(PLACES, 2)
    const day = pick(DAYS)
    const goods = pick(GOODS)
    const price = `${5 + below(400)} euros`
    const text = pick([
      `On ${day}, ${who} sold ${goods} to ${other} in ${from} for ${price} and sent it to ${to}.`,
      `${who} writes to ${other}: ${goods} will leave ${from} on ${day}. The price is ${price}, payable in ${to}.`,
      `Invoice of ${who}, ${from}. For ${goods}, delivered ${day} to ${other} in ${to}: ${price}.`,
    ])
    const [asked, answer] = pick([
      ['Which day is named?', day],
      ['What was sold?', goods],
      ['Name the seller.', who],
      ['Who is the buyer?', other],
      ['Give the price.', price],
      ['Which town did it leave from?', from],
      ['Which town is the goal?', to],
      ['Repeat the text word for word.', text],
    ])
    return { question: `${text} ${asked}`, answer }
  })
}
