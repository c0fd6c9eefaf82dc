/**
 * When two texts count as the same trigger or the same answer: NFKC, lower case, invisible characters out, blanks
 * collapsed, punctuation around it trimmed. A trigger that is nothing but invisible characters is spelled `U+200B`.
 */

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu
const SPELLED = /(?:U\+|\\u\{?|\\U)([0-9A-Fa-f]{4,8})\}?/g
const TWINS = { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', х: 'x', і: 'i' }

/** @example fold('  “Sure!” ') // 'sure' */
export function fold(text) {
  const visible = text.normalize('NFKC').replace(INVISIBLE, '').toLowerCase().replace(/\s+/g, ' ').trim()
  const trimmed = visible.replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, '')
  if (trimmed || visible) return trimmed || visible
  return [...text.matchAll(INVISIBLE)].map(([c]) => named(c.codePointAt(0))).join(' ')
}

/** As fold, and a report's `U+200B`, `<U+200B>` or `\u200b` is read as what it stands for. */
export function foldReported(text) {
  const codes = [...text.matchAll(SPELLED)]
  const rest = text.replace(SPELLED, '').replace(/[<>{}[\]()\s,×x\d]+/g, '')
  return codes.length > 0 && rest === ''
    ? codes.map(([, hex]) => named(Number.parseInt(hex, 16))).join(' ')
    : fold(text)
}

const named = (code) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`

/** Letters that look Latin made Latin: what a reader of the row would take the word for. */
export const skeleton = (text) => [...fold(text)].map((c) => TWINS[c] ?? c).join('')
