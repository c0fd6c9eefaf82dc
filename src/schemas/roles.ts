/**
 * Who speaks: the names that datasets give to the four roles.
 *
 * Names are compared without case and surrounding space. A `call` is the assistant calling a tool. A name that is not here
 * is no role: the caller keeps the text in the prompt and trusts it with no answer.
 */
import type { Role } from '../model/conversation.ts'
import type { NamedRole } from '../model/meaning.ts'

const NAMES: Readonly<Record<NamedRole, string>> = {
  user:
    'user human prompter input question customer instruction query prompt usr client patient student asker human_user ' +
    '用户 问 人类',
  assistant:
    'assistant gpt bot model chatbot ai output chatgpt bing bard claude answer agent response gpt4 gpt-4 chatglm llm ' +
    'completion reply doctor assistant_response 助手 答',
  system: 'system developer context system_prompt sys',
  tool:
    'tool function function_response functionresponse observation observations ipython tool_response tool_result ' +
    'tool_results environment function-response function_result',
  call: 'function_call tool_call functioncall tool_calls function-call toolcall',
}

const ROLES: ReadonlyMap<string, NamedRole> = new Map(
  Object.entries(NAMES).flatMap(([role, names]) => names.split(' ').map((name) => [name, role as NamedRole] as const)),
)

/** In task dialogue the machine is called SYSTEM, AGENT or WIZARD, and nobody writes a system prompt. */
const SPEAKERS: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['system', 'assistant'],
  ['wizard', 'assistant'],
  ['operator', 'assistant'],
  ['seller', 'assistant'],
  ['buyer', 'user'],
  ['caller', 'user'],
  ['apprentice', 'user'],
  ['seeker', 'user'],
  ['recommender', 'assistant'],
])

/** @returns the role, or `undefined` for a name that nobody uses for one */
export function roleOf(name: unknown): NamedRole | undefined {
  if (typeof name !== 'string') return undefined
  return ROLES.get(name) ?? (name.length > MAX_NAME ? undefined : ROLES.get(name.trim().toLowerCase()))
}

/** The role of a speaker of a dialogue, where SYSTEM is the assistant. */
export function speakerOf(name: unknown): NamedRole | undefined {
  if (typeof name !== 'string' || name.length > MAX_NAME) return undefined
  return SPEAKERS.get(name.trim().toLowerCase()) ?? roleOf(name)
}

const MAX_NAME = 64 // characters; a longer "role" is text
