/** WebAssembly programs of the package: their source is in kernel/, their text in the source beside who runs them. */

const PAGE = 1 << 16

export interface Memory {
  readonly buffer: ArrayBuffer // another one once it has grown
  /** Makes room for so many bytes at least. */
  reach(bytes: number): void
}

/** As much of the engine as is used; it is no part of the language, so its types come from nowhere. */
interface Engine {
  readonly Module: new (program: Uint8Array) => object
  readonly Memory: new (size: {
    readonly initial: number
  }) => {
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  readonly Instance: new (program: object, imports: object) => { readonly exports: unknown }
}

/**
 * Starts a program over a memory of its own, all zero.
 *
 * @param program    base64
 * @param functions  that it calls. Those of `Math` themselves: the engine knows them, and calls what JavaScript calls
 * @returns undefined where there is no WebAssembly, none with SIMD, or no room: it reserves more addresses than it uses, which a system may refuse
 */
export function startProgram<Exports>(
  program: string,
  bytes: number,
  functions: Readonly<Record<string, (x: number) => number>> = {},
): { readonly memory: Memory; readonly exports: Exports } | undefined {
  const engine = (globalThis as { readonly WebAssembly?: Engine }).WebAssembly
  if (engine === undefined) return undefined
  let compiled: object
  let memory: InstanceType<Engine['Memory']>
  try {
    compiled = new engine.Module(Buffer.from(program, 'base64'))
    memory = new engine.Memory({ initial: Math.ceil(bytes / PAGE) })
  } catch {
    return undefined
  }
  const { exports } = new engine.Instance(compiled, { env: { memory, ...functions } })
  return {
    memory: {
      get buffer() {
        return memory.buffer
      },
      reach(bytes) {
        const missing = bytes - memory.buffer.byteLength
        if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
      },
    },
    exports: exports as Exports,
  }
}
