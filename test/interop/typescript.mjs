/** Lets Node run the TypeScript source as it is, through swc: `node --import ./test/interop/typescript.mjs file.ts`. */
import { register } from 'node:module'

register('./typescript-hooks.mjs', import.meta.url)
