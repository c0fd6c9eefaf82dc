/** What `schema/config-v1.json` must say, made from the table of flags, so that editor and check agree. */
import { CONFIG_FLAGS } from '../../src/cli/config/check.ts'
import type { Flag } from '../../src/cli/flags.ts'

export function configSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://unpkg.com/suretrap/schema/config-v1.json',
    title: 'Config of suretrap, version 1',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      paths: { description: 'what to scan when the command line names nothing', ...TEXTS },
      ...Object.fromEntries(CONFIG_FLAGS.map((flag) => [flag.name, { description: flag.help, ...typeOf(flag) }])),
      ignores: {
        description: 'findings that are no fault',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['fingerprint', 'reason', 'until'],
          properties: {
            fingerprint: { description: 'as the report gives it', ...TEXT },
            reason: { description: 'why this finding is no fault', ...TEXT },
            until: { description: 'the last day on which it holds', type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
            owner: { description: 'who answers for it', ...TEXT },
          },
        },
      },
    },
  }
}

const TEXT = { type: 'string', pattern: '\\S' }
const TEXTS = { anyOf: [TEXT, { type: 'array', items: TEXT }] }

function typeOf(flag: Flag): object {
  switch (flag.kind) {
    case 'switch':
      return { type: 'boolean' }
    case 'list':
    case 'many':
      return TEXTS
    case 'choice':
      return { enum: flag.choices }
    case 'count':
      return { type: 'integer', minimum: flag.least ?? 0 }
    case 'number':
      return { type: 'number', minimum: flag.least ?? 0 }
    case 'share':
      return { type: 'number', minimum: 0, maximum: 1 }
    case 'size':
      return {
        anyOf: [
          { type: 'integer', minimum: 1 },
          { type: 'string', pattern: '^\\d+(\\.\\d+)?\\s*[A-Za-z]*$' },
        ],
      }
    case 'map':
      return { type: 'object', additionalProperties: { type: 'string', pattern: '^/' } }
    default:
      return TEXT
  }
}
