/** Reads the SVG that `../svg.ts` writes, and no other. */

export interface SvgElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: SvgElement[];
  text: string;
}

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
const decoded = (text: string) =>
  text.replace(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity] as string);

/** Reads a document's root. @throws Error where its tags do not match */
export function readSvg(svg: string): SvgElement {
  const root: SvgElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (const [, closing, name = '', attributes = '', selfClosing, text] of svg.matchAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g,
  )) {
    const parent = open.at(-1) as SvgElement;
    if (text !== undefined) parent.text += decoded(text);
    else if (closing) {
      if (open.pop()?.name !== name) throw new Error(`The figure closes ${name}, which is not open.`);
    } else {
      const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)];
      const element: SvgElement = {
        name,
        attributes: Object.fromEntries(pairs.map(([, key, value]) => [key, decoded(value as string)])),
        children: [],
        text: '',
      };
      parent.children.push(element);
      if (!selfClosing) open.push(element);
    }
  }
  const [figure] = root.children;
  if (!figure || open.length !== 1) throw new Error('The figure is not whole.');
  return figure;
}
