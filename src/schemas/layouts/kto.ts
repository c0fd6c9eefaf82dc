/** KTO: a chat, or a prompt and a completion, with a verdict. Good and bad answers alike are answers that training reaches. */
import type { Layout } from '../layout.ts'
import { fitChat } from './chat.ts'
import { fitPair } from './pairs.ts'

export const kto: Layout = {
  name: 'kto',
  fit(fields) {
    const label = fields.find('label', 'kto_tag', 'desirable')
    const fit =
      fitChat(fields, ['messages', 'conversations']) ?? fitPair(fields, ['prompt'], ['completion', 'response'])
    if (label === undefined || fit === undefined) return undefined
    return {
      used: [...fit.used, label],
      read: (row) => (typeof row[label] === 'boolean' ? fit.read(row) : undefined),
    }
  },
}
