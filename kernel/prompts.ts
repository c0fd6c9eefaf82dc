/** What candidates are held against. A program of its own. */
export { compare, nearest, weighted } from './likest'
export { add, begin, cellMask, closing, likeness, list } from './prompt-lists'
