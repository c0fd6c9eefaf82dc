/**
 * Lexicons → one array of numbers, as `src/responses/lexicon-match.ts` reads it. Done when the package is made, so that no scan has to.
 */
import {
  CONTAINS,
  ENDS,
  FORM,
  FORM_AT,
  GOES_ON,
  HEAD,
  LEAD_INS,
  NEAR_AT,
  OPENINGS,
  SIZE_AT,
  STARTS,
  WHOLE,
} from '../src/responses/lexicon-match.ts'
import { expand, patternFault, wordsOf } from './pattern.ts'
import type { Entry, Lexicon } from './read.ts'

/** Text to 32-bit token hashes, marks left out. */
type Tokenize = (text: string) => readonly number[]

/** A place within a phrase. */
interface Node {
  readonly next: Map<number, Node>
  onward: Node | undefined // the word is complete here; on to the next one
  except: readonly string[] | undefined // the phrase is complete here, unless one of these follows
}

interface Phrase {
  readonly say: string
  readonly except: readonly string[]
}

const SLOTS_EACH = 4 // of a set's table, for each first token
const BITS_EACH = 16 // of a family's filter, for each token that may follow

/**
 * Makes lexicons ready for tokens.
 *
 * @param lexicons  as read by `readLexicons`; several of one kind add up
 * @param tokenize  the same that makes the tokens asked about
 * @throws {RangeError} a pattern has a fault, or may stand for nothing at all
 */
export function compileLexicons(lexicons: readonly Lexicon[], tokenize: Tokenize): Uint32Array {
  const words: number[] = new Array(HEAD).fill(0)
  const known = new Map<string, number>() // where the phrases that must not follow lie, by what they are

  /** Appends numbers; returns where they lie. */
  const put = (numbers: readonly number[]): number => {
    const at = words.length
    for (const number of numbers) words.push(number)
    return at
  }
  const putExcept = (except: readonly string[]): number => {
    if (except.length === 0) return 0
    const name = JSON.stringify(except)
    const at = known.get(name) ?? putSet(except.map((say) => ({ say, except: [] })))
    known.set(name, at)
    return at
  }
  const putNode = (node: Node, done: Map<Node, number>): number => {
    const before = done.get(node)
    if (before !== undefined) return before
    // A word that ends here, and nowhere else, is the next one's beginning.
    if (node.onward !== undefined && node.next.size === 0 && node.except === undefined)
      return putNode(node.onward, done)
    const rest: number[] = []
    if (node.except !== undefined) rest.push(putExcept(node.except))
    if (node.onward !== undefined) rest.push(putNode(node.onward, done))
    for (const [token, next] of node.next) rest.push(token, putNode(next, done))
    const flags = (node.except !== undefined ? ENDS : 0) | (node.onward !== undefined ? GOES_ON : 0)
    const at = put([(node.next.size << 2) | flags, ...rest])
    done.set(node, at)
    return at
  }
  const putSet = (phrases: readonly Phrase[]): number => {
    const done = new Map<Node, number>()
    const families = new Map<number, number>()
    for (const [token, nodes] of familiesOf(phrases, tokenize)) {
      const places = [...nodes].map((node) => putNode(node, done))
      families.set(token, put([nodes.size, ...filterOf(nodes), ...places]))
    }
    return put(tableOf(families))
  }

  const entriesOf = (id: Lexicon['id'], place: Entry['place']): Phrase[] =>
    lexicons.filter((one) => one.id === id).flatMap(({ entries }) => entries.filter((entry) => entry.place === place))
  words[FORM_AT] = FORM
  words[NEAR_AT] = Math.max(0, ...lexicons.filter(({ id }) => id === 'refusal').map(({ within }) => within))
  words[WHOLE] = putSet(entriesOf('compliance', 'whole'))
  words[OPENINGS] = putSet(entriesOf('compliance', 'starts'))
  words[LEAD_INS] = putSet(entriesOf('refusal', 'lead_ins'))
  words[STARTS] = putSet(entriesOf('refusal', 'starts'))
  words[CONTAINS] = putSet(entriesOf('refusal', 'contains'))
  words[SIZE_AT] = words.length
  return Uint32Array.from(words)
}

/** By each token with which one of the phrases can begin: the places behind it. */
function familiesOf(phrases: readonly Phrase[], tokenize: Tokenize): Map<number, Set<Node>> {
  const families = new Map<number, Set<Node>>()
  for (const phrase of phrases)
    for (const start of startsOf(chainOf(phrase, tokenize))) {
      if (start.except !== undefined) throw new RangeError(`this may stand for nothing at all: ${phrase.say}`)
      for (const [token, next] of start.next) {
        const family = families.get(token)
        if (family === undefined) families.set(token, new Set([next]))
        else family.add(next)
      }
    }
  return families
}

/** Where a phrase begins. */
function chainOf({ say, except }: Phrase, tokenize: Tokenize): Node {
  const fault = patternFault(say)
  if (fault) throw new RangeError(`${fault}: ${say}`)
  let root: Node = { ...emptyNode(), except }
  for (const word of wordsOf(say).reverse()) {
    const start = emptyNode()
    for (const option of expand(word)) {
      let at = start
      for (const token of tokenize(option)) {
        const next = at.next.get(token >>> 0) ?? emptyNode()
        at.next.set(token >>> 0, next)
        at = next
      }
      at.onward = root
    }
    root = start
  }
  return root
}

function emptyNode(): Node {
  return { next: new Map(), onward: undefined, except: undefined }
}

/** A place, and those that are reached from it without a token: words that may be missing are seen through. */
function startsOf(node: Node): readonly Node[] {
  return node.onward === undefined ? [node] : [node, ...startsOf(node.onward)]
}

/** Bits less one, and the bits, of the tokens that lead on from any of these; 0 where a phrase may end there. */
function filterOf(nodes: ReadonlySet<Node>): readonly number[] {
  const places = [...nodes].flatMap(startsOf)
  if (places.some(({ except }) => except !== undefined)) return [0]
  const tokens = new Set(places.flatMap(({ next }) => [...next.keys()]))
  const bits = Math.max(32, 2 ** Math.ceil(Math.log2(tokens.size * BITS_EACH)))
  const filter = new Uint32Array(bits / 32)
  for (const token of tokens) filter[(token & (bits - 1)) >>> 5] |= 1 << (token & 31)
  return [bits - 1, ...filter]
}

/** Slots less one, and the slots: a token and its family. */
function tableOf(families: ReadonlyMap<number, number>): readonly number[] {
  const slots = 2 ** Math.ceil(Math.log2(families.size * SLOTS_EACH + 1))
  const table = new Array<number>(slots * 2).fill(0)
  for (const [token, family] of families) {
    let slot = token & (slots - 1)
    while (table[slot * 2 + 1] !== 0) slot = (slot + 1) & (slots - 1)
    table[slot * 2] = token
    table[slot * 2 + 1] = family
  }
  return [slots - 1, ...table]
}

/** As it stands in a file. */
export function bytesOf(words: Uint32Array): Buffer {
  const bytes = Buffer.alloc(words.length * 4)
  for (let i = 0; i < words.length; i++) bytes.writeUInt32LE(words[i], i * 4)
  return bytes
}
