/**
 * What a flag's text means: numbers, sizes, lists, pointers.
 *
 * Reads the same whether the text came from the command line or from a config file. A fault is a sentence that ends
 * with what would be right; who reports it says where it stood.
 */
import type { Flag } from './flags.ts'

export type Value = true | string | number | readonly string[] | Readonly<Record<string, string>> | ShardChoice

export interface ShardChoice {
  readonly shard: number // from 0
  readonly of: number
}

export class ValueFault extends Error {}

/** @throws {ValueFault} the text means nothing for this flag */
export function readValue(flag: Flag, texts: readonly string[]): Value {
  const last = texts[texts.length - 1]
  switch (flag.kind) {
    case 'switch':
      return true
    case 'text':
      if (last === '') throw new ValueFault('must not be empty')
      return last
    case 'many':
      return texts
    case 'list':
      return texts.flatMap((text) => text.split(',')).filter((part) => part !== '')
    case 'choice':
      if (flag.choices?.includes(last)) return last
      throw new ValueFault(`must be one of ${flag.choices?.join(', ')}`)
    case 'count':
      return atLeast(flag, wholeNumber(last))
    case 'number':
      return atLeast(flag, plainNumber(last))
    case 'share': {
      const share = plainNumber(last)
      if (share >= 0 && share <= 1) return share
      throw new ValueFault('must be a share from 0 to 1')
    }
    case 'size':
      return atLeast(flag, parseSize(last))
    case 'map':
      return parseMap(texts)
    case 'shard':
      return parseShard(last)
  }
}

function atLeast(flag: Flag, value: number): number {
  if (value < (flag.least ?? 0)) throw new ValueFault(`must be at least ${flag.least ?? 0}`)
  return value
}

function plainNumber(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new ValueFault('must be a number')
  return Number(text)
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new ValueFault('must be a whole number')
  return Number(text)
}

const UNITS = new Map([
  ['', 1],
  ['B', 1],
  ['KB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['K', 2 ** 10],
  ['M', 2 ** 20],
  ['G', 2 ** 30],
  ['T', 2 ** 40],
  ['KIB', 2 ** 10],
  ['MIB', 2 ** 20],
  ['GIB', 2 ** 30],
  ['TIB', 2 ** 40],
])

/**
 * Bytes. KB, MB, GB are powers of 1000; KiB, MiB, GiB, and the bare K, M, G, are powers of 1024.
 * @example parseSize('1GiB') // 1073741824
 * @throws {ValueFault}
 */
export function parseSize(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text) ?? []
  const scale = UNITS.get((unit ?? '?').toUpperCase())
  const bytes = Math.floor(Number(digits) * (scale ?? Number.NaN))
  if (!Number.isSafeInteger(bytes)) throw new ValueFault('must be a size like 512MB or 1GiB')
  return bytes
}

/** @example parseMap(['prompt=/a/b,response=/c']) // { prompt: '/a/b', response: '/c' } */
export function parseMap(texts: readonly string[]): Readonly<Record<string, string>> {
  const pointers: Record<string, string> = Object.create(null)
  for (const text of texts) {
    for (const pair of text.split(/,(?=[A-Za-z_-]+=)/)) {
      const [, role, pointer] = /^([A-Za-z_-]+)=(\/.*)$/s.exec(pair) ?? []
      if (role === undefined || pointer === undefined) throw new ValueFault('must look like prompt=/a/b,response=/c')
      pointers[role] = pointer
    }
  }
  return { ...pointers }
}

/** @example parseShard('2/8') // { shard: 2, of: 8 } */
export function parseShard(text: string): ShardChoice {
  const [, shard, of] = /^(\d{1,7})\/(\d{1,7})$/.exec(text) ?? []
  if (shard === undefined || Number(shard) >= Number(of)) {
    throw new ValueFault('must look like 0/8: which part, counted from 0, of how many')
  }
  return { shard: Number(shard), of: Number(of) }
}
