/** Exit codes: what a build may rely on. Where several hold, the first of `PRECEDENCE` wins. */
export const CLEAN = 0
export const FINDINGS = 1 // findings at or above the gate
export const FAILED = 2 // could not complete: usage, config, I/O, corrupt input, limits
export const NOTHING = 3 // nothing scannable matched
export const INTERRUPTED = 130 // 128 + SIGINT, as shells count

const PRECEDENCE = [INTERRUPTED, FAILED, FINDINGS, NOTHING, CLEAN]

/** @example worst([CLEAN, FINDINGS, FAILED]) // 2 */
export function worst(codes: readonly number[]): number {
  return PRECEDENCE.find((code) => codes.includes(code)) ?? CLEAN
}
