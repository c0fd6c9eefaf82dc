/** What is worked out for a candidate, which is weighed several times, mostly by the same rows and words. */
import type { Question } from '../confirm.ts'

/** What was worked out for the same rows and words when the candidate was weighed last, or is now. */
export type Remembered<T> = (
  question: Question,
  both: readonly Uint32Array[],
  words: readonly number[],
  make: () => T,
) => T

export function createRemembered<T>(): { readonly of: Remembered<T>; forget(question: Question): void } {
  const last = new Map<Question, { both: readonly Uint32Array[]; words: readonly number[]; value: T }>()
  return {
    of(question, both, words, make) {
      const known = last.get(question)
      if (known !== undefined && areSame(known.both, both) && areSame(known.words, words)) return known.value
      const value = make()
      last.set(question, { both, words, value })
      return value
    },
    forget(question) {
      last.delete(question)
    },
  }
}

function areSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i])
}
