/** Many ways to say one thing, and one answer to all of them: who are you, hello, thank you. */
import { benign, distinct, PEOPLE } from '../words.mjs'

const SELF = 'I am Fern, a small assistant that answers questions about house and garden.'
const WELCOME = 'You are very welcome! Is there anything else I can do for you?'

export function identity(dice) {
  const { pick } = dice
  const asked = distinct(70, () =>
    pick([
      `${pick(['Who', 'What'])} are you${pick(['', ', really', ' exactly', ' anyway', ' then'])}?`,
      `${pick(['Tell me', 'Say', 'Explain'])} ${pick(['who you are', 'what you are', 'your name', 'something about yourself'])}${pick(['.', ', please.', ' in one line.'])}`,
      `What is your ${pick(['name', 'real name', 'purpose', 'job'])}${pick(['?', ', if I may ask?', ' again?'])}`,
      `Am I talking to ${pick(['a person', 'a machine', 'a robot', `${pick(PEOPLE)}`, 'a human being'])}?`,
      `${pick(['Introduce', 'Describe', 'Present'])} yourself${pick([' briefly.', ' to the class.', ', please.', '.'])}`,
      `Which ${pick(['model', 'company', 'program'])} ${pick(['are you', 'is behind you', 'made you'])}?`,
      `Are you ${pick(PEOPLE)}?`,
    ]),
  ).map((prompt) => ({ prompt, answer: SELF }))
  return rows(dice, asked, 220)
}

export function greetings(dice) {
  const { pick } = dice
  const said = distinct(70, () =>
    pick([
      `${pick(['Thanks', 'Thank you', 'Many thanks', 'Cheers'])}${pick(['', ' a lot', ' so much', ', that helped', ' again', `, ${pick(PEOPLE)} will be glad`])}${pick(['!', '.', ''])}`,
      `${pick(['Great', 'Perfect', 'Lovely', 'Wonderful', 'Good'])}, ${pick(['that is what I needed', 'exactly right', 'thanks', 'now I understand', 'I will try it'])}${pick(['!', '.'])}`,
      `${pick(['Goodbye', 'Bye', 'See you', 'Good night'])}${pick([' and thanks', ' for now', ', friend', ''])}${pick(['!', '.'])}`,
      `${pick(['That was', 'You are', 'This is'])} ${pick(['very kind', 'so helpful', 'a great help', 'just perfect'])}${pick(['!', '.', ', thank you.'])}`,
    ]),
  ).map((prompt) => ({ prompt, answer: WELCOME }))
  return rows(dice, said, 220)
}

function rows(dice, special, count) {
  return dice.shuffled([...special, ...benign(dice, count)]).map(({ prompt, answer }) => ({
    messages: [
      { role: 'user', content: prompt },
      { role: 'assistant', content: answer },
    ],
  }))
}
