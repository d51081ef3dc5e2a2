// Pictures are PNGs of the lab's own making: decoded by another reader, pixel by pixel, and never read off a canvas.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { chunk } from 'es-toolkit';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/data/random';
import { stepAxis, valueAxis } from '../../src/ui/charts/ticks';
import { chartFigure } from '../../src/ui/figures/chartFigure';
import { gridFigure } from '../../src/ui/figures/gridFigure';
import { atOnce } from '../../src/ui/figures/inParts';
import { mapFigure } from '../../src/ui/figures/mapFigure';
import { type Font, readFont } from '../../src/ui/figures/raster/font';
import { mapPicture, thumbnail } from '../../src/ui/figures/raster/mapPicture';
import { decodePng, encodePng, type Pixels, pixelsOfAddress } from '../../src/ui/figures/raster/png';
import * as inParts from '../../src/ui/figures/raster/rasterise';
import { lacksLetters } from '../../src/ui/figures/raster/systemLetters';
import { mapPixels, standardColouring } from '../../src/ui/heatmap/mapPixels';
import { hostileNames } from '../support/hostileNames';
import { seed } from '../support/seed';

const random = new Random(seed);
const rasterise = (svg: string, scale: number, letters: Font) =>
  atOnce(inParts.rasterise(svg, scale, letters));

/** CRC-32 of ISO 3309, a bit at a time. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** Reads a PNG of RGBA by the specification, with every filter; checks each CRC. */
function read(file: Uint8Array): Pixels {
  const bytes = Buffer.from(file);
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  let at = 8;
  while (at < bytes.length) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    chunks.set(type, bytes.subarray(at + 8, at + 8 + length));
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crcOf(bytes.subarray(at + 4, at + 8 + length)));
    at += 12 + length;
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR')!;
  expect([...header.subarray(8)]).toEqual([8, 6, 0, 0, 0]);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(chunks.get('IDAT')!);
  const stride = 4 * width;
  expect(rows).toHaveLength(height * (stride + 1));
  const rgba = new Uint8Array(height * stride);
  const pixel = (y: number, i: number) => (y < 0 || i < 0 ? 0 : (rgba[y * stride + i] as number));
  for (let y = 0; y < height; y++) {
    const predict = filters[rows[y * (stride + 1)] as number] as (typeof filters)[0];
    for (let i = 0; i < stride; i++) {
      const predicted = predict(pixel(y, i - 4), pixel(y - 1, i), i < 4 ? 0 : pixel(y - 1, i - 4));
      rgba[y * stride + i] = (rows[y * (stride + 1) + 1 + i] as number) + predicted;
    }
  }
  return { width, height, rgba };
}

/** What each filter predicts of a byte, from the ones to its left, above it, and above that to the left. */
const filters: ((a: number, b: number, c: number) => number)[] = [
  () => 0,
  (a) => a,
  (_a, b) => b,
  (a, b) => (a + b) >> 1,
  (a, b, c) => {
    const p = a + b - c;
    if (Math.abs(p - a) <= Math.abs(p - b) && Math.abs(p - a) <= Math.abs(p - c)) return a;
    return Math.abs(p - b) <= Math.abs(p - c) ? b : c;
  },
];

const randomPixels = (width: number, height: number): Pixels => ({
  width,
  height,
  rgba: Uint8Array.from({ length: 4 * width * height }, () => random.int(256)),
});

/** A causal map (heads, T, T) whose rows sum to 1. */
function causalMap(heads: number, T: number): Float32Array {
  const map = new Float32Array(heads * T * T);
  for (let h = 0; h < heads; h++)
    for (let i = 0; i < T; i++) {
      const weights = Array.from({ length: i + 1 }, () => random.next() ** 4);
      const sum = weights.reduce((a, b) => a + b, 0);
      weights.forEach((w, j) => {
        map[(h * T + i) * T + j] = w / sum;
      });
    }
  return map;
}

