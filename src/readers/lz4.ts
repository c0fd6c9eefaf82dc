/**
 * LZ4 files: frames one after the other, a block at a time. At most a block and the 64 KiB that it may look back on are held.
 *
 * Checksums are passed over, as in `lz4-frame.ts`, which decodes the blocks.
 */
import type { ByteReader } from './bytes.ts'
import { frameHead, lz4Block, MAGIC, SKIPPABLE } from './lz4-frame.ts'
import { type Pull, pull } from './pull.ts'

const WINDOW_BYTES = 1 << 16
const MOST_HEAD_BYTES = 15

export async function* unlz4(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  const source = pull(reader)
  for (let frames = 0; ; frames++) {
    const held = await source.have(MOST_HEAD_BYTES)
    if (held === 0 && frames > 0) return
    if (held < 7) throw new RangeError('an LZ4 frame ends too early')
    const magic = source.bytes().readUInt32LE()
    if (magic >= SKIPPABLE && magic <= SKIPPABLE + 15) await pass(source, 8 + source.bytes().readUInt32LE(4))
    else if (magic === MAGIC) yield* blocksOf(source)
    else throw new RangeError('not an LZ4 frame')
  }
}

async function* blocksOf(source: Pull): AsyncGenerator<Uint8Array, void, undefined> {
  const { headBytes, independent, blockSums, contentSum } = frameHead(source.bytes()[4])
  const most = mostBlockBytes(source.bytes()[5])
  await pass(source, headBytes)
  const output = Buffer.allocUnsafe(WINDOW_BYTES + most)
  let floor = WINDOW_BYTES // where the bytes begin that a block may look back on
  for (;;) {
    if ((await source.have(4)) < 4) throw new RangeError('an LZ4 frame ends too early')
    const word = source.bytes().readUInt32LE()
    source.use(4)
    if (word === 0) break
    const size = word & 0x7fffffff
    if (size > most) throw new RangeError('an LZ4 block that is longer than its frame allows')
    if ((await source.have(size)) < size) throw new RangeError('an LZ4 block ends too early')
    const block = source.bytes().subarray(0, size)
    let end = WINDOW_BYTES + size
    if (word & 0x80000000) block.copy(output, WINDOW_BYTES)
    else end = lz4Block(block, output, WINDOW_BYTES, independent ? WINDOW_BYTES : floor)
    yield Buffer.from(output.subarray(WINDOW_BYTES, end)) // a copy: the window moves on
    source.use(size)
    if (blockSums) await pass(source, 4)
    floor = Math.max(0, floor - (end - WINDOW_BYTES))
    output.copyWithin(0, end - WINDOW_BYTES, end)
  }
  if (contentSum) await pass(source, 4)
}

/** 64 KiB, 256 KiB, 1 MiB or 4 MiB. */
function mostBlockBytes(descriptor: number): number {
  const code = (descriptor >> 4) & 7
  if (code < 4) throw new RangeError('an LZ4 frame of blocks of unknown size')
  return 1 << (2 * code + 8)
}

async function pass(source: Pull, count: number): Promise<void> {
  for (let left = count; left > 0; ) {
    const held = await source.have(1)
    if (held === 0) throw new RangeError('an LZ4 frame ends too early')
    const used = Math.min(left, held)
    source.use(used)
    left -= used
  }
}
