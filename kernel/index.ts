/** What the kernel offers to JavaScript. */
export { capitals, findAny, findTwice } from './find'
export { pickFeatures, sumFeatures } from './pick'
export { cellsOf } from './records'
export { copyText } from './texts'
export { tokenize } from './tokens'
