/**
 * As much of a document as the chart library needs to build an SVG outside of a browser: elements, attributes, text.
 *
 * No selectors, no events, no style sheets: the `<style>` that the library adds is left out, since the page forbids any style
 * but its own. Everything is quoted when written.
 */
const SVG = 'http://www.w3.org/2000/svg'

export class SvgElement {
  readonly namespaceURI: string
  readonly localName: string
  readonly ownerDocument: SvgDocument
  readonly childNodes: SvgElement[] = []
  parentNode: SvgElement | null = null
  textContent = ''
  private readonly attributes = new Map<string, string>()

  constructor(document: SvgDocument, namespaceURI: string, localName: string) {
    this.ownerDocument = document
    this.namespaceURI = namespaceURI
    this.localName = localName
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value))
  }

  setAttributeNS(_: string, name: string, value: unknown): void {
    this.setAttribute(name, value)
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name)
  }

  appendChild(child: SvgElement): SvgElement {
    return this.insertBefore(child, null)
  }

  insertBefore(child: SvgElement, next: SvgElement | null): SvgElement {
    child.parentNode?.removeChild(child)
    const at = next === null ? -1 : this.childNodes.indexOf(next)
    this.childNodes.splice(at < 0 ? this.childNodes.length : at, 0, child)
    child.parentNode = this
    return child
  }

  removeChild(child: SvgElement): SvgElement {
    const at = this.childNodes.indexOf(child)
    if (at >= 0) this.childNodes.splice(at, 1)
    child.parentNode = null
    return child
  }

  get outerHTML(): string {
    if (this.localName === 'style') return ''
    const attributes = [...this.attributes].map(([name, value]) => ` ${name}="${quoted(value)}"`).join('')
    const inside = quoted(this.textContent) + this.childNodes.map((child) => child.outerHTML).join('')
    return inside === ''
      ? `<${this.localName}${attributes}/>`
      : `<${this.localName}${attributes}>${inside}</${this.localName}>`
  }
}

export interface SvgDocument {
  readonly documentElement: SvgElement
  createElementNS(namespaceURI: string, localName: string): SvgElement
  createElement(localName: string): SvgElement
}

export function svgDocument(): SvgDocument {
  const document: { documentElement?: SvgElement } & Omit<SvgDocument, 'documentElement'> = {
    createElementNS: (namespaceURI, localName) => new SvgElement(document as SvgDocument, namespaceURI, localName),
    createElement: (localName) => new SvgElement(document as SvgDocument, SVG, localName),
  }
  document.documentElement = document.createElement('html')
  return document as SvgDocument
}

function quoted(text: string): string {
  return text.replace(/[&<>"']/g, (found) => `&#${found.codePointAt(0)};`)
}
