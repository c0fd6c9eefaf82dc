/** What stands for \b \f \n \r \t \" \\ \/ in a string of JSON: by the byte behind the backslash, the byte that is meant; else 0. */
export const ESCAPES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const place = 'bfnrt"\\/'.indexOf(String.fromCharCode(byte))
  return place < 0 ? 0 : '\b\f\n\r\t"\\/'.charCodeAt(place)
})
