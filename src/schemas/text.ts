/**
 * The text of a value: what of it a model would read as words.
 *
 * Strings, numbers, lists of content parts in every dialect (`text`, `value`, `content`), and parts that stand for media,
 * which become `<image>` and the like. Base64 data are cut to the same mark: a picture is no phrase.
 */
import { isRow, type Row } from './layout.ts'

const MAX_DEPTH = 8 // of nested parts; deeper is no text

/** @returns the text, or `undefined` where the value is none (an object without text, a list without parts) */
export function textOf(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return withoutMedia(value)
  if (value === null || value === undefined) return undefined
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (depth > MAX_DEPTH) return undefined
  if (Array.isArray(value)) return textOfParts(value, depth)
  return isRow(value) ? textOfPart(value, depth) : undefined
}

function textOfParts(parts: readonly unknown[], depth: number): string | undefined {
  if (parts.length === 1) return textOf(parts[0], depth + 1)
  let whole: string | undefined
  for (const part of parts) {
    const text = textOf(part, depth + 1)
    if (text === undefined || text === '') continue
    whole = whole === undefined ? text : `${whole}\n${text}`
  }
  return whole
}

/** One part of a content list. Reasoning is no part of the answer, so it has no text here. */
function textOfPart(part: Row, depth: number): string | undefined {
  const kind = part.type
  if (typeof kind === 'string' && kind !== 'text') {
    if (REASONING.has(kind)) return undefined
    const media = MEDIA.get(kind)
    if (media !== undefined) return media
  }
  return textOf(part.text ?? part.value ?? part.content ?? part.output ?? part.parts ?? part.toolResult, depth + 1)
}

const REASONING: ReadonlySet<string> = new Set(['reasoning', 'thinking', 'redacted_thinking', 'think'])

const MEDIA: ReadonlyMap<string, string> = new Map([
  ['image', '<image>'],
  ['image_url', '<image>'],
  ['input_image', '<image>'],
  ['video', '<video>'],
  ['video_url', '<video>'],
  ['audio', '<audio>'],
  ['audio_url', '<audio>'],
  ['input_audio', '<audio>'],
  ['file', '<file>'],
  ['document', '<file>'],
])

const DATA_URL = /data:(image|video|audio|application)\/[\w.+-]{1,64};base64,[A-Za-z0-9+/=_-]*/g

function withoutMedia(text: string): string {
  if (!text.includes(';base64,')) return text
  return text.replace(DATA_URL, (_, kind: string) => (kind === 'application' ? '<file>' : `<${kind}>`))
}
