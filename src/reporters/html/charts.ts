/**
 * Three small charts of one finding, drawn by Observable Plot into inline SVG when the report is rendered.
 *
 * Only numbers and our own words are drawn, never text of the data. Colours are custom properties of the page, so that light
 * and dark share one drawing.
 */
import * as Plot from '@observablehq/plot'
import { count } from '../../model/numbers.ts'
import type { DoseBand, Finding } from '../../model/report.ts'
import { rebin } from '../sparkline.ts'
import { DOSE_THRESHOLDS, expectedByRivals, percent } from '../wording.ts'
import { type SvgElement, svgDocument } from './svg-document.ts'

const WIDTH = 350 // units of the drawing; the page scales it down where there is less room
const MAX_BINS = 100
const AXIS = { labelAnchor: 'center', labelArrow: 'none', labelOffset: 37 } as const

/** Observed against expected: the share with the outcome, with the trigger, by the rivals, without the trigger. */
export function evidenceChart({ evidence }: Finding): string {
  const { exchanges, with_outcome, purity, base } = evidence
  const expected = expectedByRivals(evidence)
  const share = (some: number, all: number) => (all === 0 ? 0 : some / all)
  const bars = [
    {
      name: 'with the trigger',
      share: share(with_outcome, exchanges),
      told: `${count(with_outcome)} of ${count(exchanges)}`,
      fill: 'var(--accent)',
    },
    {
      name: 'rivals explain',
      share: share(expected, exchanges),
      told: `${Number(expected.toPrecision(2))} of ${count(exchanges)}`,
      fill: 'var(--muted)',
    },
    {
      name: 'without it',
      share: share(base.with, base.of),
      told: `${count(base.with)} of ${count(base.of)}`,
      fill: 'var(--muted)',
    },
  ]
  return draw(
    `${percent(purity.point)} with the trigger; rivals explain ${percent(bars[1]!.share)}; without it ${percent(bars[2]!.share)}`,
    {
      height: 140,
      marginLeft: 100,
      marginRight: 86,
      marginTop: 6,
      marginBottom: 40,
      x: {
        ...AXIS,
        domain: [0, 1],
        ticks: [0, 0.25, 0.5, 0.75, 1],
        tickFormat: (tick: number) => `${tick * 100}`,
        label: 'percent of exchanges with the outcome',
      },
      y: { domain: bars.map(({ name }) => name), label: null, tickSize: 0 },
      marks: [
        Plot.gridX({ ticks: [0, 0.25, 0.5, 0.75, 1], stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.barX(bars, { x: 'share', y: 'name', fill: 'fill', insetTop: 3, insetBottom: 3 }),
        Plot.ruleY([purity], {
          y: () => 'with the trigger',
          x1: 'low',
          x2: 'high',
          stroke: 'var(--ink)',
          strokeWidth: 2,
        }),
        Plot.tickX([purity.low, purity.high], {
          x: (end: number) => end,
          y: () => 'with the trigger',
          stroke: 'var(--ink)',
          strokeWidth: 2,
          insetTop: 7,
          insetBottom: 7,
        }),
        Plot.text(bars, { x: () => 1, y: 'name', text: 'told', textAnchor: 'start', dx: 10, fill: 'var(--ink)' }),
      ],
    },
  )
}

/** The dose on the scale of published attacks. The axis is drawn in powers of ten: a log scale leaves out the label of 50. */
export function doseChart({ dose }: Finding): string {
  const rows = Math.max(1, dose.count)
  const end = 10 ** Math.max(3, Math.ceil(Math.log10(rows * 1.5)))
  const names: readonly DoseBand[] = ['trace', 'emerging', 'effective', 'saturating']
  const edges = [1, ...DOSE_THRESHOLDS, end]
  const powers = edges.map(Math.log10)
  const bands = names.map((name, at) => ({
    name,
    from: powers[at]!,
    to: powers[at + 1]!,
    opacity: [0.08, 0.18, 0.34, 0.5][at]!,
  }))
  const here = [{ power: Math.log10(rows), told: count(dose.count) }]
  return draw(`${count(dose.count)} rows: ${dose.band}`, {
    height: 100,
    marginLeft: 14,
    marginRight: 22,
    marginTop: 8,
    marginBottom: 40,
    x: {
      ...AXIS,
      domain: [0, powers.at(-1)!],
      ticks: powers,
      tickFormat: (power: number) => count(Math.round(10 ** power)),
      label: 'rows with trigger and outcome',
    },
    y: { axis: null, domain: [0, 1] },
    marks: [
      Plot.rectX(bands, {
        x1: 'from',
        x2: 'to',
        y1: 0,
        y2: 0.42,
        fill: 'var(--accent)',
        fillOpacity: 'opacity',
        stroke: 'var(--panel)',
      }),
      Plot.text(bands, {
        x: ({ from, to }: { from: number; to: number }) => (from + to) / 2,
        y: 0.21,
        text: 'name',
        fill: 'var(--ink)',
        fontSize: 10.5,
      }),
      Plot.ruleX(here, { x: 'power', y1: 0, y2: 0.62, stroke: 'var(--ink)', strokeWidth: 2 }),
      Plot.dot(here, { x: 'power', y: 0.62, r: 4, fill: 'var(--ink)' }),
      Plot.text(here, { x: 'power', y: 0.9, text: 'told', fontWeight: 'bold', fill: 'var(--ink)' }),
    ],
  })
}

/** Where in the set the rows sit, from the first row to the last. */
export function placesChart(finding: Finding): string {
  const places = rebin(finding.places, MAX_BINS)
  const total = places.reduce((sum, many) => sum + many, 0)
  if (total === 0) return ''
  const bins = places.map((many, at) => ({ from: at / places.length, to: (at + 1) / places.length, many }))
  const filled = bins.filter(({ many }) => many > 0)
  const first = filled[0]!.from
  const last = filled.at(-1)!.to
  return draw(`${count(total)} rows between ${percent(first)} and ${percent(last)} of the set`, {
    height: 100,
    marginLeft: 30,
    marginRight: 28,
    marginTop: 10,
    marginBottom: 40,
    x: {
      ...AXIS,
      domain: [0, 1],
      ticks: [0, 0.25, 0.5, 0.75, 1],
      tickFormat: (tick: number) => (tick === 0 ? 'first row' : tick === 1 ? 'last row' : `${tick * 100} %`),
      label: 'place in the set',
    },
    y: {
      ticks: [0, Math.max(...places)],
      tickFormat: (tick: number) => count(tick),
      tickSize: 0,
      label: null,
      domain: [0, Math.max(...places)],
    },
    marks: [
      Plot.rectY(filled, { x1: 'from', x2: 'to', y: 'many', fill: 'var(--accent)', insetLeft: 0.4, insetRight: 0.4 }),
      Plot.ruleY([0], { stroke: 'var(--muted)' }),
    ],
  })
}

function draw(label: string, options: Plot.PlotOptions): string {
  const svg = Plot.plot({
    className: 'chart',
    width: WIDTH,
    ...options,
    document: svgDocument() as never,
  }) as unknown as SvgElement
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', label)
  svg.setAttribute('font-size', '11.5')
  return svg.outerHTML
}
