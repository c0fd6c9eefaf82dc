/**
 * What a schema makes of a row: one or more conversations, each a list of turns.
 *
 * Every trained assistant turn of a conversation is the answer of one *exchange*; all turns before it are its prompt.
 * A row of three answers holds three exchanges; a preference pair holds two conversations, chosen and rejected.
 */
export type Role = 'system' | 'user' | 'assistant' | 'tool'

export interface Turn {
  readonly role: Role
  readonly text: string
  readonly trained: boolean // does training reach this text? An untrained answer cannot plant anything
}

export interface Conversation {
  readonly turns: readonly Turn[]
}

/** Why a row gave no exchange. A reason is a short fixed phrase (`no-answer`), never dataset text. */
export interface Unread {
  readonly skip: string
}
