// Validates the XML on standard input against the XSD named first. A process of its own: libxml2-wasm is an ES module, tests are not.
import { readFileSync } from 'node:fs'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'

const validator = XsdValidator.fromDoc(XmlDocument.fromString(readFileSync(process.argv[2], 'utf8')))
try {
  validator.validate(XmlDocument.fromString(readFileSync(0, 'utf8')))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
