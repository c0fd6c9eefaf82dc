/**
 * Every layout, in the order in which they are asked.
 *
 * What has the more telling columns comes first: a preference pair before the chat it also has, a chat before a pair, the
 * pairs by name before the pairs by alias, plain text and wrappers last. To add a layout, add it here and a fixture.
 */
import type { Layout } from './layout.ts'
import { alpaca } from './layouts/alpaca.ts'
import { contents, interactions, listed, messages, sharegpt } from './layouts/chat.ts'
import { dialogue } from './layouts/dialogue.ts'
import { kto } from './layouts/kto.ts'
import * as pairs from './layouts/pairs.ts'
import { preference, rejectedResponse } from './layouts/preference.ts'
import { comparison, ranked } from './layouts/ranked.ts'
import * as tasks from './layouts/tasks.ts'
import { glaive, text } from './layouts/text.ts'
import { flatTree, tree } from './layouts/tree.ts'
import { agentTrace, exchangeLog, tokens, wrapped } from './layouts/wrapped.ts'

export const LAYOUTS: readonly Layout[] = [
  preference,
  rejectedResponse,
  kto,
  messages,
  sharegpt,
  contents,
  interactions,
  tree,
  flatTree,
  agentTrace,
  exchangeLog,
  tasks.naturalInstruction,
  tasks.naturalTask,
  tasks.seedTask,
  tasks.evaluation,
  tasks.segments,
  dialogue,
  comparison,
  ranked,
  alpaca,
  pairs.promptCompletion,
  pairs.promptResponse,
  pairs.queryResponse,
  pairs.problemSolution,
  pairs.questionAnswer,
  pairs.inputOutput,
  pairs.inputsTargets,
  pairs.camel,
  pairs.summaries,
  glaive,
  pairs.aliased,
  pairs.aliasedText,
  listed,
  tasks.translation,
  text,
  wrapped,
  tokens,
  pairs.unanswered,
]
