/** gunzip alone: node's zlib with 1 MiB chunks, the fastest of those tried. `node gunzip.mjs FILE` */
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { report } from './report.mjs'

const CHUNK = 1 << 20 // bytes
await report(async () => {
  let lines = 0
  const unpacked = createReadStream(process.argv[2], { highWaterMark: CHUNK }).pipe(createGunzip({ chunkSize: CHUNK }))
  for await (const chunk of unpacked) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++
  }
  return lines
})
