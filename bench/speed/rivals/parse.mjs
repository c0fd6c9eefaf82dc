/** JSON.parse of every line, one thread, and nothing else: the yardstick that every machine has. `node parse.mjs FILE` */
import { closeSync, openSync, readSync } from 'node:fs'
import { report } from './report.mjs'

const BLOCK = 1 << 20 // bytes
report(async () => {
  const file = openSync(process.argv[2], 'r')
  let buffer = Buffer.allocUnsafe(2 * BLOCK)
  let kept = 0
  let rows = 0
  for (;;) {
    if (buffer.length - kept < BLOCK) buffer = Buffer.concat([buffer], buffer.length * 2)
    const end = kept + readSync(file, buffer, kept, BLOCK)
    if (end === kept) break
    let from = 0
    for (let to = buffer.indexOf(10); to >= 0 && to < end; to = buffer.indexOf(10, from)) {
      if (to > from && Array.isArray(JSON.parse(buffer.toString('utf8', from, to)).messages)) rows++
      from = to + 1
    }
    buffer.copy(buffer, 0, from, end)
    kept = end - from
  }
  closeSync(file)
  return rows
})
