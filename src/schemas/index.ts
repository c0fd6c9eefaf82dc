/** The door of this folder: rows in, conversations out. */

export { readManifest } from './manifests.ts'
export type { Understanding, UnderstandingOptions, Understood } from './understanding.ts'
export { createUnderstanding, SCHEMA_NAMES } from './understanding.ts'
