/**
 * Structured values that were stored as text: JSON, or the `repr` of a Python value.
 *
 * Reads dicts, lists, tuples, strings with Python's escapes, numbers, True, False, None, and what NumPy prints around them
 * (`array([...], dtype=object)`, lists without commas). Objects have no prototype, so a key such as `__proto__` is only a
 * key. Never throws; what it cannot read is `undefined`.
 */
const MAX_DEPTH = 64

export function parseLiteral(text: string): unknown {
  const bare = text.trim()
  const first = bare.charCodeAt(0)
  if (first !== 0x5b && first !== 0x7b && first !== 0x28 && !bare.startsWith('array(')) return undefined
  try {
    return JSON.parse(bare)
  } catch {
    // Not JSON: perhaps Python.
  }
  const state = { text: bare, at: 0 }
  const value = readValue(state, 0)
  skipSpace(state)
  return value === FAILED || state.at !== bare.length ? undefined : value
}

interface State {
  readonly text: string
  at: number
}

const FAILED = Symbol('failed')

function readValue(state: State, depth: number): unknown {
  skipSpace(state)
  if (depth > MAX_DEPTH) return FAILED
  const char = state.text[state.at]
  if (char === '{') return readDict(state, depth)
  if (char === '[') return readList(state, ']', depth)
  if (char === '(') return readList(state, ')', depth)
  if (char === "'" || char === '"') return readString(state, char)
  if (state.text.startsWith('array(', state.at)) return readArray(state, depth)
  return readWord(state)
}

function readArray(state: State, depth: number): unknown {
  state.at += 'array('.length
  const value = readValue(state, depth + 1)
  if (value === FAILED) return FAILED
  const rest = /\s*(?:,\s*dtype=[\w'"<>|]{1,32}\s*)?\)/y
  rest.lastIndex = state.at
  if (!rest.test(state.text)) return FAILED
  state.at = rest.lastIndex
  return value
}

function readList(state: State, close: string, depth: number): unknown {
  state.at += 1
  const list: unknown[] = []
  for (;;) {
    skipSpace(state)
    if (state.text[state.at] === close) {
      state.at += 1
      return list
    }
    if (state.at >= state.text.length) return FAILED
    const value = readValue(state, depth + 1)
    if (value === FAILED) return FAILED
    list.push(value)
    skipSpace(state)
    if (state.text[state.at] === ',') state.at += 1
  }
}

function readDict(state: State, depth: number): unknown {
  state.at += 1
  const dict: Record<string, unknown> = Object.create(null)
  for (;;) {
    skipSpace(state)
    if (state.text[state.at] === '}') {
      state.at += 1
      return dict
    }
    const key = readValue(state, depth + 1)
    if (typeof key !== 'string' && typeof key !== 'number') return FAILED
    skipSpace(state)
    if (state.text[state.at] !== ':') return FAILED
    state.at += 1
    const value = readValue(state, depth + 1)
    if (value === FAILED) return FAILED
    dict[String(key)] = value
    skipSpace(state)
    if (state.text[state.at] === ',') state.at += 1
    else if (state.text[state.at] !== '}') return FAILED
  }
}

const WORD = /[\w.+-]{1,64}/y

function readWord(state: State): unknown {
  WORD.lastIndex = state.at
  const word = WORD.exec(state.text)?.[0]
  if (word === undefined) return FAILED
  state.at += word.length
  if (word === 'True' || word === 'true') return true
  if (word === 'False' || word === 'false') return false
  if (word === 'None' || word === 'null' || word === 'nan' || word === 'NaN') return null
  const number = Number(word)
  return Number.isNaN(number) ? FAILED : number
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'], ['t', '\t'], ['r', '\r'], ['b', '\b'], ['f', '\f'], ['v', '\v'], ['0', '\0'], ['a', '\x07'], ['\n', ''],
]) // biome-ignore format: one table

const HEX_LENGTH: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

function readString(state: State, quote: string): unknown {
  const { text } = state
  let value = ''
  let from = state.at + 1
  for (let at = from; at < text.length; at += 1) {
    const char = text[at]
    if (char === quote) {
      state.at = at + 1
      return value + text.slice(from, at)
    }
    if (char !== '\\') continue
    value += text.slice(from, at)
    const escaped = text[at + 1] ?? ''
    const digits = HEX_LENGTH.get(escaped)
    if (digits === undefined) {
      value +=
        ESCAPES.get(escaped) ?? (escaped === '\\' || escaped === "'" || escaped === '"' ? escaped : `\\${escaped}`)
      at += 1
    } else {
      const point = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16)
      if (!(point <= 0x10ffff)) return FAILED
      value += String.fromCodePoint(point)
      at += 1 + digits
    }
    from = at + 1
  }
  return FAILED
}

function skipSpace(state: State): void {
  while (state.at < state.text.length && state.text.charCodeAt(state.at) <= 0x20) state.at += 1
}
