/** The door of this folder: rows in, conversations out. */

export type { Understanding, UnderstandingOptions, Understood } from './understanding.ts'
export { createUnderstanding, SCHEMA_NAMES } from './understanding.ts'
