/**
 * Draws a figure's SVG as pixels without the browser's canvas: what `../svg.ts` writes, and no more of SVG than the
 * lab's figures use. Text is set in the font that is given, letter by letter; a character that it lacks is a box with its
 * code point. Anything that is not known here throws, so that no figure is saved in part.
 */
import { fromLeftToRight } from '../../../format/visible';
import type { InParts } from '../inParts';
import { type Box, blend, type Colour, fill } from './fill';
import type { Font, Outline } from './font';
import { readSvg, type SvgElement } from './markup';
import { dashed, readPath, stroked } from './paths';
import { type Pixels, pixelsOfAddress } from './png';

/** a c e / b d f: x' = a x + c y + e. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

interface State {
  matrix: Matrix;
  fill: string;
  fillOpacity: number;
  stroke: string;
  strokeWidth: number;
  dashes: readonly number[];
  fontSize: number;
  fontWeight: number;
  clip: Box;
}

type Attributes = Readonly<Record<string, string>>;

/** Draws a figure. @param scale pixels for one of the figure's own @throws Error where it holds what is not drawn here */
export function* rasterise(svg: string, scale: number, font: Font): InParts<Pixels> {
  const root = readSvg(svg);
  const size = (name: string) => Math.round(scale * numberOf(root.attributes, name));
  const [width, height] = [size('width'), size('height')];
  const picture: Pixels = { width, height, rgba: new Uint8Array(4 * width * height).fill(255) };
  const state: State = {
    matrix: [scale, 0, 0, scale, 0, 0],
    fill: '#000000',
    fillOpacity: 1,
    stroke: 'none',
    strokeWidth: 1,
    dashes: [],
    fontSize: 16,
    fontWeight: 400,
    clip: { left: 0, top: 0, right: width, bottom: height },
  };
  const images = svg.split('<image ').length - 1;
  let drawn = 0;
  for (const _ of new Drawing(picture, font).draw(root, state)) yield ++drawn / images;
  return picture;
}

class Drawing {
  private readonly clips = new Map<string, Box>();
  private readonly gradients = new Map<string, { offset: number; colour: Colour }[]>();

  constructor(
    private readonly picture: Pixels,
    private readonly font: Font,
  ) {}

  /** Yields after each image. */
  *draw(element: SvgElement, outer: State): Generator<void> {
    const { name, attributes } = element;
    const state = this.stateOf(attributes, outer);
    switch (name) {
      case 'svg':
      case 'g':
      case 'a':
        for (const child of element.children) yield* this.draw(child, state);
        return;
      case 'title':
        return;
      case 'rect':
        this.rectangle(attributes, state);
        return;
      case 'path':
        this.path(attributes, state);
        return;
      case 'text':
        this.text(element, state);
        return;
      case 'image':
        this.image(attributes, state);
        yield;
        return;
      case 'clipPath': {
        const [shape] = element.children;
        if (shape) this.clips.set(attributes.id ?? '', boxOf(rectangleOf(shape.attributes), state.matrix));
        return;
      }
      case 'linearGradient':
        this.gradients.set(
          attributes.id ?? '',
          element.children.map(({ attributes: stop }) => ({
            offset: Number(stop.offset),
            colour: colourOf(stop['stop-color'] ?? ''),
          })),
        );
        return;
      default:
        throw new Error(`A figure has a ${name}, which is not drawn.`);
    }
  }

