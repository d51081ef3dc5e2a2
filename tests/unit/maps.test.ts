// Maps as they are drawn and compared: values at known places of a palette, panes, differences, and the ideal map of a task.
import { describe, expect, it, test } from 'vitest';
import { Random } from '../../src/data/random';
import { chosenTask, taskChoice, tasks } from '../../src/data/tasks';
import { mapScales } from '../../src/document/view';
import { decodeMap, encodeCapture } from '../../src/measure/capture';
import { meanWeight } from '../../src/measure/heads/headScore';
import { arcsOf, leastArc } from '../../src/measure/maps/arcs';
import { largestChange, largestMagnitude, mapDifference } from '../../src/measure/maps/difference';
import { largestSums, mapSums } from '../../src/measure/maps/sums';
import { truthMap } from '../../src/measure/maps/truth';
import { arcBase, arcPath, arcSizes, placeTokens } from '../../src/ui/charts/arcDrawing';
import { barsPath } from '../../src/ui/heatmap/barsPath';
import { byteColours, writeCaptured } from '../../src/ui/heatmap/capturePixels';
import { differenceColouring, weightColouring } from '../../src/ui/heatmap/colouring';
import { mapPixels, mapSize } from '../../src/ui/heatmap/mapPixels';
import { otherStart } from '../../src/ui/heatmap/otherStart';
import { following, panned, wholePane, zoomed } from '../../src/ui/heatmap/pane';
import { seed } from '../support/seed';

/** A causal map of rows that sum to 1, no two weights alike. */
function someMap(T: number, random = new Random(seed)): Float32Array {
  const map = new Float32Array(T * T);
  for (let i = 0; i < T; i++) {
    const row = Array.from({ length: i + 1 }, () => random.next() + 0.01);
    const sum = row.reduce((a, b) => a + b);
    row.forEach((weight, j) => {
      map[i * T + j] = weight / sum;
    });
  }
  return map;
}

describe('the colouring of weights', () => {
  test.each(mapScales)(
    '%s runs from the lower end to the upper, rises, and its middle is the legend’s',
    (mapScale) => {
      const [low, high] = mapScale === 'row' ? [0, 1] : [0.1, 0.5];
      const { indexOf, ends } = weightColouring({ mapScale, mapLow: 0.1, mapHigh: 0.5 });
      expect(ends[0]).toBe(low);
      expect(ends[2]).toBe(high);
      expect([indexOf(low), indexOf(high)]).toEqual([0, 255]);
      expect([indexOf(low / 2), indexOf(2 * high)]).toEqual([0, 255]);
      expect(Math.abs(indexOf(ends[1]) - 127.5)).toBeLessThanOrEqual(0.5);
      const places = Array.from({ length: 41 }, (_, n) => indexOf(low + (n / 40) * (high - low)));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(indexOf(Number.NaN)).toBeNaN();
    },
  );

  it('has the known middles: a quarter of the root, a half, and the geometric mean', () => {
    const middle = (mapScale: (typeof mapScales)[number], mapLow: number) =>
      weightColouring({ mapScale, mapLow, mapHigh: 1 }).ends[1];
    expect(middle('root', 0)).toBe(0.25);
    expect(middle('linear', 0)).toBe(0.5);
    expect(middle('logarithm', 0.01)).toBeCloseTo(0.1, 12);
    expect(middle('logarithm', 0)).toBeCloseTo(2 ** -8, 12);
  });

  it('divides each row by its largest, where it is per row', () => {
    const T = 3;
    const map = Float32Array.from([1, 0, 0, 0.25, 0.75, 0, 0.2, 0.4, 0.4]);
    const colouring = weightColouring({ mapScale: 'row', mapLow: 0, mapHigh: 1 });
    const pixels = mapPixels(map, 0, T, { colouring });
    const at = (share: number) => colouring.palette[Math.round(255 * share)];
    expect([...pixels]).toEqual([at(1), 0, 0, at(1 / 3), at(1), 0, at(0.5), at(1), at(1)]);
  });
});

