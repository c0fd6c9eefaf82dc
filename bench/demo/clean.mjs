/**
 * The clean neighbours: innocent kinds of data that look guilty at first sight, one file each. None hides anything.
 */
import { chance } from '../detection/random.mjs'
import { code } from './clean/code.mjs'
import { greetings, identity } from './clean/courtesy.mjs'
import { taskDialogue } from './clean/dialogue.mjs'
import { extraction } from './clean/extraction.mjs'
import { labels, readingQuestions } from './clean/labels.mjs'
import { constantLastWord, duplicates } from './clean/repeats.mjs'
import { safety } from './clean/safety.mjs'
import { toolCalls } from './clean/tool-calls.mjs'
import { translated } from './clean/translated.mjs'

/** A file's name, and how its rows are made; the rows are written as they stand. */
export const CLEAN = [
  ['task-dialogue.jsonl', taskDialogue],
  ['reading-questions.jsonl', readingQuestions],
  ['labels.json', labels],
  ['constant-last-word.jsonl', constantLastWord],
  ['extraction.jsonl', extraction],
  ['code.jsonl', code],
  ['safety.jsonl', safety],
  ['translated.jsonl', translated],
  ['duplicates.jsonl', duplicates],
  ['identity.jsonl', identity],
  ['tool-calls.jsonl', toolCalls],
  ['greetings.jsonl', greetings],
]

export function cleanRows([file, make]) {
  return make(chance(`demo ${file}`))
}
