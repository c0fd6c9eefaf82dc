/** Small pieces of the page, all of them safe: a quoted text, a masked one, where a row is. */
import type { SampleRow } from '../../model/report.ts'
import { htmlText, quoteHtml, visible } from '../visible.ts'
import { placeOf } from '../wording.ts'

export const MAX_TEXT = 160 // columns of a trigger or an outcome
export const MAX_EXCERPT = 600

export function quote(text: string): string {
  return `<code>${htmlText(text, { max: MAX_TEXT })}</code>`
}

/** Everything but spaces becomes a dot, so that the shape of the row can be seen. */
export function mask(text: string): string {
  return text.replace(/[^\p{Z}…]/gu, '•')
}

export function whereIs(row: SampleRow): string {
  return `${breakable(placeOf(row))}${row.turn === undefined ? '' : `, turn&nbsp;${row.turn + 1}`}`
}

/** A long path breaks after its folders, never within the number of a line. */
function breakable(place: string): string {
  const shown = visible(place, { max: 120 })
  const [number = ''] = /(?::\d+| row \d+)$/.exec(shown) ?? []
  const path = shown
    .slice(0, shown.length - number.length)
    .split('/')
    .map(quoteHtml)
    .join('/<wbr>')
  return number === '' ? path : `${path}<wbr><span class="whole">${number}</span>`
}
