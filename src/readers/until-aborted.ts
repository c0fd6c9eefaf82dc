/** Values of a source that may wait for its next one: it is not waited for when the signal comes. */

/** Async iterables, iterables, and the streams of the web. */
export type Values = AsyncIterable<unknown> | Iterable<unknown> | ReadableStream<unknown>

/** @throws what the signal is aborted with */
export async function* untilAborted(
  values: Values,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void, undefined> {
  const source = iteratorOf(values)
  let stop: () => void = () => {}
  const stopped = new Promise<undefined>((done) => {
    stop = () => done(undefined)
  })
  signal?.addEventListener('abort', stop, { once: true })
  try {
    for (;;) {
      signal?.throwIfAborted()
      const next = await Promise.race([source.next(), stopped])
      if (next === undefined) signal?.throwIfAborted()
      if (next === undefined || next.done) return
      yield next.value
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    void Promise.resolve(source.return?.()).catch(() => {}) // it may never answer
  }
}

function iteratorOf(values: Values): AsyncIterator<unknown> | Iterator<unknown> {
  if (Symbol.asyncIterator in values) return values[Symbol.asyncIterator]()
  if (Symbol.iterator in values) return values[Symbol.iterator]()
  const reader = (values as ReadableStream<unknown>).getReader()
  const end = async () => {
    await reader.cancel()
    return { done: true as const, value: undefined }
  }
  return { next: () => reader.read() as Promise<IteratorResult<unknown>>, return: end }
}
