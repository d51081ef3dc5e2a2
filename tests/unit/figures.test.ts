// Figures for paper: well-formed SVG whatever names hold, curves where their values are; and curves as text.
import { describe, expect, test } from 'vitest';
import { curvesCsv, curvesJson } from '../../src/export/curves';
import { stepAxis, valueAxis } from '../../src/ui/charts/ticks';
import { arcsFigure } from '../../src/ui/figures/arcsFigure';
import { type ChartContent, chartFigure } from '../../src/ui/figures/chartFigure';
import { gridFigure } from '../../src/ui/figures/gridFigure';
import { mapFigure } from '../../src/ui/figures/mapFigure';
import { element, textElement } from '../../src/ui/figures/svg';
import { differenceColouring } from '../../src/ui/heatmap/colouring';
import { standardColouring } from '../../src/ui/heatmap/mapPixels';
import { stack } from '../support/stack';
import { expectWellFormed } from '../support/wellFormed';

const hostile = '</text><script>alert(1)</script> & "\u0007\ud800 🐋';

const content = (change: Partial<ChartContent> = {}): ChartContent => ({
  name: 'loss',
  title: 'Loss, nats per token',
  subtitle: 'Moby-Dick, characters',
  link: 'https://lab.example/lab/#1s.abc',
  x: { ...stepAxis(1, 101, false), label: 'Step', log: false },
  y: { ...valueAxis(1, 3), label: 'nats per token', log: false },
  lines: [
    {
      name: 'All standard',
      style: 0,
      line: [
        { x: 1, y: 3 },
        { x: 101, y: 1 },
      ],
      marks: [{ x: 51, y: 2 }],
    },
  ],
  levels: [{ name: 'uniform guess', value: 2.5 }],
  ...change,
});

describe('SVG', () => {
  test('escapes text and attributes, and shows what XML has no place for', () => {
    expect(textElement(hostile, { x: 1.23456, y: undefined })).toBe(
      '<text x="1.23">&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;⟨0007⟩⟨D800⟩ 🐋</text>',
    );
    expect(element('a', { href: '"><b' })).toBe('<a href="&quot;&gt;&lt;b"/>');
  });
});

describe('a chart on paper', () => {
  test('has title, address, axes and legend, and is well-formed whatever a run is called', () => {
    const lines = ['All standard', hostile, 'a'.repeat(60)].map((name, style) => ({
      ...content().lines[0]!,
      name,
      style,
    }));
    const { svg, width, height } = chartFigure(content({ lines }));
    expectWellFormed(svg);
    for (const text of [
      'Loss, nats per token',
      'Moby-Dick, characters',
      'https://lab.example/lab/#1s.abc',
      'Step',
      'uniform guess',
    ])
      expect(svg).toContain(text);
    expect(svg).toContain(`width="${width}" height="${height}"`);
  });

  test('draws a curve from corner to corner where it goes from corner to corner', () => {
    const { svg } = chartFigure(content());
    expect(svg).toContain('d="M0 0L624 320"');
    expect(svg).toContain('translate(312 160)');
    const log = { ...stepAxis(1, 100, true), label: 'Step', log: true };
    const lines = [
      {
        name: 'r',
        style: null,
        line: [
          { x: 1, y: 3 },
          { x: 10, y: 2 },
          { x: 100, y: 1 },
        ],
        marks: [],
      },
    ];
    expect(chartFigure(content({ x: log, lines })).svg).toContain('d="M0 0L312 160L624 320"');
  });

  test('prints a link of several lines whole, and of an endless one the beginning', () => {
    const printed = (link: string) =>
      [...chartFigure(content({ link })).svg.matchAll(/font-size="9"[^>]*>([^<]*)</g)].map(
        ([, line]) => line,
      );
    const link = `https://lab.example/lab/#1srrv.${'abcdefghij'.repeat(25)}`;
    expect(printed(link).length).toBeGreaterThan(1);
    expect(printed(link).join('')).toBe(`Attention Lab · ${link}`);
    expect(printed(link + link.repeat(9))).toHaveLength(4);
    expect(printed(link + link.repeat(9)).at(-1)).toMatch(/…$/);
  });

  test('has the names of levels over its curves', () => {
    const { svg } = chartFigure(content());
    expect(svg.indexOf('>uniform guess<')).toBeGreaterThan(svg.indexOf('d="M0 0L624 320"'));
  });

  test('leaves out a level beyond its axis', () => {
    expect(chartFigure(content({ levels: [{ name: 'far', value: 9 }] })).svg).not.toContain('far');
  });
});

test('a map on paper names its tokens, every few where they are many', () => {
  const tokens = Array.from({ length: 256 }, (_, i) => (i === 0 ? hostile : `t${i}`));
  const picture = 'data:image/png;base64,AAAA';
  const of = { name: 'map', title: hostile, subtitle: 's', link: 'https://lab.example/' };
  const map = { name: 'Difference', picture, colouring: standardColouring, bars: null };
  const { svg } = mapFigure({ ...of, queries: tokens, keys: tokens, maps: [map] });
  expectWellFormed(svg);
  expect(svg).toContain(`href="${picture}"`);
  expect(svg).toContain('>t6<');
  expect(svg).not.toContain('>t1<');
  const few = { ...of, queries: ['a', 'b'], keys: ['a', 'b'] };
  expect(mapFigure({ ...few, maps: [map] }).svg.match(/>b</g)).toHaveLength(2);
  expect(svg).not.toContain('>Difference<');
  // Two are side by side, each named, with a legend for each kind of colours.
  const differences = differenceColouring({ mapScale: 'linear', mapHigh: 1 }, 0.25, 'light');
  const two = mapFigure({ ...few, maps: [map, { ...map, name: 'Other', colouring: differences }] });
  expectWellFormed(two.svg);
  for (const text of ['>Difference<', '>Other<', '>weight 0<', '>difference −0.25<', '>+0.25<'])
    expect(two.svg).toContain(text);
});