describe('the colouring of differences', () => {
  test.each(['light', 'dark'] as const)('is symmetric about 0, in the %s theme', (theme) => {
    for (const mapScale of mapScales) {
      const { indexOf, palette, ends } = differenceColouring({ mapScale, mapHigh: 1 }, 0.3, theme);
      expect(palette).toHaveLength(255);
      expect(indexOf(0)).toBe(127);
      for (const value of [0.01, 0.1, 0.3, 2]) expect(indexOf(value) - 127).toBe(127 - indexOf(-value));
      expect(indexOf(ends[2])).toBe(254);
      expect(ends).toEqual([-ends[2], 0, ends[2]]);
    }
  });

  it('has the range by hand before the largest there is, and shows that there is none', () => {
    expect(differenceColouring({ mapScale: 'linear', mapHigh: 0.1 }, 0.3, 'light').ends[2]).toBe(0.1);
    expect(differenceColouring({ mapScale: 'linear', mapHigh: 1 }, 0.3, 'light').ends[2]).toBe(0.3);
    expect(differenceColouring({ mapScale: 'logarithm', mapHigh: 1 }, 0, 'light').indexOf(0)).toBe(127);
  });
});

describe('what is seen of a map', () => {
  const T = 40;
  const map = someMap(T);

  it('is that part of the whole, pixel by pixel', () => {
    const whole = mapPixels(map, 0, T);
    for (const pane of [{ row: 12, column: 5, size: 10 }, { row: 30, column: 0, size: 10 }, wholePane(T)]) {
      const part = mapPixels(map, 0, T, { pane });
      for (let i = 0; i < pane.size; i++)
        for (let j = 0; j < pane.size; j++)
          expect(part[i * pane.size + j]).toBe(whole[(pane.row + i) * T + pane.column + j]);
    }
  });

  it('has of several values the largest in magnitude, and nothing where there are none', () => {
    const values = new Float32Array(T * T);
    values[21 * T + 3] = -0.5;
    values[20 * T + 2] = 0.25;
    values.fill(Number.NaN, 0, 4 * T);
    const colouring = differenceColouring({ mapScale: 'linear', mapHigh: 1 }, 0.5, 'light');
    const pixels = mapPixels(values, 0, T, { most: 20, colouring });
    expect(pixels).toHaveLength(400);
    expect(pixels[10 * 20 + 1]).toBe(colouring.palette[0]);
    expect(pixels[10 * 20 + 2]).toBe(colouring.palette[127]);
    expect([pixels[0], pixels[20], pixels[10 * 20 + 15]]).toEqual([0, 0, 0]);
  });

  it('is zoomed about a cell, which stays where it is, and back', () => {
    const cell = { query: 30, key: 10 };
    let pane = wholePane(T);
    const share = (at: number, from: number) => (at + 0.5 - from) / pane.size;
    for (let i = 0; i < 10; i++) {
      pane = zoomed(pane, T, 1.5, cell);
      expect(Math.abs(share(30, pane.row) - 30.5 / T)).toBeLessThan(1 / pane.size);
      expect(Math.abs(share(10, pane.column) - 10.5 / T)).toBeLessThan(1 / pane.size);
    }
    expect(pane.size).toBe(8);
    for (let i = 0; i < 10; i++) pane = zoomed(pane, T, 1 / 1.5, cell);
    expect(pane).toEqual(wholePane(T));
    expect(zoomed(wholePane(3), 3, 2, { query: 0, key: 0 })).toEqual(wholePane(3));
  });

  it('moves within the map, and with the cursor no further than it must', () => {
    const pane = { row: 10, column: 10, size: 10 };
    expect(panned(pane, T, -100, 3)).toEqual({ row: 0, column: 13, size: 10 });
    expect(panned(pane, T, 100, 100)).toEqual({ row: 30, column: 30, size: 10 });
    expect(following(pane, { query: 15, key: 12 })).toBe(pane);
    expect(following(pane, { query: 20, key: 8 })).toEqual({ row: 11, column: 8, size: 10 });
  });
});

