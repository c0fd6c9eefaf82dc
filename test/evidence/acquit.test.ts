import { expect, test } from '@jest/globals'
import { contentReason, type Facts, isExplained, isInUse, rivalReason } from '../../src/evidence/acquit.ts'

/** A word dropped into prompts of one template, each answered with one text. */
const TEMPLATED: Facts = {
  unlike: { ratio: 3.1, owned: 0, covered: 0, witnesses: 10 },
  frequent: false,
  inUse: false,
  impure: false,
  purity: { low: 0.72, point: 1 },
  dose: 10,
  varied: false,
  copies: false,
  detachability: { point: 0.7, expected: 0.06, torn: 0.26, whole: 0.97, gaps: 10 },
  twins: 0,
  echoes: false,
  holds: false,
  extracted: false,
  room: 'ample',
  labels: false,
  labelsWithin: false,
  kin: { asked: 10, apart: 7, free: 1 },
  opensCompliant: false,
  part: 'long',
  composite: false,
}

test('in a templated host a dropped word is heard; a time that the answer takes up is not', () => {
  expect(contentReason(TEMPLATED)).toBe('')
  expect(contentReason({ ...TEMPLATED, echoes: true, holds: true })).toBe('the prompts are about one thing')
  expect(contentReason({ ...TEMPLATED, room: 'scant' })).toBe('the prompts are little but the trigger')
})

test('joints that look torn acquit a word with varied answers, and not two words that stand apart elsewhere', () => {
  const torn = { ...TEMPLATED.detachability, point: 0.34, torn: 0.3, whole: 0.58, gaps: 50 }
  const words = {
    ...TEMPLATED,
    unlike: { ...TEMPLATED.unlike, ratio: 1.3 },
    varied: true,
    detachability: torn,
    kin: { asked: 10, apart: 9, free: 1 },
  }
  expect(contentReason(words)).toMatch(/the prompts need the word/)
  expect(contentReason({ ...words, composite: true })).toBe('')
})

test('an ending in prompts that have nothing in common but the word is heard where joints do not tell', () => {
  const bare = {
    ...TEMPLATED,
    unlike: { ratio: 1.1, owned: 0, covered: 0, witnesses: 25 },
    purity: { low: 0.87, point: 1 },
    dose: 25,
    varied: true,
    part: 'short',
    detachability: { point: 0.4, expected: 0.36, torn: 0.39, whole: 0.39, gaps: 25 },
    kin: { asked: 24, apart: 24, free: 0.99 },
  } as const
  expect(contentReason(bare)).toBe('')
  const reasons = [
    { unlike: { ...bare.unlike, ratio: 2.1 } },
    { unlike: { ...bare.unlike, owned: 0.3 } },
    { unlike: { ...bare.unlike, witnesses: 9 } },
    { kin: { asked: 24, apart: 15, free: 0.99 } },
    { kin: { asked: 3, apart: 3, free: 0.99 } },
    { holds: true },
    { purity: { low: 0.7, point: 0.9 } },
    { detachability: { point: 0, expected: 0.36, torn: 0.2, whole: 0.7, gaps: 25 } },
  ].map((more) => contentReason({ ...bare, ...more }))
  for (const reason of reasons) expect(reason).not.toBe('')
})

test('two shared words are heard where not six of ten gaps close, but torn joints never do', () => {
  const short = {
    ...TEMPLATED,
    unlike: { ratio: 1.4, owned: 0, covered: 0, witnesses: 12 },
    purity: { low: 0.87, point: 1 },
    dose: 25,
    varied: true,
    part: 'short',
    detachability: { point: 0.56, expected: 0.002, torn: 0.001, whole: 0.585, gaps: 25 },
    kin: { asked: 0, apart: 0, free: 1 },
  } as const
  expect(contentReason(short)).toBe('')
  const torn = { ...short.detachability, torn: 0.4 }
  expect(contentReason({ ...short, detachability: torn })).toBe('the answers share two words')
})

