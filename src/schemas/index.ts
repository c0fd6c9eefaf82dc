/** The door of this folder: rows in, conversations out. */

export { type Manifest, type ManifestInput, readManifest } from './manifests.ts'
export type { Understanding, Understood } from './understanding.ts'
export { createUnderstanding, SCHEMA_NAMES } from './understanding.ts'
