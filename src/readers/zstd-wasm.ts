/**
 * Zstandard's reference decoder in WebAssembly, as the package zstddec carries it: several times as fast as JavaScript.
 *
 * Driven here, not by the package's own loop, which would ask for ever what broken data mean. Promises an error for broken
 * bytes, a memory of the frame's window and some kilobytes whatever is decoded, and output in pieces of 128 KiB at most.
 */
import type { ZSTDDecoder } from 'zstddec/stream'
import { tooFewAddresses } from './too-few-addresses.ts'

/** Of the many frames that may follow each other; `close` gives its memory back. */
export interface ZstdDecoder {
  /** Decodes more input. A piece is to be used, or copied, before the next is asked for. */
  decode(input: Uint8Array): Generator<Uint8Array, void, undefined>
  /** Whether the last frame came to its end. */
  readonly ended: boolean
  close(): void
}

const INPUT_BYTES = 1 << 16
const OUTPUT_BYTES = 1 << 17 // most that a block of zstd decodes to
const FRAME_START_BYTES = 5 // enough to know how long the frame's header is
const STRUCT_INTS = 6 // ZSTD_inBuffer and ZSTD_outBuffer: where, size, place
const FIRST_ERROR = 2 ** 32 - 120 // ZSTD_error_maxCode: what is above is an error's number, negated

/** What of the module is used. Pointers and sizes are 32 bits, and come out signed. */
interface Wasm {
  readonly memory: { readonly buffer: ArrayBuffer }
  malloc(bytes: number): number
  free(at: number): void
  ZSTD_createDCtx(): number
  ZSTD_freeDCtx(at: number): number
  ZSTD_decompressStream(decoder: number, output: number, input: number): number
}

let loading: Promise<void> | undefined
let wasm: Wasm | undefined

/** Loads the module, once a thread; to be awaited before `createZstdDecoder`. */
export function loadZstd(): Promise<void> {
  loading ??= load()
  return loading
}

async function load(): Promise<void> {
  const { ZSTDDecoder: Decoder } = await import('zstddec/stream')
  type Result = Parameters<ZSTDDecoder['_init']>[0]
  class Opened extends Decoder {
    override _init(result: Result): void {
      super._init(result)
      wasm = result.instance.exports as unknown as Wasm
    }
  }
  try {
    await withoutFetch(() => new Opened().init())
  } catch (cause) {
    throw tooFewAddresses('zstd', cause)
  }
}

/**
 * Where there is a `fetch`, the package has it fetch the module from its own text, for which Node loads its client of HTTP, in each thread, and that a module
 * of its own. While this is called nothing else runs.
 */
function withoutFetch<T>(call: () => T): T {
  const fetch = Object.getOwnPropertyDescriptor(globalThis, 'fetch')
  if (fetch?.configurable !== true) return call()
  delete (globalThis as { fetch?: unknown }).fetch
  try {
    return call()
  } finally {
    Object.defineProperty(globalThis, 'fetch', fetch)
  }
}

export function createZstdDecoder(): ZstdDecoder {
  if (wasm === undefined) throw new Error('zstd is not loaded')
  const { memory, malloc, free, ZSTD_createDCtx, ZSTD_freeDCtx, ZSTD_decompressStream } = wasm
  const decoder = ZSTD_createDCtx()
  const input = malloc(INPUT_BYTES + OUTPUT_BYTES + STRUCT_INTS * 4)
  if (decoder === 0 || input === 0) throw new RangeError('no memory for zstd')
  const output = input + INPUT_BYTES
  const structs = output + OUTPUT_BYTES
  let hint = 0 // bytes that the next step wants; 0: between frames
  let closed = false
  return {
    get ended() {
      return hint === 0
    },
    *decode(bytes) {
      for (let at = 0; at < bytes.length; at += INPUT_BYTES) {
        const piece = bytes.subarray(at, at + INPUT_BYTES)
        new Uint8Array(memory.buffer).set(piece, input)
        let used = 0
        let made = 0
        do {
          // No more than the next block, so that an error costs no block before it. Views anew: memory that has grown lies elsewhere.
          const end = Math.min(piece.length, used + (hint || FRAME_START_BYTES))
          new Int32Array(memory.buffer, structs, STRUCT_INTS).set([input, end, used, output, OUTPUT_BYTES, 0])
          hint = ZSTD_decompressStream(decoder, structs + 12, structs) >>> 0
          if (hint > FIRST_ERROR) throw new RangeError('broken zstd data')
          const [, , read, , , written] = new Int32Array(memory.buffer, structs, STRUCT_INTS)
          used = read
          made = written
          if (made > 0) yield new Uint8Array(memory.buffer, output, made)
        } while (used < piece.length || (made === OUTPUT_BYTES && hint !== 0))
      }
    },
    close() {
      if (closed) return
      closed = true
      free(input)
      ZSTD_freeDCtx(decoder)
    },
  }
}
