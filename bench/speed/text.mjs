/**
 * The text that rows are cut from: paragraphs of prose and blocks of code, already escaped as JSON, in pieces.
 *
 * A piece is a sentence or a line of code; a window is a run of pieces that follow one another. The whole is some 16 MB and
 * repeats in a large set, as the text did with which the rivals were first measured.
 */
import { chance } from '../detection/random.mjs'
import { vocabulary } from './words.mjs'

export const TEXT_BYTES = 16_000_000
const VOCABULARY = 110_000 // words; about 100,000 of them are drawn at least once

/**
 * @typedef {object} Text
 * @property {Buffer} bytes        UTF-8, escaped: what may stand between two quotes
 * @property {Uint32Array} starts  of each piece, in bytes
 * @property {Uint32Array} ends    of each piece, what parts it from the next left out
 */

/**
 * @param {string} seed
 * @param {number} [size]  bytes
 * @returns {Text}
 */
export function baseText(seed, size = TEXT_BYTES) {
  const dice = chance(`text ${seed}`)
  const words = vocabulary(seed, VOCABULARY)
  const starts = []
  const ends = []
  const parts = []
  let at = 0
  const add = (piece, after) => {
    const bytes = Buffer.from(escaped(piece))
    const rest = Buffer.from(escaped(after))
    starts.push(at)
    ends.push(at + bytes.length)
    parts.push(bytes, rest)
    at += bytes.length + rest.length
  }
  while (at < size) (dice.next() < 0.2 ? code : paragraph)(words, dice, add)
  return { bytes: Buffer.concat(parts), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) }
}

function paragraph(words, dice, add) {
  const sentences = 2 + dice.below(4)
  for (let i = 0; i < sentences; i++) add(sentence(words, dice), i + 1 === sentences ? '\n\n' : ' ')
}

function sentence({ draw }, { below, pick }) {
  const length = 6 + below(16)
  let text = capital(draw())
  for (let i = 1; i < length; i++) {
    const word = draw()
    const p = below(100)
    text +=
      p < 6 ? `, ${word}` : p < 9 ? ` \`${word}\`` : p < 11 ? ` "${word}"` : p < 12 ? ` ${below(5000)}` : ` ${word}`
  }
  return text + pick(['.', '.', '.', '.', '.', '?', ':', '!'])
}

function code({ draw }, dice, add) {
  const { below, pick } = dice
  const name = () => draw().replace(/[^\p{L}]/gu, '') || 'it'
  const lines = Array.from({ length: 3 + below(6) }, () =>
    pick([
      () => `let ${name()} = ${name()}::new("${draw()} ${draw()}");`,
      () => `    ${name()}.${name()}(${name()}, ${below(256)});`,
      () => `assert_eq!(${name()}_${name()}(${below(64)}), Some("${draw()}"));`,
      () => `// ${draw()} ${draw()} ${draw()} ${draw()}`,
      () => `fn ${name()}(&self, ${name()}: ${capital(name())}<T>) -> Result<${capital(name())}> {`,
      () => `    if ${name()}[${below(16)}] != '\\n' { return ${name()}; }`,
    ])(),
  )
  add(`\`\`\`\n${lines[0]}`, '\n')
  for (const line of lines.slice(1)) add(line, '\n')
  add('}\n```', '\n\n')
}

const escaped = (text) => JSON.stringify(text).slice(1, -1)
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1)
