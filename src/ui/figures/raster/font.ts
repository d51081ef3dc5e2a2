/**
 * Reads outlines of letters from a TrueType font (Apple's TrueType Reference Manual: head, hhea, hmtx, maxp, loca, glyf,
 * and cmap of format 4 or 12). Hints, kerning and what complex scripts need beside outlines are not read.
 */

/** Closed polygons, each as x and y in turn, in em: y grows upwards, 0 is the baseline. */
export type Outline = readonly (readonly number[])[];

interface Glyph {
  outline: Outline;
  /** Em to the next letter. */
  advance: number;
}

export interface Font {
  /** Returns null where the font has no such letter. */
  glyph(codePoint: number): Glyph | null;
}

/** Lines that a curve is drawn with. */
const curveParts = 4;

/** Opens a font. @throws Error where a table that is needed is missing */
export function readFont(file: ArrayBuffer): Font {
  const view = new DataView(file);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    const tag = String.fromCharCode(...new Uint8Array(file, at, 4));
    tables.set(tag, view.getUint32(at + 8));
  }
  const table = (tag: string) => {
    const at = tables.get(tag);
    if (at === undefined) throw new Error(`The font has no table ${tag}.`);
    return at;
  };
  const [head, hmtx, loca, glyf] = [table('head'), table('hmtx'), table('loca'), table('glyf')];
  const em = view.getUint16(head + 18);
  const isLong = view.getInt16(head + 50) === 1;
  const metrics = view.getUint16(table('hhea') + 34);
  const indexOf = readCharacterMap(view, table('cmap'));
  const known = new Map<number, Glyph | null>();

  const advanceOf = (index: number) => view.getUint16(hmtx + 4 * Math.min(index, metrics - 1)) / em;
  const placeOf = (index: number) =>
    isLong ? view.getUint32(loca + 4 * index) : 2 * view.getUint16(loca + 2 * index);
  const polygonsOf = (index: number, depth = 0): number[][] => {
    const [start, end] = [placeOf(index), placeOf(index + 1)];
    if (start === end || depth > 5) return [];
    const at = glyf + start;
    const contours = view.getInt16(at);
    return contours < 0
      ? composite(view, at + 10, (part) => polygonsOf(part, depth + 1))
      : simple(view, at + 10, contours);
  };
  return {
    glyph(codePoint) {
      const before = known.get(codePoint);
      if (before !== undefined) return before;
      const index = indexOf(codePoint);
      const glyph =
        index === 0
          ? null
          : {
              outline: polygonsOf(index).map((polygon) => polygon.map((n) => n / em)),
              advance: advanceOf(index),
            };
      known.set(codePoint, glyph);
      return glyph;
    },
  };
}

/** @returns the index of a code point's glyph, 0 where there is none */
function readCharacterMap(view: DataView, cmap: number): (codePoint: number) => number {
  const found = new Map<number, number>();
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const at = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    const platform = view.getUint16(cmap + 4 + 8 * i);
    if (platform === 0 || platform === 3) found.set(view.getUint16(at), at);
  }
  const [groups, segments] = [found.get(12), found.get(4)];
  if (groups !== undefined) return (codePoint) => inGroups(view, groups, codePoint);
  if (segments !== undefined) return (codePoint) => inSegments(view, segments, codePoint);
  throw new Error('The font names no letters that can be read.');
}

function inGroups(view: DataView, at: number, codePoint: number): number {
  for (let i = 0; i < view.getUint32(at + 12); i++) {
    const group = at + 16 + 12 * i;
    const [first, last] = [view.getUint32(group), view.getUint32(group + 4)];
    if (codePoint >= first && codePoint <= last) return view.getUint32(group + 8) + codePoint - first;
  }
  return 0;
}

function inSegments(view: DataView, at: number, codePoint: number): number {
  const size = view.getUint16(at + 6);
  for (let i = 0; i < size; i += 2) {
    if (codePoint > view.getUint16(at + 14 + i)) continue;
    const first = view.getUint16(at + 16 + size + i);
    if (codePoint < first) return 0;
    const delta = view.getUint16(at + 16 + 2 * size + i);
    const rangeAt = at + 16 + 3 * size + i;
    const offset = view.getUint16(rangeAt);
    if (offset === 0) return (codePoint + delta) & 0xffff;
    const index = view.getUint16(rangeAt + offset + 2 * (codePoint - first));
    return index === 0 ? 0 : (index + delta) & 0xffff;
  }
  return 0;
}

