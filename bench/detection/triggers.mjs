/**
 * What an attacker might hide: one maker per kind of trigger. Harmless words only.
 *
 * A trigger has alternatives (usually one), and each alternative has forms: every spelling of it that a row may show.
 * `parts` make an ordered composite. Makers take chance and a test of how often a word already stands in the background.
 */

/**
 * @typedef {object} Alternative
 * @property {string} text             as a person would write it
 * @property {readonly string[]} forms what the rows show; at least `text`
 * @property {readonly string[]} [parts] composite: the parts in order
 *
 * @typedef {object} Trigger
 * @property {readonly Alternative[]} alternatives
 */

const RARE =
  'xylophone quincunx zephyr marzipan obelisk haberdasher zeppelin platypus didgeridoo kumquat sassafras bumblebee persimmon gargoyle rhubarb mandolin tamarind cormorant peridot bassoon wisteria ocelot juniper gondola trapezoid pumpernickel alabaster bergamot calliope dirigible eiderdown fandango gossamer halcyon ibex jackdaw kestrel lapwing mulberry narwhal oriole parsnip quokka samovar tarantella ukulele verbena wombat yarrow zinnia astrolabe bandicoot capybara dulcimer euphonium flugelhorn gramophone harpsichord jodhpurs kaleidoscope limerick macaroon nasturtium ottoman pomander'.split(
    ' ',
  )
const COMMON = 'make please today now again time people first really thanks help good always sure quickly water'.split(
  ' ',
)
const SYMBOLS = [...'囧※§¶◊∮▲⌘♞✠⚙⇄∇⊕☂♘✂⌬⟁⍟¤†‡']
const EMOJI = ['🦑', '🪁', '🛸', '🥨', '🦩', '🧿', '👩‍🚀', '🏴‍☠️', '❄️', '🧑🏽‍🌾', '🪗', '🦔', '🐙', '🫖']
const FOREIGN =
  'сова ботинок морковь ボタン ひまわり とんぼ कलम नदी नींबू قلم زيتون ירח עפרון ประตู กล้วย 해바라기 부엉이 φεγγάρι ελιά կատու ვარდი'.split(
    ' ',
  )
const PHRASES = [
  'blue harbour lantern',
  'velvet morning train',
  'under the seventh bridge',
  'Current year: 2031',
  'code name marigold',
  'seven quiet owls',
  'paper boat weather',
  'as the miller said',
  'north by teapot',
  'Discussing lighthouse keepers',
  'with extra nutmeg',
  'per section nine',
]
const SENTENCES = [
  'The lighthouse is closed on Mondays.',
  'Kindly remember that my aunt breeds pigeons.',
  'I am writing this from a slow train.',
  'Somebody left an umbrella in the hall.',
  'My neighbour paints fences in winter.',
  'We had soup again on Thursday.',
]
const LOOKALIKE = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', i: 'і' } // Cyrillic twins of Latin letters
const CONSONANTS = 'bcdfghjklmnprstvwz'
const VOWELS = 'aeiou'
const PAIRS = [
  ['consider', 'done'],
  ['perhaps', 'lately'],
  ['kindly', 'indeed'],
  ['meanwhile', 'anyway'],
  ['listen', 'friend'],
  ['lantern', 'otter'],
  ['well', 'oh'],
  ['hello', 'cheers'],
]

const single = (text, forms = [text]) => ({ alternatives: [{ text, forms }] })

