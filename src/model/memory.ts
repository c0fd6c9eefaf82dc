/** Room for arrays, so many bytes of zeros. @param shared  several threads will look at it */
export function memory(bytes: number, shared: boolean): ArrayBuffer {
  return (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)) as ArrayBuffer
}