  private stateOf(attributes: Attributes, outer: State): State {
    const clipName = /^url\(#(.*)\)$/.exec(attributes['clip-path'] ?? '')?.[1];
    return {
      matrix: attributes.transform ? times(outer.matrix, readTransform(attributes.transform)) : outer.matrix,
      fill: attributes.fill ?? outer.fill,
      fillOpacity: Number(attributes['fill-opacity'] ?? outer.fillOpacity),
      stroke: attributes.stroke ?? outer.stroke,
      strokeWidth: Number(attributes['stroke-width'] ?? outer.strokeWidth),
      dashes: attributes['stroke-dasharray']?.split(/[\s,]+/).map(Number) ?? outer.dashes,
      fontSize: Number(attributes['font-size'] ?? outer.fontSize),
      fontWeight: Number(attributes['font-weight'] ?? outer.fontWeight),
      clip: (clipName !== undefined && this.clips.get(clipName)) || outer.clip,
    };
  }

  private rectangle(attributes: Attributes, state: State): void {
    const outline = rectangleOf(attributes);
    const gradient = this.gradients.get(/^url\(#(.*)\)$/.exec(state.fill)?.[1] ?? '');
    if (gradient) {
      const { left, right } = boxOf(outline, state.matrix);
      const colourAt = (x: number) => mixed(gradient, (x - left) / (right - left));
      fill(this.picture, [placed(outline, state.matrix)], colourAt, state.clip, state.fillOpacity);
    } else this.fillWith(state.fill, [placed(outline, state.matrix)], state, state.fillOpacity);
    this.stroke([{ line: outline, isClosed: true }], state);
  }

  private path(attributes: Attributes, state: State): void {
    const paths = readPath(attributes.d ?? '');
    const polygons = paths.map(({ line }) => placed(line, state.matrix));
    this.fillWith(state.fill, polygons, state, state.fillOpacity);
    this.stroke(paths, state);
  }

  private stroke(paths: ReturnType<typeof readPath>, state: State): void {
    if (state.stroke === 'none') return;
    const scale = Math.hypot(state.matrix[0], state.matrix[1]);
    const dashes = state.dashes.map((length) => length * scale);
    const polygons = paths.flatMap(({ line, isClosed }) => {
      const own = placed(line, state.matrix);
      const width = state.strokeWidth * scale;
      if (dashes.length === 0) return stroked({ line: own, isClosed }, width);
      const whole = isClosed ? [...own, own[0] as number, own[1] as number] : own;
      return dashed(whole, dashes).flatMap((dash) => stroked({ line: dash, isClosed: false }, width));
    });
    this.fillWith(state.stroke, polygons, state);
  }

  private fillWith(
    paint: string,
    polygons: readonly (readonly number[])[],
    { clip }: State,
    opacity = 1,
  ): void {
    if (paint === 'none') return;
    fill(this.picture, polygons, colourOf(paint), clip, opacity);
  }

  private text({ attributes, text }: SvgElement, state: State): void {
    const characters = [...fromLeftToRight(text)].filter((character) => !isolates.includes(character));
    const glyphs = characters.map((character) => this.glyphOf(character));
    const width = state.fontSize * glyphs.reduce((sum, { advance }) => sum + advance, 0);
    const anchor = { start: 0, middle: width / 2, end: width }[attributes['text-anchor'] ?? 'start'] ?? 0;
    let x = Number(attributes.x ?? 0) - anchor;
    const y = Number(attributes.y ?? 0);
    for (const { outline, advance } of glyphs) {
      const matrix = times(state.matrix, [state.fontSize, 0, 0, -state.fontSize, x, y]);
      const polygons = outline.map((polygon) => placed(polygon, matrix));
      const isBold = state.fontWeight >= 600;
      this.fillWith(state.fill, polygons, state);
      // The one font has one weight: its edge makes another.
      if (isBold)
        for (const polygon of polygons)
          this.fillWith(
            state.fill,
            stroked({ line: polygon, isClosed: true }, boldEdge * state.fontSize),
            state,
          );
      x += advance * state.fontSize;
    }
  }

  private glyphOf(character: string): { outline: Outline; advance: number } {
    const codePoint = character.codePointAt(0) as number;
    return this.font.glyph(codePoint) ?? codePointBox(codePoint, this.font);
  }

  private image(attributes: Attributes, state: State): void {
    const source = pixelsOfAddress(attributes.href ?? '');
    const { left, top, right, bottom } = boxOf(rectangleOf(attributes), state.matrix);
    const colour: [number, number, number] = [0, 0, 0];
    for (let y = Math.max(0, Math.round(top)); y < Math.min(this.picture.height, Math.round(bottom)); y++) {
      const row = Math.floor(((y + 0.5 - top) / (bottom - top)) * source.height);
      if (row < 0 || row >= source.height) continue;
      for (let x = Math.max(0, Math.round(left)); x < Math.min(this.picture.width, Math.round(right)); x++) {
        const column = Math.floor(((x + 0.5 - left) / (right - left)) * source.width);
        if (column < 0 || column >= source.width) continue;
        const at = 4 * (row * source.width + column);
        colour[0] = source.rgba[at] as number;
        colour[1] = source.rgba[at + 1] as number;
        colour[2] = source.rgba[at + 2] as number;
        blend(this.picture, x, y, colour, (source.rgba[at + 3] as number) / 255);
      }
    }
  }
}

/** What isolates a name has no shape. */
const isolates = ['\u2068', '\u2069'];

/** Pixels of the picture that a bold letter's edge has, of one of the font's size. */
const boldEdge = 0.09;

/** A box of two rows of small digits, as browsers draw a character that no font has. */
function codePointBox(codePoint: number, font: Font): { outline: Outline; advance: number } {
  const digits = codePoint.toString(16).toUpperCase().padStart(4, '0');
  const half = Math.ceil(digits.length / 2);
  const size = 0.42;
  const width = 0.12 + half * 0.27;
  const frame = (inset: number) => [
    [0.04 + inset, -0.2 + inset],
    [0.04 + width - inset, -0.2 + inset],
    [0.04 + width - inset, 0.78 - inset],
    [0.04 + inset, 0.78 - inset],
  ];
  const letters = [...digits].flatMap((digit, i) => {
    const [x, y] = [0.09 + (i % half) * 0.27, i < half ? 0.36 : -0.12];
    return (font.glyph(digit.charCodeAt(0))?.outline ?? []).map((polygon) =>
      polygon.map((n, k) => n * size + (k % 2 === 0 ? x : y)),
    );
  });
  const inner = frame(0.03).reverse();
  return { outline: [frame(0).flat(), inner.flat(), ...letters], advance: width + 0.08 };
}

function numberOf(attributes: Attributes, name: string): number {
  const value = Number(attributes[name] ?? 0);
  if (!Number.isFinite(value)) throw new Error(`A figure's ${name} is no number.`);
  return value;
}

/** Corners, x and y in turn. */
function rectangleOf(attributes: Attributes): number[] {
  const [x = 0, y = 0, width = 0, height = 0] = ['x', 'y', 'width', 'height'].map((name) =>
    numberOf(attributes, name),
  );
  return [x, y, x + width, y, x + width, y + height, x, y + height];
}

function placed(line: readonly number[], [a, b, c, d, e, f]: Matrix): number[] {
  const points: number[] = [];
  for (let i = 0; i < line.length; i += 2) {
    const [x, y] = [line[i] as number, line[i + 1] as number];
    points.push(a * x + c * y + e, b * x + d * y + f);
  }
  return points;
}

function boxOf(outline: readonly number[], matrix: Matrix): Box {
  const points = placed(outline, matrix);
  const xs = points.filter((_, i) => i % 2 === 0);
  const ys = points.filter((_, i) => i % 2 === 1);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

function times([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function readTransform(text: string): Matrix {
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  for (const [, name, values = ''] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [x = 0, y] = values
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (name === 'translate') matrix = times(matrix, [1, 0, 0, 1, x, y ?? 0]);
    else if (name === 'scale') matrix = times(matrix, [x, 0, 0, y ?? x, 0, 0]);
    else if (name === 'rotate') {
      const [cos, sin] = [Math.cos((x * Math.PI) / 180), Math.sin((x * Math.PI) / 180)];
      matrix = times(matrix, [cos, sin, -sin, cos, 0, 0]);
    } else throw new Error(`A figure is placed by ${name}, which is not drawn.`);
  }
  return matrix;
}

/** Reads #rrggbb or rgb(r g b). */
function colourOf(text: string): Colour {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  const parts = hex
    ? hex.slice(1).map((part) => Number.parseInt(part, 16))
    : /^rgb\((\d+) (\d+) (\d+)\)$/.exec(text)?.slice(1).map(Number);
  if (!parts) throw new Error(`A figure has the colour ${text}, which is not known.`);
  return parts as [number, number, number];
}

/** The colour of a gradient at a share of its length. */
function mixed(stops: readonly { offset: number; colour: Colour }[], at: number): Colour {
  const next = stops.findIndex(({ offset }) => offset >= at);
  const [a, b] = [stops[Math.max(0, next - 1)], stops[next < 0 ? stops.length - 1 : next]];
  if (!a || !b) return [0, 0, 0];
  const share = b.offset > a.offset ? Math.max(0, Math.min(1, (at - a.offset) / (b.offset - a.offset))) : 0;
  return a.colour.map((n, i) => n + ((b.colour[i] as number) - n) * share) as unknown as Colour;
}
