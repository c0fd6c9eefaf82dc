/** Colours of a terminal, as SGR codes. `plain` paints nothing: the text is the same, letter for letter. */
import type { Confidence, Severity } from '../model/report.ts'

export interface Paint {
  readonly bold: Brush
  readonly dim: Brush
  readonly trigger: Brush
  readonly good: Brush
  readonly severity: (severity: Severity, text: string) => string
  readonly confidence: (confidence: Confidence, text: string) => string
}

type Brush = (text: string) => string

const BADGES: Readonly<Record<Severity, string>> = {
  critical: '1;97;41',
  high: '1;30;101',
  medium: '1;30;43',
  low: '1;30;46',
  info: '1;30;47',
}

export function paint(color: boolean): Paint {
  const brush =
    (codes: string): Brush =>
    (text) =>
      color && text !== '' ? `\x1b[${codes}m${text}\x1b[0m` : text
  return {
    bold: brush('1'),
    dim: brush('2'),
    trigger: brush('1;35'),
    good: brush('1;32'),
    severity: (severity, text) => brush(BADGES[severity])(text),
    confidence: (confidence, text) => brush(confidence === 'high' ? '1' : '2')(text),
  }
}
