/** Classes of all characters, run by run: what a run is and how long, as one number of seven bits a byte, the last of them first; as base64. */
import { CLASSES } from '../src/tokenizers/classes.ts'
import { classify } from './classify.ts'

const CODES = 0x110000

export function packedClasses(): string {
  const bytes: number[] = []
  for (let from = 0, to = 0; from < CODES; from = to) {
    const kind = classify(from)
    while (to < CODES && classify(to) === kind) to++
    let number = (to - from) * CLASSES + kind
    for (; number > 127; number >>>= 7) bytes.push((number & 127) | 128)
    bytes.push(number)
  }
  return Buffer.from(bytes).toString('base64')
}