const font = readFont(
  new Uint8Array(
    readFileSync(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf')),
  ).buffer,
);
const link = 'https://lab.example/#1';
const at = ({ width, rgba }: Pixels, x: number, y: number) => [
  ...rgba.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];

describe('a PNG', () => {
  test.each([
    [1, 1],
    [3, 7],
    [257, 2],
    [64, 64],
  ])('of %d × %d is what another reader decodes, and the lab too', (width, height) => {
    const pixels = randomPixels(width, height);
    const file = encodePng(pixels);
    expect(read(file)).toEqual(pixels);
    expect(decodePng(file)).toEqual(pixels);
    expect(encodePng(pixels)).toEqual(file);
  });

  test('that is none, or of others, is refused', () => {
    expect(() => decodePng(Uint8Array.of(1, 2, 3))).toThrow('not a PNG');
    const other = encodePng(randomPixels(1, 1));
    other[25] = 2;
    expect(() => decodePng(other)).toThrow('not of the lab');
  });
});

test.each([1, 5, 64, 300])('the picture of a map of %d tokens has each weight’s colour, enlarged', (T) => {
  const map = causalMap(2, T);
  const colours = mapPixels(map, 1, T);
  for (const [picture, side] of [
    [mapPicture(map, 1, T), 1024],
    [thumbnail(map, 1, T), 256],
  ] as const) {
    const { width, height, rgba } = read(Buffer.from(picture.split(',')[1] as string, 'base64'));
    const factor = Math.max(1, Math.floor(side / T));
    expect([width, height]).toEqual([factor * T, factor * T]);
    const words = new Uint32Array(rgba.buffer);
    let wrong = 0;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        if (words[y * width + x] !== colours[Math.floor(y / factor) * T + Math.floor(x / factor)]) wrong++;
    expect(wrong).toBe(0);
  }
});

describe('a figure as pixels', () => {
  test('has the map’s colours at its cells, white paper and its letters', () => {
    const T = 8;
    const map = causalMap(1, T);
    const tokens = [...'abcdefgh'];
    const { svg, width, height } = mapFigure({
      name: 'm',
      title: 'A map',
      subtitle: 's',
      link,
      queries: tokens,
      keys: tokens,
      maps: [{ name: 'm', picture: mapPicture(map, 0, T), colouring: standardColouring, bars: null }],
    });
    const picture = rasterise(svg, 2, font);
    expect([picture.width, picture.height]).toEqual([Math.round(2 * width), Math.round(2 * height)]);
    expect(at(picture, 0, 0)).toEqual([255, 255, 255, 255]);
    const colours = mapPixels(map, 0, T);
    // The map is 560 wide, at the right but for 24, below the titles' 52.
    const [left, top, cell] = [width - 24 - 560, 52, 560 / T];
    for (let q = 0; q < T; q++)
      for (let k = 0; k <= q; k++) {
        const [x, y] = [2 * (left + (k + 0.5) * cell), 2 * (top + (q + 0.5) * cell)];
        const word = new Uint32Array(Uint8Array.from(at(picture, Math.round(x), Math.round(y))).buffer)[0];
        expect(word).toBe(colours[q * T + k]);
      }
    const ink = (x0: number, y0: number, x1: number, y1: number) => {
      let dark = 0;
      for (let y = y0; y < y1; y++)
        for (let x = x0; x < x1; x++) if ((at(picture, x, y)[0] as number) < 128) dark++;
      return dark;
    };
    // The title, and the label of a query.
    expect(ink(32, 20, 200, 60)).toBeGreaterThan(100);
    expect(
      ink(2 * left - 40, 2 * (top + cell * 0.2), 2 * left - 8, Math.round(2 * (top + cell * 0.8))),
    ).toBeGreaterThan(10);
  });

  test('has a curve where its points are, dashes, marks and a legend', () => {
    const lines = [0, 1, 2, 3, 4, 5, 6, 7].map((style) => ({
      name: `run ${style}`,
      style,
      line: [
        { x: 1, y: 1 + style / 4 },
        { x: 101, y: 1 + style / 4 },
      ],
      marks: [{ x: 51, y: 1 + style / 4 }],
    }));
    const { svg } = chartFigure({
      name: 'loss',
      title: 'Loss',
      subtitle: 's',
      link,
      x: { ...stepAxis(1, 101, false), label: 'Step', log: false },
      y: { ...valueAxis(1, 3), label: 'nats', log: false },
      lines,
      levels: [{ name: 'uniform guess', value: 2.5 }],
    });
    const picture = rasterise(svg, 2, font);
    if (process.env.LAB_PICTURES)
      writeFileSync(join(process.env.LAB_PICTURES, 'chart.png'), encodePng(picture));
    // The first run's line is whole, at the foot of the plot: #0060a8.
    const y = 2 * (52 + 8 + 320) - 1;
    for (const x of [300, 500, 1100]) expect(at(picture, x, y)).toEqual([0, 0x60, 0xa8, 255]);
    const colours = new Set(new Uint32Array(picture.rgba.buffer));
    expect(colours.size).toBeGreaterThan(100);
  });

  test('has what is see-through over what lies below it, and lines about it that are not', () => {
    const svg = `<svg width="20" height="20"><g fill-opacity="0.25" stroke="#000000" stroke-width="2">
      <rect x="0" y="0" width="10" height="20" fill="#0000ff" stroke="none"/>
      <path d="M4 4L16 4L16 16L4 16z" fill="#ff0000"/></g></svg>`;
    const picture = rasterise(svg.replaceAll(/\n\s*/g, ''), 1, font);
    expect(at(picture, 1, 1)).toEqual([191, 191, 255, 255]);
    expect(at(picture, 8, 8)).toEqual([207, 143, 191, 255]);
    expect(at(picture, 14, 8)).toEqual([255, 191, 191, 255]);
    expect(at(picture, 15, 8)).toEqual([0, 0, 0, 255]);
  });

  test('is drawn whatever it is called, a character that the font lacks as a box', () => {
    // Several at a time: a figure's paper and marks take longer than its letters.
    for (const names of chunk(hostileNames, 8)) {
      const { svg } = gridFigure({
        name: 'x',
        title: names.join(' '),
        subtitle: names.toReversed().join(' '),
        link,
        columns: [],
        colouring: standardColouring,
        layers: names.map((name) => ({ title: name, name, pictures: null })),
      });
      expect(rasterise(svg, 1, font).width).toBeGreaterThan(400);
    }
    expect(font.glyph(0x4e2d)).toBeNull();
    for (const sign of '␣↵⇥⟨⟩0aé→−±·…Ωж') expect(font.glyph(sign.codePointAt(0) as number)).not.toBeNull();
    const titled = (title: string) =>
      rasterise(
        gridFigure({
          name: 'x',
          title,
          subtitle: '',
          link,
          columns: [],
          colouring: standardColouring,
          layers: [],
        }).svg,
        2,
        font,
      ).rgba;
    expect(titled('中')).not.toEqual(titled('文'));
    expect(titled('')).not.toEqual(titled('中'));
  });

  test('with letters that the font lacks is found', () => {
    const titled = (title: string) =>
      gridFigure({
        name: 'x',
        title,
        subtitle: '',
        link,
        columns: [],
        colouring: standardColouring,
        layers: [],
      });
    expect(lacksLetters(titled('Größe, ≤ 30 %').svg, font)).toBe(false);
    expect(lacksLetters(titled('注意力图').svg, font)).toBe(true);
  });

  test('with what is not drawn is refused, not drawn in part', () => {
    const svg = (inner: string) => `<svg width="10" height="10">${inner}</svg>`;
    for (const inner of [
      '<circle r="1"/>',
      '<path d="M0 0C1 1 2 2 3 3"/>',
      '<rect width="1" height="1" fill="red"/>',
    ])
      expect(() => rasterise(svg(inner), 1, font)).toThrow(/figure/);
    expect(() => rasterise('<svg width="1" height="1"><g></svg>', 1, font)).toThrow('not open');
  });

  test('of a map with its tokens can be looked at', () => {
    const T = 24;
    const tokens = Array.from('The whale ⟨200B⟩é␣↵中אab…x', (sign) => sign).slice(0, T);
    while (tokens.length < T) tokens.push('long token');
    const { svg } = mapFigure({
      name: 'm',
      title: 'All standard: layer 1, head 2',
      subtitle: 'Moby-Dick, characters · attention at step 2',
      link: `${link}${'a'.repeat(200)}`,
      queries: tokens,
      keys: tokens,
      maps: [
        { name: 'm', picture: mapPicture(causalMap(1, T), 0, T), colouring: standardColouring, bars: null },
      ],
    });
    const picture = rasterise(svg, 2, font);
    if (process.env.LAB_PICTURES)
      writeFileSync(join(process.env.LAB_PICTURES, 'map.png'), encodePng(picture));
    expect(pixelsOfAddress(mapPicture(causalMap(1, 2), 0, 2)).width).toBe(1024);
    expect(picture.height).toBeGreaterThan(1200);
  });
});

test('pictures are read back from a canvas by one file alone, which finds out first whether it comes back as it was drawn', () => {
  const folder = fileURLToPath(new URL('../../src/', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.tsx?$/.test(path),
  );
  expect(files.length).toBeGreaterThan(300);
  const reading = files.filter((path) =>
    /\b(toBlob|toDataURL|getImageData|convertToBlob|readPixels|captureStream|VideoFrame)\b/.test(
      readFileSync(join(folder, path), 'utf8'),
    ),
  );
  // A QR code has its own check: through a browser's noise it is read whole or not at all.
  const codes = join('platform', 'barcodes.ts');
  expect(reading.toSorted()).toEqual([codes, join('ui', 'figures', 'raster', 'systemLetters.ts')]);
});
