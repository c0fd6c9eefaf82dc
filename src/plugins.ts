/** The door for those who extend the tool. */
export type { Conversation, Turn } from './model/conversation.ts'
export { InputError } from './model/errors.ts'
export { type Reader, type Source, type Unreadable, unreadable } from './model/reader.ts'