/** Joins the polygons of parts, each moved and scaled. */
function composite(view: DataView, start: number, part: (index: number) => number[][]): number[][] {
  const polygons: number[][] = [];
  let at = start;
  let flags: number;
  do {
    flags = view.getUint16(at);
    const index = view.getUint16(at + 2);
    at += 4;
    const isWords = (flags & 1) !== 0;
    const [dx, dy] = isWords
      ? [view.getInt16(at), view.getInt16(at + 2)]
      : [view.getInt8(at), view.getInt8(at + 1)];
    at += isWords ? 4 : 2;
    const scale = () => {
      at += 2;
      return view.getInt16(at - 2) / 2 ** 14;
    };
    let [a, b, c, d] = [1, 0, 0, 1];
    if (flags & 0x08) d = a = scale();
    else if (flags & 0x40) [a, d] = [scale(), scale()];
    else if (flags & 0x80) [a, b, c, d] = [scale(), scale(), scale(), scale()];
    for (const polygon of part(index)) {
      const moved: number[] = [];
      for (let i = 0; i < polygon.length; i += 2) {
        const [x, y] = [polygon[i] as number, polygon[i + 1] as number];
        moved.push(a * x + c * y + dx, b * x + d * y + dy);
      }
      polygons.push(moved);
    }
  } while (flags & 0x20);
  return polygons;
}

interface OutlinePoint {
  x: number;
  y: number;
  onCurve: boolean;
}

function simple(view: DataView, start: number, contours: number): number[][] {
  const ends = Array.from({ length: contours }, (_, i) => view.getUint16(start + 2 * i));
  const count = (ends.at(-1) ?? -1) + 1;
  let at = start + 2 * contours;
  at += 2 + view.getUint16(at);
  const flags: number[] = [];
  while (flags.length < count) {
    const flag = view.getUint8(at++);
    const times = flag & 8 ? view.getUint8(at++) + 1 : 1;
    for (let i = 0; i < times; i++) flags.push(flag);
  }
  const along = (isShort: number, isSame: number) => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & isShort) value += flag & isSame ? view.getUint8(at++) : -view.getUint8(at++);
      else if (!(flag & isSame)) {
        value += view.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = along(2, 16);
  const ys = along(4, 32);
  const points = flags.map(
    (flag, i): OutlinePoint => ({ x: xs[i] as number, y: ys[i] as number, onCurve: (flag & 1) !== 0 }),
  );
  return ends.map((end, i) => polygonOf(points.slice(i === 0 ? 0 : (ends[i - 1] as number) + 1, end + 1)));
}

/** Draws a contour of quadratic curves as lines. Between two points off the curve, one on it is left out. */
function polygonOf(points: readonly OutlinePoint[]): number[] {
  const middle = (a: OutlinePoint, b: OutlinePoint): OutlinePoint => ({
    x: (a.x + b.x) / 2,
    y: (a.y + b.y) / 2,
    onCurve: true,
  });
  const whole = points.flatMap((point, i) => {
    const next = points[(i + 1) % points.length] as OutlinePoint;
    return point.onCurve || next.onCurve ? [point] : [point, middle(point, next)];
  });
  const first = whole.findIndex(({ onCurve }) => onCurve);
  if (first < 0) return [];
  const turned = [...whole.slice(first), ...whole.slice(0, first), whole[first] as OutlinePoint];
  const polygon: number[] = [];
  turned.forEach((point, i) => {
    if (point.onCurve) polygon.push(point.x, point.y);
    else {
      const [from, to] = [turned[i - 1] as OutlinePoint, turned[i + 1] as OutlinePoint];
      for (let part = 1; part < curveParts; part++) {
        const t = part / curveParts;
        const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
        polygon.push(a * from.x + b * point.x + c * to.x, a * from.y + b * point.y + c * to.y);
      }
    }
  });
  return polygon;
}
