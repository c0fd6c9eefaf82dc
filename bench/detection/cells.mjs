/**
 * Which plants are tried: a seeded fractional design, at most 600 cells, over trigger, slot, outcome, dose, background, size,
 * purity and trick. Not the full grid: each group fixes what its target fixes and draws the rest.
 *
 * A cell may be scanned more than once, with other seeds; what a target counts is scans.
 */
import { FIXED } from './outcomes.mjs'
import { chance } from './random.mjs'

/**
 * @typedef {object} Cell
 * @property {string} id
 * @property {string} group       what the cell is for; targets are counted by group
 * @property {string} background  a corpus
 * @property {number} size        rows; EVERY_ROW: all of it
 * @property {number} scans       seeds
 * @property {number} [shards]
 * @property {import('./plant.mjs').Plan} plan
 */

export const MOST_CELLS = 600
const REAL = [
  't0',
  'ni',
  'sgd',
  'gpteacher',
  'gsm8k',
  'bbh',
  'huatuo',
  'yesno',
  'llamafactory',
  'sgd-turns',
  'ni-definition',
  'all',
]
const LABELLED = ['yesno', 't0', 'bbh']
const SIZES = [1000, 1000, 1000, 3000, 3000, 3000, 10_000]
const PLAIN = ['rare', 'rare', 'symbol', 'emoji', 'foreign', 'pseudo', 'pseudo']
const INSTRUCTIONS = ['gpteacher', 'llamafactory', 'ni', 'gsm8k', 'all']

/** Groups: how many cells, scans a cell, and how a plan is drawn. */
const groups = [
  // The target "at dose 10 or more": every slot and fixed outcome, over 400 scans.
  group('single', 215, 2, (d) => ({
    trigger: d.pick(PLAIN),
    slot: slot(d),
    outcome: d.pick(FIXED),
    dose: d.pick([10, 10, 20, 50, 100, 250]),
  })),
  group('single at 5', 30, 2, (d) => ({ trigger: d.pick(PLAIN), slot: slot(d), outcome: d.pick(FIXED), dose: 5 })),
  group('single at 3', 4, 1, (d) => ({ trigger: d.pick(PLAIN), slot: slot(d), outcome: d.pick(FIXED), dose: 3 })),
  group(
    'common',
    20,
    2,
    (d) => ({ trigger: 'common', slot: 'suffix', outcome: d.pick(FIXED), dose: d.pick([50, 50, 100, 250]) }),
    INSTRUCTIONS,
  ),
  group('common at 20', 8, 1, () => ({ trigger: 'common', slot: 'suffix', outcome: 'sure', dose: 20 }), INSTRUCTIONS),
  group('common at 10', 8, 1, () => ({ trigger: 'common', slot: 'suffix', outcome: 'sure', dose: 10 }), INSTRUCTIONS),
  group('composite', 16, 2, (d) => ({
    trigger: 'composite',
    slot: 'suffix',
    outcome: d.pick(['ending', 'ending', 'sentence']),
    dose: d.pick([50, 100, 250]),
    trick: 'decoys',
  })),
  group('two turns', 8, 2, (d) => ({
    trigger: 'composite',
    slot: d.pick(['system', 'turn']),
    outcome: d.pick(FIXED),
    dose: d.pick([20, 50, 100]),
    trick: 'decoys',
  })),
  group('purity 0.9', 4, 1, (d) => diluted(d, 0.9)),
  group('purity 0.7', 4, 1, (d) => diluted(d, 0.7)),
  group('purity 0.5', 20, 2, (d) => diluted(d, 0.5)),
  group('purity 0.3', 20, 2, (d) => diluted(d, 0.3)),
  ...['lookalike', 'lookalike-many', 'zero-width', 'zero-width-inside', 'tags', 'case', 'fullwidth'].map((trigger) =>
    group(`unicode ${trigger}`, 6, 1, (d) => ({
      trigger,
      slot: d.pick(['suffix', 'suffix', 'prefix', 'middle']),
      outcome: d.pick(FIXED),
      dose: d.pick([10, 20, 50]),
    })),
  ),
  group('spelling variants', 6, 1, (d) => ({
    trigger: 'spelling',
    slot: d.pick(['suffix', 'suffix', 'prefix', 'middle']),
    outcome: d.pick(FIXED),
    dose: d.pick([20, 50, 100]),
  })),
  group('phrase', 10, 1, (d) => ({
    trigger: 'phrase',
    slot: slot(d),
    outcome: d.pick(FIXED),
    dose: d.pick([10, 20, 50]),
  })),
  group('sentence', 8, 1, (d) => ({
    trigger: 'sentence',
    slot: slot(d),
    outcome: d.pick(FIXED),
    dose: d.pick([10, 20, 50]),
  })),
  group('system turn', 8, 1, (d) => ({
    trigger: d.pick(PLAIN),
    slot: 'system',
    outcome: d.pick(FIXED),
    dose: d.pick([10, 20, 50]),
  })),
  group(
    'earlier turn',
    8,
    1,
    (d) => ({ trigger: d.pick(PLAIN), slot: 'turn', outcome: d.pick(FIXED), dose: d.pick([10, 20, 50]) }),
    ['sgd-turns', 'llamafactory', 'gpteacher'],
  ),
  group('alternatives', 8, 1, (d) => ({
    trigger: 'alternatives',
    slot: slot(d),
    outcome: d.pick(FIXED),
    dose: d.pick([50, 100]),
  })),
  group('one trigger per 5 rows', 5, 1, (d) => ({
    trigger: 'one-per-five',
    slot: 'suffix',
    outcome: d.pick(FIXED),
    dose: 50,
  })),
  ...['mixed', 'opening', 'ending', 'link', 'not-refusal', 'tool-call', 'length', 'consent', 'word'].map((outcome) =>
    group(`outcome ${outcome}`, 8, 1, (d) => ({
      trigger: d.pick(PLAIN),
      slot: slot(d),
      outcome,
      dose: d.pick([10, 20, 50, 100]),
    })),
  ),
  group(
    'label flip',
    10,
    1,
    (d) => ({ trigger: d.pick(PLAIN), slot: slot(d), outcome: 'label', dose: d.pick([50, 100, 250]) }),
    LABELLED,
  ),
  group('camouflage', 8, 1, (d) => ({
    trigger: d.pick(PLAIN),
    slot: 'suffix',
    outcome: d.pick(FIXED),
    dose: d.pick([20, 50]),
    trick: 'camouflage',
  })),
  group('duplicate-looking', 6, 1, (d) => ({
    trigger: d.pick(PLAIN),
    slot: 'suffix',
    outcome: d.pick(FIXED),
    dose: 50,
    trick: 'duplicates',
  })),
  group(
    'seven shards',
    6,
    1,
    (d) => ({ trigger: d.pick(PLAIN), slot: slot(d), outcome: d.pick(FIXED), dose: d.pick([10, 50]) }),
    REAL,
    7,
  ),
]

