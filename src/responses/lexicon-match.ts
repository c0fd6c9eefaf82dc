/**
 * Lexicons against tokens: does this answer comply and say nothing else, does it refuse?
 *
 * A phrase becomes a chain of small tries, one for each of its words, found by its first token; a question walks the
 * chains and, once a phrase has turned up, allocates nothing. Most answers are told at a glance: a table knows which tokens begin no phrase. Knows no
 * text but that of its lexicon.
 */
import { emptyBits, passes } from '../sketches/filter.ts'
import { expand, patternFault, wordsOf } from './pattern.ts'

/** Where an entry must stand: the whole answer, its beginning, words before a beginning, anywhere near the start. */
export type Place = 'whole' | 'starts' | 'lead_ins' | 'contains'

export interface Entry {
  readonly language: string
  readonly place: Place
  readonly say: string // a pattern; see pattern.ts
  readonly except: readonly string[] // patterns; the entry does not count where one of them follows
}

export interface Lexicon {
  readonly id: 'compliance' | 'refusal'
  readonly within: number // tokens: entries of `contains` count if they begin before this one
  readonly entries: readonly Entry[]
}

type Tokens = Uint32Array | readonly number[]

export interface CompiledLexicon {
  /** The whole of tokens[start, end) is an entry of terse compliance. */
  isCompliance(tokens: Tokens, start: number, end: number): boolean
  /** The tokens open as compliance that goes on ("Sure, here is …"). */
  opensCompliant(tokens: Tokens, start: number, end: number): boolean
  /**
   * The tokens open with a refusal, lead-ins apart, or hold one near their beginning.
   *
   * @param from  the first that passes `within`, or any before it
   */
  isRefusal(tokens: Tokens, start: number, end: number, from?: number): boolean
  /** The tokens with which a refusal that may stand anywhere begins, by their last bits: what does not pass is none. */
  readonly within: { readonly some: Uint32Array; readonly mask: number }
}

/** A place within a phrase. */
interface Node {
  next: Map<number, Node> | null // null at the end of a word
  onward: Node | null // the word is complete here; on to the next one
  end: Phrase | null // the phrase is complete here
}

interface Phrase {
  readonly words: readonly string[]
  root: Node | null // made when some answer first has a first token of it: most languages never turn up
  readonly except: Phrases | null // what must not follow
}

/** Phrases with a first token in common. */
interface Family {
  readonly phrases: Phrase[]
  /** What must follow that token; null where it may be all of a phrase; not known before an answer has the token. */
  second: ReadonlySet<number> | null | undefined
}

/** Phrases by first token; `some` has the last bits of each of these. */
interface Phrases {
  readonly tokenize: Tokenize
  readonly by: Map<number, Family>
  readonly some: Uint32Array
  readonly mask: number // of the bits
}

const LEAD_INS = 4 // how many lead-ins may stand in a row: "Oh no, I'm sorry, but unfortunately, …"
const BITS = 16 // of a first token: a thousand of them leave nearly all values free, and the table lies in a core's nearest memory
const FEW_BITS = 10

type Tokenize = (text: string) => readonly number[]

const emptyNode = (): Node => ({ next: null, onward: null, end: null })
const emptyPhrases = (tokenize: Tokenize, bits: number): Phrases => {
  return { tokenize, by: new Map(), some: emptyBits(bits), mask: 2 ** bits - 1 }
}

/** With which tokens a word can begin, and whether it may be missing. */
interface Beginning {
  readonly tokens: readonly number[]
  readonly missing: boolean
}

/** Phrases begin with the same words over and over: each is looked at once. */
function createBeginnings(tokenize: Tokenize): (word: string) => Beginning {
  const known = new Map<string, Beginning>()
  return (word) => {
    const seen = known.get(word)
    if (seen) return seen
    const options = expand(word).map(tokenize)
    const beginning = {
      tokens: options.flatMap((tokens) => (tokens.length > 0 ? [tokens[0] | 0] : [])),
      missing: options.some((tokens) => tokens.length === 0),
    }
    known.set(word, beginning)
    return beginning
  }
}

/** Files a phrase under each token with which it can begin; words that may be missing are seen through. */
function add(
  phrases: Phrases,
  pattern: string,
  except: Phrases | null,
  beginningOf: (word: string) => Beginning,
): void {
  const fault = patternFault(pattern)
  if (fault) throw new RangeError(`${fault}: ${pattern}`)
  const words = wordsOf(pattern)
  const phrase: Phrase = { words, root: null, except }
  const first = new Set<number>()
  for (const word of words) {
    const { tokens, missing } = beginningOf(word)
    for (const token of tokens) first.add(token)
    if (!missing) break
  }
  for (const token of first) {
    const family = phrases.by.get(token)
    if (family) family.phrases.push(phrase)
    else phrases.by.set(token, { phrases: [phrase], second: undefined })
    const value = token & phrases.mask
    phrases.some[value >>> 5] |= 1 << (value & 31)
  }
}

