/** Remote inputs → files: an address of the Hub or of the web, and what stands behind it. */
import { InputError } from '../../model/errors.ts'
import { datasetIn, inDatasetOrder, type Wanted } from '../folders.ts'
import { isGlob } from '../glob.ts'
import { openHub } from './hub.ts'
import { hubAddress } from './hub-address.ts'
import { isOffline } from './hub-settings.ts'
import { webFile } from './web.ts'

export interface RemoteFile {
  readonly file: string
  readonly path: string
  readonly named: boolean
  readonly version?: string
  readonly sha256?: string
}

export interface RemoteFound {
  readonly files: readonly RemoteFile[]
  readonly ignored: number
}

/** @throws {InputError} `remote`, `file-missing`, `nothing-scannable`, and what a dataset's own bookkeeping may be faulted for */
export async function remoteFiles(
  input: string,
  { signal, ...wanted }: Wanted & { readonly signal?: AbortSignal },
): Promise<RemoteFound> {
  const address = hubAddress(input)
  if (address === undefined) {
    if (isOffline()) {
      throw new InputError('remote', `${input.replace(/[?#].*$/s, '')}: HF_HUB_OFFLINE is set`, {
        hint: 'unset it, or name a file of this machine',
      })
    }
    return { files: [{ ...(await webFile(input, signal)), named: true }], ignored: 0 }
  }
  const folder = await openHub(address, input, signal)
  const files = await folder.files()
  if (folder.isFile) return { files: files.map((file) => ({ ...folder.place(file), named: true })), ignored: 0 }
  const met = (file: string): RemoteFile => ({ ...folder.place(file), named: false })
  if (isGlob(address.path)) {
    if (files.length > 0) return { files: files.map(met), ignored: folder.ignored }
    throw new InputError('file-missing', `${input}: no file matches`, { hint: 'check the pattern' })
  }
  const dataset = await datasetIn(folder, wanted)
  if (dataset !== null && dataset.files.length > 0)
    return { files: dataset.files.map(({ path }) => met(path)), ignored: dataset.ignored + folder.ignored }
  const ordered = await inDatasetOrder(folder)
  if (ordered.length === 0) {
    throw new InputError('nothing-scannable', `${input}: no data files (${folder.ignored} others passed over)`, {
      hint: 'its data may be elsewhere, or written by a script; @~parquet is the Hub’s own conversion',
    })
  }
  return { files: ordered.map(met), ignored: folder.ignored + files.length - ordered.length }
}
