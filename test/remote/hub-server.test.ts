/** The official client works against the server of these tests: so what it speaks is what the Hub speaks. */
import { downloadFile, listFiles } from '@huggingface/hub'
import { expect, test } from '@jest/globals'
import { startHub } from './hub-server.ts'

test('@huggingface/hub lists and reads what is there', async () => {
  const long = 'abcdefghij'.repeat(500)
  const hub = await startHub('acme/talks', {
    'README.md': '# Talks\n',
    'a/b.txt': long,
    'a/c.txt': 'short',
    'd.txt': 'd',
    'e.txt': 'e',
  })
  try {
    const repo = { type: 'dataset', name: 'acme/talks' } as const
    const asked = { repo, hubUrl: hub.endpoint, accessToken: 'hf_test' }
    const listed: string[] = []
    for await (const { path, type, lfs } of listFiles({ ...asked, recursive: true })) {
      if (type === 'file') listed.push(lfs === undefined ? path : `${path} ${lfs.size}`)
    }
    expect(listed).toEqual(['README.md', 'a/b.txt 5000', 'a/c.txt', 'd.txt', 'e.txt'])
    const file = await downloadFile({ ...asked, path: 'a/b.txt', xet: false })
    expect(await file?.slice(10, 20).text()).toBe('abcdefghij')
    expect(await file?.text()).toBe(long)
    expect(await downloadFile({ ...asked, path: 'gone.txt' })).toBeNull()
    expect(hub.seen.some(({ host, range }) => host === 'cdn' && range === 'bytes=10-19')).toBe(true)
  } finally {
    await hub.close()
  }
})
