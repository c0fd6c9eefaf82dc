/**
 * Decompression between two threads: one reads stored bytes and uses what they hold, the other inflates.
 *
 * Stored bytes go over as they are used up, a few pieces ahead. What comes of them comes back in shared memory, cut into slots that are
 * used in turn: pieces sent one by one would stay until something else made the collector run. Knows no codec and starts no thread.
 */
import { errorOf, type Fault, faultOf } from '../model/fault.ts'
import type { ByteReader, Inflate, SlowCodec } from './byte-reader.ts'

/** An end of a channel between threads. */
export interface Port {
  postMessage(message: ToInflater | FromInflater, transfer: readonly ArrayBuffer[]): void
  on(event: 'message', listener: (message: never) => void): unknown
}

type ToInflater = { readonly slots: Uint8Array } | { readonly stored: Uint8Array } | { readonly unread: Fault } | 'used'
type FromInflater = { readonly slot: number; readonly bytes: number } | { readonly fault: Fault } | 'more' | 'end'

/** What a thread that inflates is started with. Other threads may load its program too, for what it shares with theirs. */
export interface InflaterData {
  readonly inflates: SlowCodec
}

const STORED_BYTES = 1 << 18 // of a piece
const STORED_AHEAD = 4 // pieces that wait to be inflated
const SLOT_BYTES = 1 << 19
const SLOTS = 8

/** What the other thread makes of the reader's bytes; a piece is valid until the next is asked for. */
export async function* inflatedBy(port: Port, reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  const inbox: FromInflater[] = []
  let wake = (): void => undefined
  const send = async (): Promise<void> => {
    const stored = Buffer.from(new ArrayBuffer(STORED_BYTES))
    const got = await reader.read(stored, 0, STORED_BYTES)
    port.postMessage({ stored: stored.subarray(0, got) }, [stored.buffer])
  }
  let sent = Promise.resolve()
  const sendNext = (): void => {
    sent = sent.then(send).catch((error: unknown) => port.postMessage({ unread: faultOf(error) }, []))
  }
  port.on('message', (message: FromInflater) => {
    if (message === 'more') return sendNext()
    inbox.push(message)
    wake()
  })
  const slots = new Uint8Array(new SharedArrayBuffer(SLOTS * SLOT_BYTES))
  port.postMessage({ slots }, [])
  for (let i = 0; i < STORED_AHEAD; i++) sendNext()
  try {
    for (;;) {
      const message = inbox.shift()
      if (message === undefined) {
        await new Promise<void>((done) => {
          wake = done
        })
      } else if (message === 'end') return
      else if (message !== 'more' && 'slot' in message) {
        const from = message.slot * SLOT_BYTES
        yield slots.subarray(from, from + message.bytes)
        port.postMessage('used', [])
      } else if (message !== 'more') throw errorOf(message.fault)
    }
  } finally {
    await sent // nobody reads from the reader once this is over
  }
}

/** The other end: inflates what is sent. */
export async function inflateFor(port: Port, inflate: Inflate): Promise<void> {
  const given: (Uint8Array | Fault)[] = []
  let slots: Uint8Array = new Uint8Array(0)
  let slot = 0
  let filled = 0 // bytes of the slot
  let waiting = 0 // slots that are not used yet
  let wake = (): void => undefined
  const until = async (isReady: () => boolean): Promise<void> => {
    while (!isReady())
      await new Promise<void>((done) => {
        wake = done
      })
  }
  port.on('message', (message: ToInflater) => {
    if (message === 'used') waiting--
    else if ('slots' in message) slots = message.slots
    else given.push('stored' in message ? message.stored : message.unread)
    wake()
  })
  const untilGiven = (): Promise<void> => until(() => given.length > 0)
  const reader = givenReader(given, untilGiven, () => port.postMessage('more', []))
  const post = async (): Promise<void> => {
    if (filled === 0) return
    port.postMessage({ slot, bytes: filled }, [])
    waiting++
    slot = (slot + 1) % SLOTS
    filled = 0
    await until(() => waiting < SLOTS)
  }
  try {
    for await (const piece of inflate(reader)) {
      for (let from = 0; from < piece.length; ) {
        const part = piece.subarray(from, from + SLOT_BYTES - filled)
        slots.set(part, slot * SLOT_BYTES + filled)
        filled += part.length
        from += part.length
        if (filled === SLOT_BYTES) await post()
      }
    }
    await post()
    port.postMessage('end', [])
  } catch (error) {
    await post()
    port.postMessage({ fault: faultOf(error) }, [])
  }
}

/** Reads what is given, piece after piece; an empty piece is the end. */
function givenReader(given: (Uint8Array | Fault)[], untilGiven: () => Promise<void>, onUsedUp: () => void): ByteReader {
  let used = 0
  return {
    async read(target, at, length) {
      await untilGiven()
      const [piece] = given
      if (!(piece instanceof Uint8Array)) throw errorOf(piece)
      const take = Math.min(length, piece.length - used)
      target.set(piece.subarray(used, used + take), at)
      used += take
      if (used === piece.length && used > 0) {
        given.shift()
        used = 0
        onUsedUp()
      }
      return take
    },
    stored: () => 0,
    close: async () => undefined,
  }
}
