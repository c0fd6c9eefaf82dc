/** Globs: `*`, `?`, `[…]` and `{a,b}` within a name, `**` across folders. */
export const isGlob = (input: string): boolean => /[*?[{]/.test(input)

/** The folder that a glob's walk starts from: everything before the first part with a wildcard. */
export function globRoot(pattern: string): string {
  const parts = pattern.split('/')
  const first = parts.findIndex(isGlob)
  const root = parts.slice(0, Math.min(first, parts.length - 1)).join('/')
  return root === '' ? (pattern.startsWith('/') ? '/' : '.') : root
}

/** Tells of a path, `/` between its parts, whether the whole of it fits. */
export function globMatcher(pattern: string): (path: string) => boolean {
  const patterns = braces(pattern).map((one) => one.split('/').filter((part, index) => index === 0 || part !== ''))
  return (path) => patterns.some((parts) => fits(parts, path.split('/')))
}

function fits(pattern: readonly string[], path: readonly string[]): boolean {
  // Row by row over the path: reach[i] says that the first i parts of the pattern fit what was seen.
  let reach = pattern.map((_, index) => pattern.slice(0, index).every((part) => part === '**'))
  reach.push(pattern.every((part) => part === '**'))
  for (const name of path) {
    const next = new Array<boolean>(pattern.length + 1).fill(false)
    for (const [index, part] of pattern.entries()) {
      if (part === '**') {
        if (reach[index] && !name.startsWith('.')) next[index] = true
      } else if (reach[index] && nameFits(part, name)) next[index + 1] = true
    }
    for (const [index, part] of pattern.entries()) if (part === '**' && next[index]) next[index + 1] = true
    reach = next
  }
  return reach[pattern.length]!
}

function nameFits(part: string, name: string): boolean {
  if (name.startsWith('.') && !part.startsWith('.')) return false
  return toRegExp(part).test(name)
}

const MOST_FORMS = 256 // of one pattern with braces

function braces(pattern: string): string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern)
  if (found === null) return [pattern]
  const before = pattern.slice(0, found.index)
  const after = pattern.slice(found.index + found[0].length)
  return found[1]!
    .split(',')
    .flatMap((form) => braces(before + form + after))
    .slice(0, MOST_FORMS)
}

function toRegExp(part: string): RegExp {
  const source = part.replace(/\[(!?)([^\]]+)\]|\*+|\?|[\\^$.|+(){}[\]]/g, (token, not: string, set: string) => {
    if (token.startsWith('*')) return '[^/]*'
    if (token === '?') return '[^/]'
    if (set !== undefined) return `[${not === '!' ? '^' : ''}${set.replace(/[\\\]^]/g, '\\$&')}]`
    return `\\${token}`
  })
  return new RegExp(`^${source}$`, 'su')
}
