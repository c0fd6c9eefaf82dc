/**
 * The chat templates that a `text` column may be written in: what opens a turn, whose it is, and what ends it.
 *
 * A table. `marker` finds a turn's opening with the role's name as its first group; `sign` is a cheap string that every text
 * of the template has. Special-token templates come first, plain words last: `Human:` may stand in any text. No pattern has a
 * quantifier without a bound inside another, so time stays linear in the text.
 */
import type { Role } from '../model/conversation.ts'

export interface Template {
  readonly name: string
  readonly signs: readonly string[] // one of them is in every text of this template
  readonly marker: RegExp // global; first group: the role's name
  readonly ends: readonly string[] // cut from the end of a turn
  readonly startsText?: true // words that any text may hold: only a text that begins with one is of this template
  readonly roles?: Readonly<Record<string, Role>> // names that mean something else here, or nothing elsewhere
}

const EOS = ['</s>', '<|endoftext|>', '<|end_of_text|>', '<eos>'] as const

export const TEMPLATES: readonly Template[] = [
  { name: 'chatml', signs: ['<|im_start|>'], marker: /<\|im_start\|>[ \t]*(\w{1,32})[^\n<]{0,64}\n?/g, ends: ['<|im_end|>', ...EOS] },
  {
    name: 'llama-3',
    signs: ['<|start_header_id|>'],
    marker: /<\|start_header_id\|>[ \t]*(\w{1,32})[ \t]*<\|end_header_id\|>/g,
    ends: ['<|eot_id|>', '<|eom_id|>', ...EOS],
  },
  {
    name: 'llama-4',
    signs: ['<|header_start|>'],
    marker: /<\|header_start\|>[ \t]*(\w{1,32})[ \t]*<\|header_end\|>/g,
    ends: ['<|eot|>', '<|eom|>', ...EOS],
  },
  { name: 'gemma', signs: ['<start_of_turn>'], marker: /<start_of_turn>[ \t]*(\w{1,32})/g, ends: ['<end_of_turn>', ...EOS] },
  {
    name: 'harmony',
    signs: ['<|message|>'],
    marker: /<\|start\|>(\w{1,32}(?:<\|channel\|>(?:analysis|commentary))?)[^<\n]{0,64}(?:<\|channel\|>final)?(?:<\|constrain\|>\w{1,32})?<\|message\|>/g,
    ends: ['<|end|>', '<|return|>', '<|call|>'],
  },
  {
    name: 'granite',
    signs: ['<|start_of_role|>'],
    marker: /<\|start_of_role\|>(\w{1,32})[^<\n]{0,64}<\|end_of_role\|>/g,
    ends: EOS,
  },
  {
    name: 'cohere',
    signs: ['<|START_OF_TURN_TOKEN|>'],
    marker: /<\|START_OF_TURN_TOKEN\|><\|(USER|CHATBOT|SYSTEM)_TOKEN\|>/g,
    ends: ['<|END_OF_TURN_TOKEN|>'],
  },
  { name: 'deepseek', signs: ['<｜Assistant｜>'], marker: /<｜(User|Assistant|System)｜>/g, ends: ['<｜end▁of▁sentence｜>'] },
  { name: 'hunyuan', signs: ['<｜hy_Assistant｜>'], marker: /<｜hy_(User|Assistant|System)｜>/g, ends: ['<｜hy_place▁holder▁no▁2｜>'] },
  {
    name: 'phi',
    signs: ['<|assistant|>', '<|model|>', '<|Bot|>', '<|answer|>'],
    marker: /<\|(system|user|prompt|assistant|answer|observation|tool|model|User|Bot|System)\|>:?/g,
    ends: ['<|end|>', '<|eos|>', '<|endofturn|>', '<eoh>', '<eoa>', ...EOS],
  },
  { name: 'jais', signs: ['[|AI|]'], marker: /(?:### ?(?:Input|Response): ?)?\[\|(Human|AI)\|\]:?/g, ends: EOS },
  { name: 'kimi', signs: ['<|im_assistant|>'], marker: /<\|im_(system|user|assistant)\|>[^<\n]{0,64}<\|im_middle\|>/g, ends: ['<|im_end|>', ...EOS] },
  { name: 'seed', signs: ['<seed:bos>'], marker: /<seed:bos>(system|user|assistant|tool)\b/g, ends: ['<seed:eos>', ...EOS] },
  {
    name: 'minimax',
    signs: ['<beginning_of_sentence>', ']~b]'],
    marker: /(?:<beginning_of_sentence>|\]~b\])(system|user|ai|tool)(?: name=[^\n<]{0,64})?\n/g,
    ends: ['<end_of_sentence>', '[e~['],
  },
  { name: 'telechat', signs: ['<_bot>'], marker: /<_(system|user|bot)>/g, ends: ['<_end>', ...EOS] },
  { name: 'cpm', signs: ['<AI>'], marker: /<(用户|AI)>/g, ends: EOS, startsText: true },
  { name: 'exaone', signs: ['[|assistant|]'], marker: /\[\|(system|user|assistant|tool)\|\]/g, ends: ['[|endofturn|]', ...EOS] },
  {
    name: 'bailing',
    signs: ['<role>ASSISTANT</role>'],
    marker: /<role>(SYSTEM|HUMAN|ASSISTANT|OBSERVATION)<\/role>/g,
    ends: ['<|role_end|>', ...EOS],
  },
  {
    name: 'llama-2',
    signs: ['[/INST]'],
    marker: /(<<SYS>>|<<\/SYS>>|\[\/?INST\]|\[\/?SYSTEM_PROMPT\]|\[TOOL_RESULTS\]|\[\/TOOL_RESULTS\])/g,
    ends: EOS,
    roles: {
      '<<SYS>>': 'system',
      '<</SYS>>': 'user',
      '[INST]': 'user',
      '[/INST]': 'assistant',
      '[SYSTEM_PROMPT]': 'system',
      '[/SYSTEM_PROMPT]': 'user',
      '[TOOL_RESULTS]': 'tool',
      '[/TOOL_RESULTS]': 'assistant',
    },
  },
  {
    name: 'nemo',
    signs: ['<extra_id_1>'],
    marker: /<extra_id_[01]>[ \t]*(System|User|Assistant)\b(?:\n<extra_id_2>[^\n]{0,256}(?=\n))?/g,
    ends: ['<extra_id_1>', ...EOS],
  },
  { name: 'baichuan', signs: ['<reserved_107>'], marker: /<reserved_(106|107)>/g, ends: EOS, roles: { 106: 'user', 107: 'assistant' } },
  {
    name: 'openchat',
    signs: ['Correct Assistant:'],
    marker: /GPT4 Correct (User|Assistant):/g,
    ends: ['<|end_of_turn|>', ...EOS],
  },
  {
    name: 'hashes',
    signs: ['### '],
    marker:
      /(?<!#)#{2,3} ?(System|Instructions?|Input|Context|User|Human|Question|Query|Response|Assistant|Answer|Output)(?: ?Prompt| ?Message)?:?(?=[\n\s]|$)/g,
    ends: ['<|EOT|>', '###', ...EOS],
    roles: { Instructions: 'user', Context: 'user', System: 'system' },
  },
  { name: 'redpajama', signs: ['<bot>:'], marker: /(?:^|\n)[ \t]*<(human|bot)>:/g, ends: EOS },
  {
    name: 'vicuna',
    signs: ['ASSISTANT:'],
    marker: /(?:^|\s|<\/s>)(SYSTEM|USER|ASSISTANT|FUNCTION RESPONSE|TOOL):/g,
    ends: EOS,
    roles: { 'FUNCTION RESPONSE': 'tool' },
  },
  { name: 'chatglm-2', signs: ['答：'], marker: /(?:^|\n)(?:\[Round \d{1,5}\]\s{0,4})?(问|答)：/g, ends: EOS },
  {
    name: 'words',
    signs: [':'],
    marker: /(?:^|\n|<s>)[ \t]*(Human|User|Assistant|System|AI|Bot|GPT|Chatbot|Q|A|Question|Answer|Input|Output|human|user|assistant|bot|gpt|system)[ \t]?:/g,
    ends: EOS,
    startsText: true,
    roles: { Q: 'user', A: 'assistant' },
  },
  // After the words of chats, so that a line of an answer that begins with one of these is cut in no chat.
  {
    name: 'task words',
    signs: [':'],
    marker:
      /(?:^|\n|<s>)[ \t]*(Instruct|Instruction|Prompt|Query|Problem|Input|Response|Output|Completion|Answer|Solution)[ \t]?:/g,
    ends: EOS,
    startsText: true,
    roles: { Instruct: 'user', Problem: 'user', Solution: 'assistant' },
  },
] // biome-ignore format: a table

/** What stands before the first turn and says nothing. */
export const BEGINNINGS: readonly string[] = [
  '<|begin_of_text|>', '<｜begin▁of▁sentence｜>', '<|begin▁of▁sentence|>', '<s>', '<bos>', '<BOS_TOKEN>', '<|startoftext|>',
  '[gMASK]<sop>', '[gMASK]', '<sop>', '[BOS]', '<|endoftext|>', '<｜hy_begin▁of▁sentence｜>', '<extra_id_0>', '</s>',
] // biome-ignore format: a table
