/** The door for those who extend the tool. */
export type { Conversation, Turn } from './model/conversation.ts'
