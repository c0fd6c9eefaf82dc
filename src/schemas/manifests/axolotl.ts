/**
 * axolotl: `datasets: [{path, type, data_files, split, field_*…}]`.
 *
 * A `type` names the columns, or is itself a map of `field_…`; what stands behind a colon (`alpaca:chatml`) is a template and
 * says nothing of the columns. Preference types are recognised row by row.
 */
import { isRow, type Row } from '../layout.ts'
import type { NamedRole } from '../roles.ts'
import type { UnderstandingOptions } from '../understanding.ts'
import { mapOf, rowIn, textIn } from './columns.ts'
import type { Entry } from './entry.ts'

const ALPACA = { prompt: 'instruction', input: 'input', response: 'output', system: 'system' } as const

const TYPES: ReadonlyMap<string, UnderstandingOptions> = new Map<string, UnderstandingOptions>([
  ['alpaca', { map: mapOf(ALPACA) }],
  ['alpaca_chat', { map: mapOf(ALPACA) }],
  ['alpaca_instruct', { map: mapOf(ALPACA) }],
  ['alpaca_w_system', { map: mapOf(ALPACA) }],
  ['orcamini', { map: mapOf(ALPACA) }],
  ['reflection', { map: mapOf(ALPACA) }],
  ['gpteacher', { map: mapOf({ ...ALPACA, response: 'response' }) }],
  ['oasst', { map: mapOf({ prompt: 'INSTRUCTION', response: 'RESPONSE' }) }],
  [
    'alpaca_w_system.load_open_orca',
    { map: mapOf({ prompt: 'question', response: 'response', system: 'system_prompt' }) },
  ],
  ['alpaca_chat.load_qa', { map: mapOf({ prompt: 'question', response: 'answer' }) }],
  ['alpaca_chat.load_camel_ai', { map: mapOf({ prompt: 'message_1', response: 'message_2' }) }],
  ['jeopardy', { map: mapOf({ prompt: 'question', response: 'answer' }) }],
  ['summarizetldr', { map: mapOf({ prompt: 'article', response: 'summary' }) }],
  ['metharme', { map: mapOf({ prompt: 'prompt', response: 'generation' }) }],
  ['input_output', { schema: 'segments' }],
])

const CHATS: ReadonlySet<string> = new Set([
  'chat_template',
  'sharegpt',
  'messages',
  'vicuna',
  'llama2_chat',
  'pygmalion',
])
const TEXTS: ReadonlySet<string> = new Set(['completion', 'pretrain'])

export function axolotlInputs(datasets: readonly unknown[]): readonly Entry[] {
  return datasets.filter(isRow).flatMap((entry) => {
    const name = textIn(entry, 'path')
    if (name === undefined) return []
    const split = textIn(entry, 'split')
    const understanding = understandingOf(entry)
    const files = Array.isArray(entry.data_files) ? entry.data_files : [entry.data_files]
    const places = files.filter((file) => typeof file === 'string')
    return (places.length === 0 ? [name] : places).map((place) => ({ name, place, split, understanding }))
  })
}

function understandingOf(entry: Row): UnderstandingOptions {
  if (isRow(entry.type)) return ofFields(entry.type)
  const type = (textIn(entry, 'type') ?? '').split(':')[0]
  const known = TYPES.get(type) ?? TYPES.get(type.split('.')[0])
  if (TEXTS.has(type)) return { map: mapOf({ text: textIn(entry, 'field') ?? 'text' }) }
  return CHATS.has(type.split('.')[0]) ? ofChat(entry, type) : (known ?? {})
}

function ofFields(type: Row): UnderstandingOptions {
  const prompt = textIn(type, 'field_instruction') ?? 'instruction'
  const input = textIn(type, 'field_input') ?? 'input'
  const response = textIn(type, 'field_output') ?? 'output'
  return { map: mapOf({ prompt, input, response, system: textIn(type, 'field_system') ?? 'system' }) }
}

function ofChat(entry: Row, type: string): UnderstandingOptions {
  const properties = rowIn(entry, 'message_property_mappings')
  const messages = textIn(entry, 'field_messages') ?? (type.startsWith('chat_template') ? 'messages' : 'conversations')
  const role = textIn(properties, 'role') ?? textIn(entry, 'message_field_role')
  const content = textIn(properties, 'content') ?? textIn(entry, 'message_field_content')
  return {
    map: mapOf({ messages, system: textIn(entry, 'field_system') ?? 'system' }),
    tags: { role, content, roles: rolesOf(entry) },
  }
}

/** `roles: {assistant: [gpt, model]}`, turned round. */
function rolesOf(entry: Row): Readonly<Record<string, NamedRole>> {
  const roles: Record<string, NamedRole> = Object.create(null)
  for (const role of ['user', 'assistant', 'system', 'tool'] as const) {
    const names = rowIn(entry, 'roles')[role]
    if (Array.isArray(names)) for (const name of names) if (typeof name === 'string') roles[name] = role
  }
  return roles
}