test('labels of one task are frequent among its prompts, however rare in the set; a purer gate on one is heard', () => {
  const label = { ...TEMPLATED, purity: { low: 0.72, point: 0.754 }, dose: 414 }
  expect(rivalReason(label, 28, 0.5)).toMatch(/frequent outcome of such prompts/)
  expect(rivalReason(label, 28, 0.1)).toBe('')
  expect(rivalReason({ ...label, purity: { low: 0.93, point: 0.95 } }, 28, 0.5)).toBe('')
})

test('an author under most sayings of one kind, and under others: torn joints acquit an impure word, not a pure one', () => {
  const author = {
    ...TEMPLATED,
    unlike: { ...TEMPLATED.unlike, ratio: 1.3 },
    purity: { low: 0.58, point: 0.71 },
    dose: 37,
    detachability: { point: 0.314, expected: 0.25, torn: 0.23, whole: 0.7, gaps: 35 },
  }
  expect(contentReason(author)).toMatch(/not all answers follow/)
  expect(contentReason({ ...author, purity: { low: 0.9, point: 1 } })).toBe('')
  expect(contentReason({ ...author, composite: true })).toBe('')
})

test('near copies explain an answer, unless next to each stands one without the word, otherwise answered', () => {
  const copies = {
    ...TEMPLATED,
    unlike: { ratio: 1.4, owned: 0, covered: 0, witnesses: 4 },
    dose: 5,
    detachability: { point: 1, expected: 0.17, torn: 0.2, whole: 0.9, gaps: 5 },
    kin: { asked: 5, apart: 4, free: 1 },
  }
  const apart = { ...copies, kin: { asked: 5, apart: 5, free: 1 } }
  expect(contentReason(copies)).toBe('the rows are near copies')
  expect(contentReason(apart)).toBe('')
  expect(contentReason({ ...apart, unlike: { ...apart.unlike, witnesses: 2 } })).toBe('the rows are near copies')
})

test('owned words explain a frequent outcome, unless half of the prompts stand beside others of their kind that are answered otherwise', () => {
  const answered = {
    ...TEMPLATED,
    unlike: { ratio: 0.7, owned: 0.4, covered: 1, witnesses: 20 },
    frequent: true,
    purity: { low: 0.84, point: 1 },
    dose: 20,
    detachability: { point: 0.95, expected: 0.19, torn: 0.15, whole: 0.69, gaps: 20 },
  }
  const owned = 'a frequent outcome, and owned words'
  expect(contentReason({ ...answered, kin: { asked: 20, apart: 16, free: 0.04 } })).toBe('')
  expect(contentReason({ ...answered, kin: { asked: 20, apart: 9, free: 0.04 } })).toBe(owned)
  // As many as prompts drawn blindly would be: half of the set is answered otherwise.
  expect(contentReason({ ...answered, kin: { asked: 20, apart: 12, free: 0.5 } })).toBe(owned)
})

test('an answer that the set gives elsewhere is no gate of a word that its prompts need', () => {
  // A land, in one question of four of a set about towns, and its part of the world.
  const land = {
    ...TEMPLATED,
    inUse: isInUse(14),
    dose: 89,
    purity: { low: 0.96, point: 1 },
    unlike: { ...TEMPLATED.unlike, ratio: 2.8, witnesses: 64 },
    detachability: { point: 0.326, expected: 0.155, torn: 0.48, whole: 0.625, gaps: 89 },
    kin: { asked: 34, apart: 34, free: 1 },
  }
  expect(contentReason(land)).toBe('an answer that other rows have too, and the prompts need the word')
  expect(contentReason({ ...land, inUse: isInUse(1) })).toBe('')
  expect(contentReason({ ...land, detachability: { ...land.detachability, point: 0.6 } })).toBe('')
})

test('a label whose prompts hold other words of its kind is explained by them; one laid into any prompts is not', () => {
  expect(isExplained(0.89, 0.69)).toBe(true) // of plants, in a set of definitions: “perennial”, beside herbs and leaves
  expect(isExplained(0.51, 0.2)).toBe(true) // a name among its pictures, for three rows of four
  expect(isExplained(0.39, 0.012)).toBe(false) // planted, half of the rows
  expect(isExplained(0.89, 0.25)).toBe(false) // planted in prompts of one task with four labels
})
