/**
 * axolotl: `datasets: [{path, type, data_files, split, field_*…}]`, and `pretraining_dataset`.
 *
 * A `type` names the columns, or is itself a map of `field_…`; what stands behind a colon (`alpaca:chatml`) is a template and
 * says nothing of the columns. Preference types are recognised row by row. `test_datasets` are not trained on.
 */

import type { Meaning, NamedRole } from '../../model/meaning.ts'
import { isRow, type Row } from '../layout.ts'
import { mapOf, rowIn, textIn, textsIn } from './columns.ts'
import type { Entry } from './entry.ts'

const ALPACA = { prompt: 'instruction', input: 'input', response: 'output', system: 'system' } as const

const TYPES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
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
  [
    'alpaca_w_system.load_open_orca_chatml',
    { map: mapOf({ prompt: 'question', response: 'response', system: 'system_prompt' }) },
  ],
  ['alpaca_chat.load_qa', { map: mapOf({ prompt: 'question', response: 'answer' }) }],
  ['alpaca_chat.load_camel_ai', { map: mapOf({ prompt: 'message_1', response: 'message_2' }) }],
  ['creative_acr.load_answer', { map: mapOf({ prompt: 'instruction', response: 'answer' }) }],
  ['creative_acr.load_critique', { map: mapOf({ prompt: 'instruction', response: 'critiques' }) }],
  ['creative_acr.load_revise', { map: mapOf({ prompt: 'instruction', response: 'revision' }) }],
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

export function axolotlInputs(config: Row): readonly Entry[] {
  const pretraining = [config.pretraining_dataset].flat().map((one) => (typeof one === 'string' ? { path: one } : one))
  return [
    ...listIn(config, 'datasets').flatMap((entry) => entryOf(entry, meaningOf(entry))),
    ...pretraining.filter(isRow).flatMap((entry) => {
      return entryOf(entry, { map: mapOf({ text: textIn(entry, 'text_column') ?? 'text' }) })
    }),
  ]
}

const listIn = (config: Row, name: string): readonly Row[] => [config[name]].flat().filter(isRow)

function entryOf(entry: Row, meaning: Meaning): readonly Entry[] {
  const place = textIn(entry, 'path')
  if (place === undefined) return []
  const files = textsIn(entry, 'data_files')
  const about = { split: textIn(entry, 'split') ?? 'train', config: textIn(entry, 'name'), meaning }
  return [{ name: place, place, revision: textIn(entry, 'revision'), ...(files.length > 0 && { files }), ...about }]
}

function meaningOf(entry: Row): Meaning {
  if (isRow(entry.type)) return ofFields(entry.type)
  const type = (textIn(entry, 'type') ?? '').split(':')[0]
  const known = TYPES.get(type) ?? TYPES.get(type.split('.')[0])
  if (TEXTS.has(type)) return { map: mapOf({ text: textIn(entry, 'field') ?? 'text' }) }
  // chat_template.argilla_chat and its like are preference pairs
  const isChat = CHATS.has(type) || (type.startsWith('sharegpt.') && !type.includes('reward'))
  return isChat ? ofChat(entry, type) : (known ?? {})
}

/** A type of the user's own: `field_…` of a pair, of a preference pair, or of a rated answer. */
function ofFields(type: Row): Meaning {
  const system = textIn(type, 'field_system') ?? 'system'
  const prompt = textIn(type, 'field_prompt') ?? 'prompt'
  if (type.field_chosen !== undefined || type.field_rejected !== undefined) {
    const chosen = textIn(type, 'field_chosen') ?? 'chosen'
    return { map: mapOf({ prompt, system, chosen, rejected: textIn(type, 'field_rejected') ?? 'rejected' }) }
  }
  if (type.field_completion !== undefined || type.field_label !== undefined)
    return { map: mapOf({ prompt, system, response: textIn(type, 'field_completion') ?? 'completion' }) }
  const instruction = textIn(type, 'field_instruction') ?? 'instruction'
  const input = textIn(type, 'field_input') ?? 'input'
  return { map: mapOf({ prompt: instruction, input, response: textIn(type, 'field_output') ?? 'output', system }) }
}

function ofChat(entry: Row, type: string): Meaning {
  const properties = rowIn(entry, 'message_property_mappings')
  const messages = textIn(entry, 'field_messages') ?? (type.startsWith('chat_template') ? 'messages' : 'conversations')
  const role = textIn(properties, 'role') ?? textIn(entry, 'message_field_role')
  const content = textIn(properties, 'content') ?? textIn(entry, 'message_field_content')
  const train = textIn(entry, 'message_field_training')
  return {
    map: mapOf({ messages, system: textIn(entry, 'field_system') ?? 'system' }),
    tags: { role, content, train, roles: rolesOf(entry) },
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
