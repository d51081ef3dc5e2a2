// The one canvas of a layer's small maps: where each map is on it, and that it is as a canvas of its own would be, without blur.
import { afterEach, expect, it, test, vi } from 'vitest';
import { pixelRatio, watchPixelRatio } from '../../src/platform/pixelRatio';
import { drawStrip, type Strip, stripOf } from '../../src/ui/heatmap/mapStrip';

afterEach(() => vi.unstubAllGlobals());

/** Draws a strip. @returns its pixels, packed RGBA */
function drawn(strip: Strip, size: number, pixelsOf: (map: number) => Uint32Array): Uint32Array {
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      constructor(
        readonly width: number,
        readonly height: number,
      ) {
        this.data = new Uint8ClampedArray(4 * width * height);
      }
    },
  );
  let pixels = new Uint32Array(0);
  const putImageData = ({ data }: ImageData) => {
    pixels = new Uint32Array(data.slice().buffer);
  };
  const canvas = { getContext: () => ({ putImageData }) } as unknown as HTMLCanvasElement;
  drawStrip(canvas, strip, size, pixelsOf);
  return pixels;
}

it('has a map in the frame of each button, two pixels wide, the later ones below where no more fit', () => {
  const sizes = { maps: 5, side: 36, gap: 5, ratio: 1 };
  const wide = stripOf({ ...sizes, columns: Number.POSITIVE_INFINITY });
  expect(wide).toMatchObject({ width: 200, height: 36, side: 32 });
  expect(wide.corners.map(({ x }) => x)).toEqual([2, 43, 84, 125, 166]);
  const narrow = stripOf({ ...sizes, columns: 3 });
  expect(narrow).toMatchObject({ width: 118, height: 77, side: 32 });
  expect(narrow.corners.slice(2)).toEqual([
    { x: 84, y: 2 },
    { x: 2, y: 43 },
    { x: 43, y: 43 },
  ]);
});

test.each([0.5, 0.8, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.625, 3])(
  'maps stay within their buttons at %s pixels of the screen a CSS pixel, all of one size',
  (ratio) => {
    const [side, gap] = [60, 5];
    const strip = stripOf({ maps: 32, columns: 12, side, gap, ratio });
    for (const [map, { x, y }] of strip.corners.entries()) {
      const button = [map % 12, Math.floor(map / 12)].map((place) => place * (side + gap) * ratio);
      for (const [axis, from] of [x, y].entries()) {
        expect(from).toBeGreaterThan(button[axis]!);
        expect(from + strip.side).toBeLessThan(button[axis]! + side * ratio);
      }
    }
    expect(strip.side).toBeGreaterThan(55 * ratio - 2);
  },
);

test.each([
  ['as they are', 8, [0, 1, 2, 3, 4, 5, 6, 7]],
  ['larger', 5, [0, 0, 1, 2, 2, 3, 4, 4]],
  ['smaller, of two as near the first', 16, [0, 2, 4, 6, 8, 10, 12, 14]],
])('pixels are drawn %s, each the nearest one, and nothing between the maps', (_, size, shown) => {
  const side = shown.length;
  const corners = [
    { x: 1, y: 1 },
    { x: 11, y: 1 },
  ];
  const pixels = drawn({ width: 20, height: 10, ratio: 1, side, corners }, size, (map) =>
    Uint32Array.from({ length: size * size }, (_, at) => 1 + map * 1000 + at),
  );
  const expected = Array.from({ length: 10 * 20 }, (_, at) => {
    const [x, y] = [at % 20, Math.floor(at / 20)];
    const map = corners.findIndex((c) => x >= c.x && x < c.x + side && y >= c.y && y < c.y + side);
    if (map < 0) return 0;
    const [column, row] = [shown[x - corners[map]!.x]!, shown[y - corners[map]!.y]!];
    return 1 + map * 1000 + row * size + column;
  });
  expect([...pixels]).toEqual(expected);
});

it('has nothing of another strip of the same size', () => {
  const strip = { width: 6, height: 3, ratio: 1, side: 2, corners: [{ x: 0, y: 0 }] };
  drawn(strip, 1, () => Uint32Array.of(7));
  const other = drawn({ ...strip, corners: [{ x: 4, y: 1 }] }, 1, () => Uint32Array.of(9));
  expect([...other]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 0, 0, 0, 0, 9, 9]);
});

it('follows the pixels of the screen, from one ratio to the next, until it is ended', () => {
  const asked: { media: string; target: EventTarget }[] = [];
  vi.stubGlobal('matchMedia', (media: string) => {
    const target = new EventTarget();
    asked.push({ media, target });
    return target;
  });
  vi.stubGlobal('devicePixelRatio', 1);
  const tell = vi.fn();
  const end = watchPixelRatio(tell);
  vi.stubGlobal('devicePixelRatio', 1.5);
  asked[0]!.target.dispatchEvent(new Event('change'));
  expect(asked.map(({ media }) => media)).toEqual(['(resolution: 1dppx)', '(resolution: 1.5dppx)']);
  asked[0]!.target.dispatchEvent(new Event('change'));
  expect(tell).toHaveBeenCalledOnce();
  end();
  asked[1]!.target.dispatchEvent(new Event('change'));
  expect(tell).toHaveBeenCalledOnce();
});

it('takes a screen for one pixel a CSS pixel where the browser does not tell', () => {
  vi.stubGlobal('devicePixelRatio', undefined);
  vi.stubGlobal('matchMedia', undefined);
  expect(pixelRatio()).toBe(1);
  const tell = vi.fn();
  watchPixelRatio(tell)();
  expect(tell).not.toHaveBeenCalled();
});