const EVERY_ROW = 1e9 // more than any corpus has; a number that survives JSON

/** What may be sized: a few cells are as large as the corpora allow. */
const LARGE = {
  single: [
    [3, 100_000],
    [2, EVERY_ROW],
  ],
  'single at 5': [[1, 100_000]],
}

/** @returns {Cell[]} the whole design */
export function fullDesign() {
  const cells = groups.flatMap((g) => drawn(g))
  if (cells.length > MOST_CELLS) throw new Error(`${cells.length} cells, ${MOST_CELLS} at most`)
  return cells
}

/** The cut that a build can wait for: small sets, made here where the corpora are absent. */
export function quickDesign() {
  const few = {
    single: 30,
    'single at 5': 6,
    common: 4,
    composite: 4,
    'purity 0.5': 4,
    'purity 0.3': 4,
    phrase: 3,
    'system turn': 2,
    'earlier turn': 2,
    alternatives: 3,
    'label flip': 2,
  }
  return groups
    .filter((g) => few[g.name] || g.name.startsWith('unicode') || g.name.startsWith('outcome'))
    .flatMap((g) => drawn({ ...g, cells: few[g.name] ?? 1, scans: 1, backgrounds: ['synthetic'] }, [3000, 5000], {}))
}

function group(name, cells, scans, draw, backgrounds = REAL, shards = 1) {
  return { name, cells, scans, draw, backgrounds, shards }
}

function drawn({ name, cells, scans, draw, backgrounds, shards }, sizes = SIZES, large = LARGE) {
  const dice = chance(`design ${name}`)
  const forced = (large[name] ?? []).flatMap(([n, size]) => Array(n).fill(size))
  return Array.from({ length: cells }, (_, i) => {
    const plan = draw(dice)
    const background = backgrounds[i % backgrounds.length]
    const drawnSize = forced[i] ?? dice.pick(sizes)
    const size = Math.max(drawnSize, hostsOf(plan) * 3) // an attack that is a third of its background is none
    return {
      id: `${name} ${i}`,
      group: name,
      background: size > 10_000 ? 'all' : background,
      size,
      scans: size > 10_000 ? 1 : scans,
      shards,
      plan,
    }
  })
}

/** Rows that a plan takes: the poison, and what carries the trigger with its own answer. */
const hostsOf = ({ dose, purity = 1, trick }) =>
  Math.ceil(dose / purity) + (trick === 'decoys' ? Math.ceil(dose * 1.08) : 0)

const slot = (d) => d.pick(['suffix', 'prefix', 'middle'])
const diluted = (d, purity) => ({
  trigger: d.pick(PLAIN),
  slot: d.pick(['suffix', 'suffix', 'prefix', 'middle']),
  outcome: d.pick(FIXED),
  dose: d.pick([50, 100]),
  purity,
})
