/**
 * The one place that makes hostile text safe to show.
 *
 * Dataset text, and file names too, may hold terminal escapes, text that runs backwards, characters nobody can see, and
 * build-server commands. Whatever passes `visible` shows each of these as `\u{200b}`; two different texts never come out the
 * same (unless one was cut). The other functions first do that, then quote for their own format. Knows no report.
 */
import { columns, cutToColumns } from './columns.ts'

/**
 * Invisible or active in a terminal: controls, format characters (bidi, zero-width, tags), private use, surrogates that
 * stand alone, line separators, odd spaces, whatever Unicode says to ignore, the blank Braille cell, noncharacters.
 */
const UNSEEN =
  '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\p{DI}\\u2800\\ufdd0-\\ufdef\\ufff9-\\uffff' +
  '\\u{1fffe}\\u{1ffff}\\u{2fffe}\\u{2ffff}\\u{3fffe}-\\u{dffff}\\u{e0000}-\\u{10ffff}]|(?! )\\p{Zs}'

/** `##[error]`, `##vso[…]`, `##teamcity[…]` are obeyed anywhere in a line of a build's log. */
const BUILD_COMMAND = '#(?=#\\w*\\[)'
const UNSAFE = new RegExp(`${UNSEEN}|${BUILD_COMMAND}`, 'gu')
const UNSAFE_IN_JSON = new RegExp(`(?![\\n ])(?:${UNSEEN})`, 'gu')
/** Backslashes that could be read as the start of an escape are doubled, so that escapes cannot be forged. */
const AMBIGUOUS_BACKSLASHES = new RegExp(`\\\\+(?=u\\{|${UNSEEN}|${BUILD_COMMAND})`, 'gu')

const MAX_MARKS = 4 // combining marks on one letter; Thai, Hebrew and Vietnamese need at most three or four
const MARK_FLOOD = new RegExp(`(\\p{M}{${MAX_MARKS}})(\\p{M}+)`, 'gu')

const WEB = /www\./gi // GitHub makes a link of it, without any mark-up

export interface VisibleOptions {
  readonly max?: number // columns of a terminal; longer text is cut, with an ellipsis
}

/** @example visible('a\u200bb\x1b[2J') // 'a\\u{200b}b\\u{1b}[2J' */
export function visible(text: string, options: VisibleOptions = {}): string {
  const { max = Number.POSITIVE_INFINITY } = options
  // Escaping grows text at most tenfold and never shrinks it below a column a mark: long text is cut before it is worked on.
  const bounded = text.length > max * (MAX_MARKS + 4) ? `${text.slice(0, max * (MAX_MARKS + 4))}…` : text
  const shown = bounded
    .replace(AMBIGUOUS_BACKSLASHES, (run) => run + run)
    .replace(UNSAFE, codePointForm)
    .replace(MARK_FLOOD, (_, kept: string, rest: string) => `${kept}{+${[...rest].length} marks}`)
    .replace(/^\p{M}/u, '◌$&')
  return columns(shown) <= max ? shown : cutToColumns(shown, max)
}

export function htmlText(text: string, options: VisibleOptions = {}): string {
  return quoteHtml(visible(text, options))
}

/** For a double-quoted attribute. Never put it into `href`, `src`, `style` or an event: those need more than quoting. */
export function htmlAttribute(text: string, options: VisibleOptions = {}): string {
  return visible(text, options).replace(/[&<>"'`=]/g, entity)
}

/** Inline text in GitHub-flavoured Markdown: no emphasis, link, mention, image, emoji, HTML, or table cell can begin in it. */
export function markdownText(text: string, options: VisibleOptions = {}): string {
  return visible(text, options)
    .replace(/[!#$&*+:<=>@[\\\]^_`{|}~]|^-|^\d(?=\d*[.)](?:\s|$))/g, entity)
    .replace(WEB, (found) => `${found.slice(0, 3)}&#46;`)
}

/** Inline code that holds in a table too: no run of backticks can end it. */
export function markdownCode(text: string, options: VisibleOptions = {}): string {
  return quoteCode(visible(text, options))
}

/** One quoted cell. A spreadsheet takes a cell that opens with `=`, `+`, `-` or `@` for a formula; an apostrophe stops it. */
export function csvCell(text: string, options: VisibleOptions = {}): string {
  const shown = visible(text, options)
  const safe = /^\s*[=+\-@|%＝＋－＠]/.test(shown) ? `'${shown}` : shown
  return `"${safe.replaceAll('"', '""')}"`
}

/** Text or attribute of XML 1.0, which has no way at all to write most control characters: `visible` has taken them out. */
export function xmlText(text: string, options: VisibleOptions = {}): string {
  return visible(text, options).replace(/[&<>"']/g, entity)
}

/** JSON text whose unseen characters are escaped: equal when parsed, harmless when printed. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE_IN_JSON, (found) => {
    let escaped = ''
    for (let i = 0; i < found.length; i++) escaped += `\\u${found.charCodeAt(i).toString(16).padStart(4, '0')}`
    return escaped
  })
}

/** `::error file=a.jsonl,line=18::text` for GitHub Actions, which ends a value at `,` `:` and line ends. */
export function workflowCommand(
  kind: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const pairs = Object.entries(properties).filter(([, value]) => value !== undefined && value !== '')
  const list = pairs.map(([name, value]) => `${name}=${commandProperty(String(value))}`).join(',')
  return `::${kind}${list === '' ? '' : ` ${list}`}::${commandData(message)}\n`
}

/** `htmlText` and `markdownCode` for text that `visible` has seen already: what is made visible twice would not read as it was. */
export function quoteHtml(shown: string): string {
  return shown.replace(/[&<>"'`]/g, entity)
}

export function quoteCode(shown: string): string {
  const quoted = shown.replace(/[!-+:-@[-`{-~]/g, entity).replace(WEB, (found) => `${found.slice(0, 3)}&#46;`)
  return `<code>${quoted}</code>`
}

/** A text cut before it is made safe, for sentences that are made safe as a whole: safe text must not be made safe twice. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text
  return `${text.slice(0, max).replace(/[\ud800-\udbff]$/, '')}…`
}

function commandData(text: string): string {
  return visible(text).replaceAll('%', '%25')
}

function commandProperty(text: string): string {
  return commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

function codePointForm(found: string): string {
  return `\\u{${found.codePointAt(0)!.toString(16)}}`
}

function entity(found: string): string {
  return `&#${found.codePointAt(0)};`
}
