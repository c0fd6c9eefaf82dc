/**
 * Template tokens: which markers of chat templates stand in what a user said, where no marker belongs.
 *
 * Whoever writes `<|im_start|>system` into a prompt may speak with another's voice. Looked for as runs of token hashes in the
 * last user turn of a record, so case is folded and no text is needed. Square brackets are no tokens: `[INST]` is known by
 * `inst` and, after it, `/inst`.
 */
import * as o from '../model/observation.ts'

/** At most 28, since a record's oddities are the bits of one number. */
export const TEMPLATE_TOKENS = [
  '<|im_start|>', '<|im_end|>', '<|begin_of_text|>', '<|end_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>',
  '<|eom_id|>', '<|header_start|>', '<|eot|>', '<start_of_turn>', '<end_of_turn>', '<|endoftext|>', '<|endofturn|>', '<|end_of_turn|>',
  '<|system|>', '<|user|>', '<|assistant|>', '<|end|>', '<|message|>', '<|start_of_role|>', '<|START_OF_TURN_TOKEN|>', '<｜User｜>',
  '<｜Assistant｜>', '</s>', '<<SYS>>', '[INST]', '<|tool_call|>',
] as const // biome-ignore format: a table

const BRACKETED = TEMPLATE_TOKENS.indexOf('[INST]')

/** Tells, by bits, which of TEMPLATE_TOKENS stand in the last user turn of the record at words[at]. */
export type TemplateTokens = (words: Uint32Array, at: number) => number

/** Tokens without one of which in the last user turn none of TEMPLATE_TOKENS stands there. */
export function templateSigns(hashesOf: (text: string) => readonly number[]): readonly [number, number, number] {
  return [hashesOf('<')[0], hashesOf('<<')[0], hashesOf('inst')[0]]
}

/** @param hashesOf  token hashes of a text, as records hold them */
export function createTemplateTokens(hashesOf: (text: string) => readonly number[]): TemplateTokens {
  const [angle] = hashesOf('<')
  const [twoAngles] = hashesOf('<<')
  const [slash, inst] = hashesOf('/inst')
  const bySecond = new Map<number, { readonly kind: number; readonly hashes: readonly number[] }[]>() // by the token behind the first
  TEMPLATE_TOKENS.forEach((text, kind) => {
    if (kind === BRACKETED) return
    const hashes = hashesOf(text)
    const alike = bySecond.get(hashes[1])
    if (alike === undefined) bySecond.set(hashes[1], [{ kind, hashes }])
    else alike.push({ kind, hashes })
  })
  const marked = (words: Uint32Array, i: number, end: number): number => {
    for (const { kind, hashes } of bySecond.get(words[i + 1]) ?? []) {
      if (i + hashes.length > end) continue
      let j = 0
      while (j < hashes.length && words[i + j] === hashes[j]) j++
      if (j === hashes.length) return 1 << kind
    }
    return 0
  }
  return (words, at) => {
    let i = at + o.TOKENS + words[at + o.SYSTEM_COUNT] + words[at + o.EARLIER_COUNT]
    const end = i + words[at + o.LAST_COUNT]
    let held = 0
    let opened = false
    for (; i < end; i++) {
      const token = words[i]
      if (token === angle || token === twoAngles) held |= marked(words, i, end)
      else if (token === inst) {
        if (words[i - 1] !== slash) opened = true
        else if (opened) held |= 1 << BRACKETED
      }
    }
    return held
  }
}