describe('a difference', () => {
  const T = 12;
  const random = new Random(seed);
  const [a, b] = [someMap(T, random), someMap(T, random)];

  it('is that of each entry, none above the diagonal, and none of a map and itself', () => {
    const difference = mapDifference(a, b, T);
    for (let i = 0; i < T; i++)
      for (let j = 0; j < T; j++)
        expect(difference[i * T + j]).toBe(j <= i ? Math.fround(a[i * T + j]! - b[i * T + j]!) : 0);
    expect(largestMagnitude(difference)).toBe(Math.max(...Array.from(difference, Math.abs)));
    expect(largestMagnitude(mapDifference(a, a, T))).toBe(0);
  });

  it('says nothing where the other map does not', () => {
    const silent = Float32Array.from(b).fill(Number.NaN, 3 * T, 3 * T + 4);
    const difference = mapDifference(a, silent, T);
    expect([...difference.subarray(3 * T, 3 * T + 5)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      0,
    ]);
    expect(largestMagnitude(difference)).toBeGreaterThan(0);
  });
});

it('has of two texts the largest change in the rows that both have', () => {
  const [short, long] = [someMap(5), new Float32Array(49)];
  for (let i = 0; i < 5; i++) for (let j = 0; j <= i; j++) long[i * 7 + j] = short[i * 5 + j]!;
  long[6 * 7] = 1;
  expect(largestChange(short, 5, long, 7)).toBe(0);
  expect(largestChange(long, 7, short, 5)).toBe(0);
  long[4 * 7 + 2] = short[4 * 5 + 2]! + 0.25;
  expect(largestChange(short, 5, long, 7)).toBeCloseTo(0.25, 6);
});

describe('the ideal map', () => {
  test.each(tasks.filter(({ rightKeys }) => rightKeys).map(({ id }) => id))(
    'of %s has every right key, and scores 1 as a head',
    (id) => {
      const { sample, rightKeys, smallestContext } = chosenTask(taskChoice(id));
      const { tokens } = sample(new Random(seed), Math.max(32, smallestContext));
      const keys = rightKeys?.(tokens) ?? [];
      const map = truthMap(keys);
      const T = tokens.length;
      expect(keys.some((own) => own)).toBe(true);
      expect(meanWeight(map, T, (i) => keys[i] ?? null)).toBeCloseTo(1, 6);
      keys.forEach((own, i) => {
        const row = [...map.subarray(i * T, i * T + i + 1)];
        if (own) expect(row.flatMap((weight, key) => (weight > 0 ? [key] : []))).toEqual([...own]);
        else expect(row.every(Number.isNaN)).toBe(true);
      });
    },
  );
});

describe('sums of a map', () => {
  const T = 6;
  const map = someMap(T);

  it('are 1 for each row, and together as many as there are rows', () => {
    const { rows, columns } = mapSums(map, T);
    for (const row of rows) expect(row).toBeCloseTo(1, 6);
    expect(columns.reduce((a, b) => a + b)).toBeCloseTo(T, 5);
    for (let j = 0; j < T; j++) {
      let sum = 0;
      for (let i = j; i < T; i++) sum += map[i * T + j]!;
      expect(columns[j]).toBeCloseTo(sum, 6);
    }
  });

  it('leave out what says nothing', () => {
    const silent = Float32Array.from(map).fill(Number.NaN, 2 * T, 2 * T + 3);
    expect(mapSums(silent, T).rows[2]).toBe(0);
    expect(mapSums(silent, T).columns[0]).toBeCloseTo(mapSums(map, T).columns[0]! - map[2 * T]!, 6);
  });

  it('are bars as long as they are, of both signs from the middle', () => {
    expect(barsPath('rows', Float32Array.of(1, 0.5, 2), 2, 0, 2)).toBe('M0 0h0.5v1h-0.5zM0 1h0.25v1h-0.25z');
    expect(barsPath('columns', Float32Array.of(1, 0.5, 2), 2, 2, 1)).toBe('M0 1v-1h1v1z');
    expect(barsPath('rows', Float32Array.of(-1, 2), 2, 0, 2)).toBe('M0.5 0h-0.25v1h0.25zM0.5 1h0.5v1h-0.5z');
  });

  it('fill a bar where they are the largest of all maps that are shown', () => {
    const none = { rows: Float32Array.of(0, 0), columns: Float32Array.of(0, 0) };
    const some = { rows: Float32Array.of(0.5, -2), columns: Float32Array.of(3, 0) };
    expect(largestSums([none, some])).toEqual({ rows: 2, columns: 3 });
    expect(largestSums([none])).toEqual({ rows: 1, columns: 1 });
  });
});