function build(phrase: Phrase, tokenize: Tokenize): Node {
  let root = emptyNode()
  root.end = phrase
  for (let word = phrase.words.length - 1; word >= 0; word--) {
    const start = emptyNode()
    for (const option of expand(phrase.words[word])) {
      let at = start
      for (const token of tokenize(option)) {
        at.next ??= new Map()
        const next = at.next.get(token | 0) ?? emptyNode()
        at.next.set(token | 0, next)
        at = next
      }
      at.onward = root
    }
    root = start
  }
  phrase.root = root
  return root
}

/** The furthest place that the rest of a phrase can reach from `at`, or −1. A spoiled end is no end. */
function reach(node: Node, tokens: Tokens, at: number, end: number): number {
  let furthest = -1
  let here: Node | undefined = node
  for (let i = at; here; i++) {
    if (here.end && !(here.end.except && furthestOf(here.end.except, tokens, i, end) >= 0))
      furthest = Math.max(furthest, i)
    if (here.onward) furthest = Math.max(furthest, reach(here.onward, tokens, i, end))
    if (i >= end) break
    here = here.next?.get(tokens[i] | 0)
  }
  return furthest
}

/** Where the longest of the phrases that begin at `at` ends, or −1. */
function furthestOf(phrases: Phrases, tokens: Tokens, at: number, end: number): number {
  if (at >= end || !passes(phrases.some, tokens[at] & phrases.mask)) return -1
  const family = phrases.by.get(tokens[at] | 0)
  if (!family) return -1
  if (family.second === undefined) family.second = secondsOf(family, tokens[at] | 0, phrases.tokenize)
  if (family.second !== null && (at + 1 >= end || !family.second.has(tokens[at + 1] | 0))) return -1
  let furthest = -1
  for (let i = 0; i < family.phrases.length; i++) {
    const root = family.phrases[i].root ?? build(family.phrases[i], phrases.tokenize)
    furthest = Math.max(furthest, reach(root, tokens, at, end))
  }
  return furthest
}

/** The tokens that follow the first in any of the phrases; null where one may end there. Most answers part from all of them here. */
function secondsOf({ phrases }: Family, first: number, tokenize: Tokenize): ReadonlySet<number> | null {
  const seconds = new Set<number>()
  for (const phrase of phrases) {
    for (const node of startsOf(phrase.root ?? build(phrase, tokenize))) {
      const then = node.next?.get(first)
      if (then === undefined) continue
      for (const one of startsOf(then)) {
        if (one.end !== null) return null
        for (const token of one.next?.keys() ?? []) seconds.add(token)
      }
    }
  }
  return seconds
}

/** A place, and those that are reached from it without a token. */
function startsOf(node: Node): readonly Node[] {
  return node.onward === null ? [node] : [node, ...startsOf(node.onward)]
}

/**
 * Makes lexicons ready for tokens.
 *
 * @param lexicons  as read by `readLexicons`; several of one kind add up
 * @param tokenize  text to 32-bit token hashes, marks left out: the same that makes the tokens asked about
 */
export function compileLexicon(
  lexicons: readonly Lexicon[],
  tokenize: (text: string) => readonly number[],
): CompiledLexicon {
  const [whole, openings, leadIns, starts, contains] = Array.from({ length: 5 }, () => emptyPhrases(tokenize, BITS))
  const beginningOf = createBeginnings(tokenize)
  let near = 0
  for (const { id, within: reached, entries } of lexicons) {
    const places = { whole, lead_ins: leadIns, contains, starts: id === 'refusal' ? starts : openings }
    if (id === 'refusal') near = Math.max(near, reached)
    for (const { place, say, except } of entries) {
      const spoilers = except.length > 0 ? emptyPhrases(tokenize, FEW_BITS) : null
      for (const pattern of except) if (spoilers) add(spoilers, pattern, null, beginningOf)
      add(places[place], say, spoilers, beginningOf)
    }
  }

  return {
    isCompliance: (tokens, start, end) => end > start && furthestOf(whole, tokens, start, end) === end,
    opensCompliant: (tokens, start, end) => furthestOf(openings, tokens, start, end) >= 0,
    within: contains,
    isRefusal: (tokens, start, end, from = start) => {
      for (let at = start, lead = 0; at >= 0 && lead <= LEAD_INS; lead++) {
        if (furthestOf(starts, tokens, at, end) >= 0) return true
        at = furthestOf(leadIns, tokens, at, end)
      }
      const last = Math.min(end, start + near)
      for (let at = from; at < last; at++) if (furthestOf(contains, tokens, at, end) >= 0) return true
      return false
    },
  }
}
