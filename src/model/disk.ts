/** What a disk says when it cannot be written, in words that name the file and say how to mend it. */
import { InputError } from './errors.ts'

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the quota is used up'],
  ['EFBIG', 'the file may not grow so large'], // ulimit -f, or a file system of small files
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['EISDIR', 'it is a folder'],
  ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['EEXIST', 'a part of the path is not a folder'],
  ['EIO', 'the disk has a fault'],
])

/**
 * The fault of a write as an `InputError`; any other fault (a reporter's own, an `InputError` already) as it is.
 *
 * @param place  the file or folder that was to be written, as the user named it
 * @param hint   how to mend it
 */
export function cannotWrite(place: string, fault: unknown, hint = 'choose another place, or make room'): unknown {
  if (!isSystemFault(fault)) return fault
  return new InputError('file-unreadable', `cannot write ${place}: ${REASONS.get(fault.code) ?? fault.code}`, {
    hint,
    cause: fault,
  })
}

/** A fault of a scratch file, which the user did not name: TMPDIR says where it stands. */
export function cannotSpool(folder: string, fault: unknown): unknown {
  return cannotWrite(`a temporary file in ${folder}`, fault, 'make room, or let TMPDIR name another folder')
}

function isSystemFault(fault: unknown): fault is { readonly code: string } {
  if (typeof fault !== 'object' || fault === null || fault instanceof InputError) return false
  const { code, syscall } = fault as NodeJS.ErrnoException
  return code !== undefined && syscall !== undefined && syscall !== 'read' // where one stream feeds another, the source may fail
}
