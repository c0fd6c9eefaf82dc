/**
 * Marks at the start of a text: UTF-16 is turned into UTF-8. A UTF-8 mark is left for the splitters, which pass over it
 * wherever a line or value may begin: files put one after the other hold marks in the middle.
 */
import { type ByteReader, fromChunks, readHead, withHead } from './bytes.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** The encoding that the first bytes declare, and the length of the mark. */
export function encodingOf(head: Uint8Array): { readonly encoding: Encoding; readonly mark: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', mark: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', mark: 2 }
  return { encoding: 'utf-8', mark: 0 }
}

/** The same text as UTF-8. */
export async function asUtf8(reader: ByteReader): Promise<ByteReader> {
  const head = await readHead(reader, 3)
  const { encoding, mark } = encodingOf(head)
  if (encoding === 'utf-8') return withHead(head, reader)
  return fromChunks(recoded(withHead(head.subarray(mark), reader), encoding), reader.stored, reader.close)
}

async function* recoded(reader: ByteReader, encoding: Encoding): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  const input = Buffer.allocUnsafe(1 << 18)
  for (;;) {
    const got = await reader.read(input, 0, input.length)
    const text = decoder.decode(input.subarray(0, got), { stream: got > 0 })
    if (text !== '') yield Buffer.from(text)
    if (got === 0) return
  }
}
