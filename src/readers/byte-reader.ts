/** The port through which every text reader sees its data; see `bytes.ts`. */
export interface ByteReader {
  /** Puts up to `length` bytes at target[at]; resolves to how many, 0 only at the end. */
  read(target: Buffer, at: number, length: number): Promise<number>
  /** Passes over bytes without reading them, where the source can. */
  skip?(length: number): void
  /** Bytes of the stored file used up so far, for progress. */
  stored(): number
  close(): Promise<void>
}

/** Gives what compressed bytes hold; throws where they are damaged, after all that was good. */
export type Inflate = (reader: ByteReader) => AsyncGenerator<Uint8Array, void, undefined>

/** Codecs that keep their thread busy; Node's own work in threads of its own. */
export type SlowCodec = 'zstd' | 'bzip2' | 'xz'
