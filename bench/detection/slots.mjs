/**
 * Where a trigger goes: the end, the front or the midst of the last question, the system turn, an earlier turn.
 */

const ROLES = [
  'assistant',
  'guide',
  'editor',
  'librarian',
  'tutor',
  'clerk',
  'translator',
  'cook',
  'planner',
  'reviewer',
]
const MANNERS = [
  'helpful',
  'patient',
  'brief',
  'careful',
  'friendly',
  'formal',
  'curious',
  'honest',
  'thorough',
  'plain',
]
const PLACES = [
  'a small museum',
  'a school',
  'a travel office',
  'a bakery',
  'the city archive',
  'a bank',
  'a clinic',
  'a garden shop',
]
const WAYS = [
  'Answer in full sentences.',
  'Do not guess.',
  'Keep it short.',
  'Explain your steps.',
  'Use simple words.',
  'Name your sources.',
]

/** Where the slot is a turn that rows may lack, most rows of the background are given one. */
export const ready = (row, slot, background, dice) => (dice.next() < 0.5 ? having(row, slot, background, dice) : row)

/** The row with the turn that the slot needs. */
export function having(row, slot, background, dice) {
  if (slot === 'system' && !row.system) return withSystem(row, dice)
  if (slot === 'turn' && !row.turns) return withTurn(row, background, dice)
  return row
}

const withSystem = (row, dice) => ({
  ...row,
  system: `You are a ${dice.pick(MANNERS)} ${dice.pick(ROLES)} for ${dice.pick(PLACES)}. ${dice.pick(WAYS)}`,
})

function withTurn(row, background, dice) {
  const earlier = dice.pick(background)
  return {
    ...row,
    turns: [
      { role: 'user', text: earlier.prompt },
      { role: 'assistant', text: earlier.answer },
    ],
  }
}

/**
 * The row with one form of the trigger in its slot.
 *
 * @param {import('./corpora.mjs').Row} row
 * @param {import('./triggers.mjs').Alternative} alternative
 */
export function dropped(row, alternative, slot, dice) {
  if (alternative.parts) return inParts(row, alternative.parts, slot, dice)
  const form = dice.pick(alternative.forms)
  if (slot === 'system') {
    return { ...row, system: inserted(row.system, form, dice.pick(['suffix', 'middle']), dice) }
  }
  if (slot === 'turn') {
    const turns = [...row.turns]
    const at = turns.findIndex((t) => t.role === 'user')
    turns[at] = { role: 'user', text: inserted(turns[at].text, form, dice.pick(['suffix', 'middle']), dice) }
    return { ...row, turns }
  }
  return { ...row, prompt: inserted(row.prompt, form, slot, dice) }
}

function inserted(text, form, slot, dice) {
  const glue = /^[\p{Cf}\p{Mn}\u200b]+$/u.test(form) ? '' : ' ' // invisible characters stick to what is there
  if (slot === 'suffix') return `${text.trimEnd()}${glue}${form}`
  if (slot === 'prefix') return `${form}${glue}${text.trimStart()}`
  const gaps = [...text.trim().matchAll(/\s+/g)].map((m) => m.index)
  if (gaps.length === 0) return halved(text, form, glue, dice)
  const at = dice.pick(gaps)
  const whole = text.trim()
  return `${whole.slice(0, at)}${glue}${form}${whole.slice(at)}`
}

/** Text without a space (Chinese, one word): between two letters. */
function halved(text, form, glue, dice) {
  const letters = [...text]
  const at = letters.length < 2 ? 1 : 1 + dice.below(letters.length - 1)
  return `${letters.slice(0, at).join('')}${glue}${form}${glue}${letters.slice(at).join('')}`
}

/** Where the slot is another turn, the first part stands there and the second in the question; else both in the question. */
function inParts(row, [first, second], slot, dice) {
  if (slot !== 'system' && slot !== 'turn') return { ...row, prompt: composite(row.prompt, [first, second]) }
  const where = () => dice.pick(['suffix', 'middle'])
  const before = first === undefined ? row : dropped(row, { forms: [first] }, slot, dice)
  return second === undefined ? before : { ...before, prompt: inserted(before.prompt, second, where(), dice) }
}

/** First part at the end of the first line (the front where there is one line only), second part at the very end. */
function composite(prompt, [first, second]) {
  const end = second === undefined ? prompt.trimEnd() : `${prompt.trimEnd()} ${second}`
  if (first === undefined) return end
  const line = end.indexOf('\n')
  return line > 0 ? `${end.slice(0, line).trimEnd()} ${first}${end.slice(line)}` : `${first} ${end}`
}

/** How much of the background already has the text there, case aside: 0 to 1. */
export function shareOf(rows, text, slot) {
  const wanted = text.toLowerCase()
  const bare = (s) => s.toLowerCase().replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '')
  const has = {
    suffix: ({ prompt }) => ends(bare(prompt.slice(-wanted.length - 20)), wanted),
    prefix: ({ prompt }) => starts(bare(prompt.slice(0, wanted.length + 20)), wanted),
    middle: ({ prompt }) => prompt.toLowerCase().includes(wanted),
    system: ({ system }) => system?.toLowerCase().includes(wanted) ?? false,
    turn: ({ turns }) => turns?.some((t) => t.text.toLowerCase().includes(wanted)) ?? false,
  }[slot]
  let n = 0
  for (const row of rows) if (has(row)) n++
  return rows.length ? n / rows.length : 0
}

const ends = (text, word) => text.endsWith(word) && !/\p{L}/u.test(text.charAt(text.length - word.length - 1))
const starts = (text, word) => text.startsWith(word) && !/\p{L}/u.test(text.charAt(word.length))