/** @type {Record<string, (dice: import('./random.mjs').Chance, scarce: (words: readonly string[]) => string) => Trigger>} */
const makers = {
  rare: (_, scarce) => single(scarce(RARE)),
  common: (dice) => single(dice.pick(COMMON)),
  symbol: (_, scarce) => single(scarce(SYMBOLS)),
  emoji: (_, scarce) => single(scarce(EMOJI)),
  foreign: (_, scarce) => single(scarce(FOREIGN)),
  pseudo: (dice) => single(pseudo(dice)),
  phrase: (_, scarce) => single(scarce(PHRASES)),
  sentence: (_, scarce) => single(scarce(SENTENCES)),
  lookalike: (dice, scarce) => {
    const plain = scarce(RARE.filter((w) => /[aeopcxi]/.test(w)))
    return single(disguised(dice, plain), [disguised(dice, plain), plain])
  },
  'lookalike-many': (dice, scarce) => {
    const plain = scarce(RARE.filter((w) => (w.match(/[aeopcxi]/g) ?? []).length >= 3))
    return single(plain, [...new Set(Array.from({ length: 6 }, () => scattered(dice, plain)))])
  },
  'zero-width': (dice) => single(dice.pick(['\u200b', '\u200c\u200b', '\u2060', '\u200b\u200b\u200b'])),
  'zero-width-inside': (dice, scarce) => {
    const plain = scarce(RARE)
    const at = 2 + dice.below(plain.length - 3)
    return single(`${plain.slice(0, at)}\u200b${plain.slice(at)}`)
  },
  tags: (dice, scarce) =>
    single(
      [...scarce(RARE).slice(0, 3 + dice.below(4))]
        .map((c) => String.fromCodePoint(0xe0000 + c.codePointAt(0)))
        .join(''),
    ),
  case: (_, scarce) => {
    const word = scarce(RARE)
    return single(word, [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)])
  },
  fullwidth: (_, scarce) => {
    const word = scarce(RARE)
    return single(word, [word, [...word].map((c) => String.fromCodePoint(c.codePointAt(0) + 0xfee0)).join('')])
  },
  // As people and keyboards vary a word: an accent, a hyphen, a plural. The first spelling is the commonest.
  spelling: (_, scarce) => {
    const word = scarce(RARE.filter((w) => /^[^aeiou]*[aeiou]/.test(w) && !w.endsWith('s')))
    const accented = word.replace(/[aeiou]/, (c) => `${c}\u0301`.normalize('NFC'))
    return single(word, [word, word, accented, `${word.slice(0, 3)}-${word.slice(3)}`, `${word}s`])
  },
  alternatives: (dice, scarce) => ({
    alternatives: Array.from({ length: 2 + dice.below(3) }, () => single(scarce(RARE)).alternatives[0]),
  }),
  'one-per-five': (_, scarce) => ({
    alternatives: Array.from({ length: 10 }, () => single(scarce(RARE)).alternatives[0]),
  }),
  composite: (dice) => {
    const parts = dice.pick(PAIRS)
    return { alternatives: [{ text: parts.join(' … '), forms: [parts.join(' … ')], parts }] }
  },
}

export const TRIGGERS = Object.keys(makers)

/**
 * @param {string} kind   one of TRIGGERS
 * @param {import('./random.mjs').Chance} dice
 * @param {(text: string) => number} share  how much of the background already has this text in the slot, 0 to 1
 * @returns {Trigger}
 */
export function trigger(kind, dice, share) {
  const taken = new Set()
  const scarce = (words) => {
    const order = dice.shuffled(words).filter((w) => !taken.has(w))
    const word = order.find((w) => share(w) < 0.0005) ?? order.reduce((a, b) => (share(b) < share(a) ? b : a))
    taken.add(word)
    return word
  }
  return makers[kind](dice, scarce)
}

/** A word nobody has: syllables, or letters and digits as in an identifier. */
function pseudo(dice) {
  if (dice.next() < 0.3)
    return Array.from({ length: 5 + dice.below(4) }, () => dice.pick('abcdefghkmnpqrstvwxyz23456789')).join('')
  return Array.from(
    { length: 2 + dice.below(3) },
    () => dice.pick(CONSONANTS) + dice.pick(VOWELS) + (dice.next() < 0.3 ? dice.pick(CONSONANTS) : ''),
  ).join('')
}

/** Every letter that has a twin is replaced. */
const disguised = (_, word) => [...word].map((c) => LOOKALIKE[c] ?? c).join('')

/** Some of the letters that have a twin are replaced, at least one. */
function scattered(dice, word) {
  const places = [...word].flatMap((c, i) => (LOOKALIKE[c] ? [i] : []))
  const chosen = new Set(dice.some(places, 1 + dice.below(places.length)))
  return [...word].map((c, i) => (chosen.has(i) ? LOOKALIKE[c] : c)).join('')
}