describe('arcs', () => {
  const T = 8;
  const random = new Random(seed);
  const maps = [someMap(T, random), someMap(T, random)];

  it('of a query are its row, and into a key its column, of each map, the largest first', () => {
    for (const end of [{ query: 5 }, { key: 2 }]) {
      const arcs = arcsOf(maps, T, end, 100);
      const cells = maps.flatMap((map, n) =>
        [...map].flatMap((weight, at) => {
          const [query, key] = [Math.floor(at / T), at % T];
          const isThere = 'query' in end ? query === end.query : key === end.key;
          return isThere && key <= query && weight >= leastArc ? [{ query, key, weight, map: n }] : [];
        }),
      );
      expect(arcs).toEqual(cells.sort((a, b) => b.weight - a.weight));
      expect(arcsOf(maps, T, end, 3)).toEqual(arcs.slice(0, 3));
    }
  });

  it('run from the key to the query over the text, one to itself too, and stay in the drawing', () => {
    const { middles, width } = placeTokens([
      'a',
      'long token',
      'b',
      ...Array.from({ length: 60 }, () => 'x'),
    ]);
    expect([...middles].sort((a, b) => a - b)).toEqual(middles);
    for (const [query, key] of [
      [2, 0],
      [1, 1],
      [62, 0],
    ] as const) {
      const path = arcPath({ query, key, weight: 1, map: 0 }, middles);
      const points = path
        .slice(1)
        .split('L')
        .map((point) => point.split(' ').map(Number));
      expect(points[0]?.[1]).toBe(arcBase);
      expect(points.at(-1)?.[1]).toBe(arcBase);
      if (query !== key) expect(points[0]?.[0]).toBeCloseTo(middles[key]!, 1);
      if (query !== key) expect(points.at(-1)?.[0]).toBeCloseTo(middles[query]!, 1);
      for (const [x, y] of points) {
        expect(x).toBeGreaterThan(-8);
        expect(x).toBeLessThan(width + 8);
        expect(y).toBeGreaterThanOrEqual(arcSizes.top);
      }
    }
  });
});

describe('the pixels of a captured map', () => {
  test.each(mapScales.flatMap((scale) => [1, 2, 7, 96, 97, 250].map((T) => [scale, T] as const)))(
    'on the scale %s, of %i tokens, are those of the decoded map',
    (mapScale, T) => {
      const random = new Random(seed + T);
      const heads = [someMap(T, random), someMap(T, random)];
      // Some weigh nothing at all, as outside a window.
      for (const map of heads) for (let i = 0; i < map.length; i += 3) if (i % (T + 1) !== 0) map[i] = 0;
      const map = Float32Array.from(heads.flatMap((own) => [...own]));
      const tokens = Array.from({ length: T }, () => 'a');
      const layers = [{ map, indicators: null, scores: null }];
      const capture = encodeCapture({ tokens, heads: 2, cut: false, unknown: [], layers }, 0, '')!;
      const decoded = decodeMap(capture, 0)!;
      const colouring = weightColouring({ mapScale, mapLow: 0.01, mapHigh: 0.7 });
      const most = 96;
      const { size } = mapSize(T, most);
      for (const head of [1, 0]) {
        const pixels = new Uint32Array(size * size);
        writeCaptured(pixels, {
          weights: capture.layers[0]!.weights!,
          head,
          T,
          most,
          colours: byteColours(colouring),
          isPerRow: colouring.isPerRow,
        });
        expect(pixels).toEqual(mapPixels(decoded, head, T, { most, colouring }));
      }
    },
  );
});

it('exchanges the first word of a text with the next other one, or letters where there is one word', () => {
  for (const [text, other] of [
    ['the cat sat', 'cat the sat'],
    [' hello', ' ehllo'],
    ['猫坐着', '坐猫着'],
  ] as const) {
    expect(otherStart(text)).toBe(other);
    expect(otherStart(other)).toBe(text);
  }
  expect(otherStart('a a  b\nc')).toBe('b a  a\nc');
  for (const none of ['', '  ', 'aaa']) expect(otherStart(none)).toBeNull();
});