test('every map of a run stands on one sheet, by layers and heads', () => {
  const picture = (name: string) => `data:image/png;base64,${name}`;
  const of = { name: 'maps', title: hostile, subtitle: 's', link: 'https://lab.example/' };
  const layers = [
    { title: 'Layer 1', name: hostile, pictures: ['AAAA', 'AABB'].map(picture) },
    { title: 'Layer 2', name: 'MLP', pictures: null },
    { title: 'Layer 3', name: 'Standard', pictures: ['BBAA', 'BBBB'].map(picture) },
  ];
  const { svg, width, height } = gridFigure({ ...of, columns: [], colouring: standardColouring, layers });
  expectWellFormed(svg);
  const drawn = [...svg.matchAll(/<image href="[^"]*,(\w+)"/g)].map(([, name]) => name);
  expect(drawn.sort()).toEqual(['AAAA', 'AABB', 'BBAA', 'BBBB']);
  expect(svg).toContain('mixes no tokens');
  // Layers rise from the first at the foot, as in a stack.
  const places = [...svg.matchAll(/translate\(16 (\d+)\)/g)].map(([, y]) => Number(y));
  expect(places).toEqual([...places].sort((a, b) => b - a));
  expect(Math.max(...places)).toBeLessThan(height);
  // As many heads and layers as the lab has still fit a sheet.
  const many = {
    title: 'Layer 1',
    name: 'Standard',
    pictures: Array.from({ length: 16 }, () => picture('AAAA')),
  };
  expect(
    gridFigure({
      ...of,
      columns: [],
      colouring: standardColouring,
      layers: Array.from({ length: 24 }, () => many),
    }).width,
  ).toBeLessThan(1200);
  expect(width).toBeGreaterThan(400);
});

describe('curves as text', () => {
  const empty = { steps: [], values: [] };
  const runs = [
    { id: 'a', name: 'Hybrid, "even"', layers: stack('standard') },
    { id: 'b', name: 'B', layers: stack('mlp') },
    { id: 'c', name: 'never trained', layers: stack('mlp') },
  ];
  const curves = {
    a: {
      train: { steps: [1, 2], values: [4.4, 1 / 3] },
      validation: { steps: [0, 2], values: [4.5, 4.25] },
      accuracy: { steps: [2], values: [0.5] },
    },
    b: { train: { steps: [1], values: [4] }, validation: empty, accuracy: empty },
  };

  test('CSV has a line for each run and step', () => {
    expect(curvesCsv(runs, curves)).toBe(
      [
        'run,step,train loss,validation loss,validation accuracy',
        '"Hybrid, ""even""",0,,4.5,',
        '"Hybrid, ""even""",1,4.4,,',
        '"Hybrid, ""even""",2,0.3333333333333333,4.25,0.5',
        'B,1,4,,',
        '',
      ].join('\n'),
    );
  });

  test('JSON has them by run, with their layers', () => {
    const { runs: written } = JSON.parse(curvesJson(runs, curves));
    expect(written).toEqual([
      { id: 'a', name: 'Hybrid, "even"', layers: ['standard'], ...curves.a },
      { id: 'b', name: 'B', layers: ['mlp'], ...curves.b },
    ]);
  });
});

describe('a picture of arcs', () => {
  const picture = (T: number, middle: number) =>
    arcsFigure(
      {
        tokens: Array.from({ length: T }, (_, i) => `t${i}`),
        // From token 500 back to the first, to one beside it, and to itself.
        arcs: [0, 495, 500].map((key) => ({ query: 500, key, weight: 0.3, map: 0 })).filter(() => T > 500),
        names: ['Layer 1, head 1'],
        chosen: 500,
      },
      {
        middle,
        run: 'All standard',
        map: 'Layer 1, head 1',
        step: 10,
        label: 'From t500',
        facts: { data: 'a text', link: 'https://lab.example/' },
      },
    );
  const tokensOf = (svg: string) => [...svg.matchAll(/>t(\d+)</g)].map(([, token]) => Number(token));
  const arcsOf = (svg: string) => svg.match(/<path/g)?.length ?? 0;

  test('has a short text whole', () => {
    const { svg, title } = picture(30, 3);
    expect(tokensOf(svg)).toHaveLength(30);
    expect(title).not.toContain('tokens');
    expect(svg).not.toContain('clip');
  });

  test('has of a long one what is on the screen, and says which tokens those are and that arcs lead on', () => {
    const { svg, title, width } = picture(1024, 490);
    expectWellFormed(svg);
    expect(width).toBeLessThan(2050);
    const seen = tokensOf(svg);
    expect(seen).toEqual(seen.map((_, i) => (seen[0] as number) + i));
    expect(490 - (seen[0] as number)).toBeCloseTo((seen.at(-1) as number) - 490, -1);
    expect(title).toContain(`, tokens ${(seen[0] as number) + 1} to ${(seen.at(-1) as number) + 1} of 1,024`);
    expect(arcsOf(svg)).toBe(3);
    expect(svg).toContain('clip-path="url(#part)"');
    expect(svg).toContain('arcs that end at an edge lead on beyond it');
    // At the end of the text it is as wide, and has no arc.
    const end = picture(1024, 1023);
    expect(tokensOf(end.svg).at(-1)).toBe(1023);
    expect(end.width).toBeGreaterThan(1900);
    expect(arcsOf(end.svg)).toBe(0);
    expect(end.svg).not.toContain('lead on');
  });
});
