// npm run atlas: the same lines from any number of workers, after any stop, from any shards; what a plan cannot be is said.
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { round } from 'es-toolkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { cellDocument } from '../../src/app/atlas/cellDocument';
import { readAtlasLines } from '../../src/app/files/readOnly/atlasLines';
import { parseLine, rounded, type TrainedLine } from '../../src/atlas/line';
import { curvesKey, indexSchema, overviewSchema, subjectSchema } from '../../src/atlas/published';
import { planAgain } from '../../src/headless/atlas/planAgain';
import { readPlan } from '../../src/headless/atlas/readPlan';
import {
  type AtlasRequest,
  mergeShards,
  publishAtlas,
  reportAtlas,
  runAtlas,
} from '../../src/headless/atlas/runAtlas';
import { openProcessorEngine } from '../../src/headless/processor';

/** With their decimals, so that 0.42 is not 0.4, and powers of ten. */
const numbers = /\d+(?:[.,]\d+)*(?:e-\d+)?/g;

let folder = '';
/** The smoke plan with a fifth of its steps, as its cells are trained many times here. */
let smoke = '';
/** What the plan gives when nothing comes in between. */
let whole = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lab-'));
  smoke = join(folder, 'smoke.json');
  const plan = JSON.parse(readFileSync(inRoot('experiments', 'atlas', 'smoke.json'), 'utf8'));
  Object.assign(plan.settings, { steps: 12, evalInterval: 4, evalWindows: 8 });
  Object.assign(plan.settings.optimizer, { warmup: 4 });
  plan.subjects[1].steps = 8;
  writeFileSync(smoke, JSON.stringify(plan));
  whole = (await train('whole', {})).text;
});
afterAll(() => rmSync(folder, { recursive: true }));

const path = (name: string) => join(folder, `${name}.jsonl`);

/** Trains into a file of the folder. @returns its text, and what was said */
async function train(name: string, request: Partial<AtlasRequest>) {
  const said: string[] = [];
  const out = path(name);
  await runAtlas({ plan: smoke, out, workers: 1, renew: false, ...request }, (text) => said.push(text));
  return { text: existsSync(out) ? readFileSync(out, 'utf8') : '', said };
}

/** Ids of the cells that a run told of. */
const trained = (said: readonly string[]) =>
  said.flatMap((text) => /^(\S+): .* of \d+, /.exec(text)?.[1] ?? []);

/** Writes a plan that differs from the smoke plan. @returns its path */
function planWith(name: string, change: Record<string, unknown>): string {
  const plan = join(folder, `${name}.json`);
  writeFileSync(plan, JSON.stringify({ ...JSON.parse(readFileSync(smoke, 'utf8')), ...change }));
  return plan;
}

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => parseLine(line) as TrainedLine);

test('gives a line for each cell, and the same lines with two workers', async () => {
  const lines = linesOf(whole);
  expect(lines.map(({ id }) => id)).toEqual(readPlan(smoke).cells.map(({ id }) => id));
  expect(lines).toHaveLength(6);
  expect((await train('two', { workers: 2 })).text).toBe(whole);
});

test('are runs to look at where they are dropped onto the page', () => {
  const read = readAtlasLines(whole);
  if (!read?.ok) throw new Error(read?.why);
  const lines = linesOf(whole).filter((line) => !('sameAs' in line));
  expect(read.runs.map(({ name }) => name)).toEqual(lines.map(({ id }) => id));
  expect(read.unreadable).toBe(0);
  for (const [i, { curves, stepTokens }] of read.runs.entries()) {
    const { loss, accuracy = [], trainLoss, settings } = lines[i] as TrainedLine;
    expect([...curves.validation.values]).toEqual(loss);
    expect([...curves.accuracy.values]).toEqual(accuracy);
    expect([...curves.train.values]).toEqual(trainLoss);
    expect(curves.validation.steps[0]).toBe(0);
    for (const { last } of [curves.validation, curves.train]) expect(last?.step).toBe(settings.steps);
    expect(stepTokens).toBe(settings.batch * settings.context);
  }
  // Cut as a copy is that was stopped.
  expect(readAtlasLines(whole.slice(0, -40))).toMatchObject({ ok: true, unreadable: 1 });
});

test('a line has settings, curves, evaluations, indicators and scores, and no time', () => {
  const [recall, stories] = linesOf(whole) as [TrainedLine, TrainedLine];
  expect(recall.settings).toMatchObject({ task: 'recall', layers: ['standard', 'mlp'], seed: 1, steps: 12 });
  expect(recall.loss).toHaveLength(4);
  expect(recall.accuracy).toHaveLength(4);
  expect(recall.trainLoss).toHaveLength(3);
  expect(recall.final).toHaveProperty('skip');
  expect(recall.indicators?.sink).toEqual([expect.any(Number), null]);
  expect(recall.scores?.max).toEqual([expect.any(Number), null]);
  expect(stories.settings).toMatchObject({ text: 'stories', steps: 8 });
  expect(stories.accuracy).toBeUndefined();
  expect(stories.final).toHaveProperty('bitsPerByte');
  expect(whole).not.toMatch(/seconds|date/i);
});

test('its curve is the one that the lab trains', async () => {
  const [cell] = readPlan(smoke).cells;
  const [line] = linesOf(whole);
  const work = { experiment: cell?.experiment as never, ownText: null, engine: 'processor' as const };
  const result = await openProcessorEngine().run(work, { onProgress() {} });
  const lab = 'runs' in result ? result.runs['run-1']?.validation : undefined;
  expect(lab).toHaveLength(4);
  // The lab may have relaxed SIMD.
  lab?.forEach(({ loss }, i) => {
    expect(line?.loss[i]).toBeCloseTo(loss, 3);
  });
});

test('goes on behind a line that was cut off, and trains no other again', async () => {
  const lines = whole.split('\n');
  const kept = `${lines.slice(0, 3).join('\n')}\n`;
  const next = lines[3] as string;
  for (const cut of [next.slice(0, 700), next, next.slice(0, 40).concat('\n')]) {
    writeFileSync(path('cut'), kept + cut);
    const { text, said } = await train('cut', {});
    expect(text).toBe(whole);
    expect(trained(said)).toEqual(linesOf(lines.slice(3).join('\n')).map(({ id }) => id));
  }
});

test('a process that is killed loses no line that it told of', async () => {
  const args = [inRoot('scripts', 'atlas.mjs'), smoke, '--out', path('killed'), '--workers', '2'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const told = await new Promise<string>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', resolve);
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  const [id] = trained(told.split('\n'));
  expect(readFileSync(path('killed'), 'utf8')).toContain(`{"id":"${id}"`);
  const { text, said } = await train('killed', {});
  expect(text).toBe(whole);
  expect(trained(said)).not.toContain(id);
}, 120_000);

test('the report tells means over what is there, and which cells are the same as others', () => {
  const report = reportAtlas({ plan: smoke, out: path('whole') });
  const [, stories] = linesOf(whole) as [TrainedLine, TrainedLine];
  expect(report).toContain('4 of 4 runs are there; 2 cells are the same as others.');
  const loss = Math.log(stories.final?.perplexity?.[0] as number);
  expect(report).toContain(`| standard+mlp | 0.0 % | ${round(loss, 4)} |`);
  expect(report).toContain(`| staticEmbQK+mlp (same as standard+mlp) | 0.0 % | ${round(loss, 4)} |`);
});

test('what surprises most is trained again: at three rates, then at the best of them, and is told as held against each other', async () => {
  const stacks = [
    {
      rule: 'list',
      stacks: [
        ['standard', 'mlp'],
        ['mlp', 'standard'],
      ],
    },
  ];
  const plan = planWith('order', { stacks, seeds: [1, 2], subjects: [{ text: 'stories', steps: 4 }] });
  const [rates, again] = ['rates', 'again'].map((what) => join(folder, `order-${what}.json`)) as [
    string,
    string,
  ];
  const said: string[] = [];
  const write = () => planAgain({ plan, count: 1 }, (text) => said.push(text));
  const linesOfPlan = async (plan: string) => runAtlas({ plan, workers: 1, renew: false }, () => {});

  expect(write).toThrow(/order\.jsonl lacks stories\/standard\+mlp\/tiny\/1: train it with npm run atlas/);
  await linesOfPlan(plan);
  write();
  expect(said).toEqual([
    `${rates}: comparisons 1, runs 6.`,
    `Train it with npm run atlas -- ${rates}; then this command writes ${again}.`,
  ]);
  expect(existsSync(again)).toBe(false);
  await linesOfPlan(rates);
  write();
  expect(said.at(-1)).toBe(`${again}: comparisons 1, runs 6.`);
  await linesOfPlan(again);
  const report = reportAtlas({ plan: again });
  expect(report).toContain('Seeds 4, 5, 6;');
  expect(report).toContain('Each is paired over 3 seeds. ');
  expect(report).not.toContain('Does the order decide?');
}, 60_000);

test('the page has the scores and curves of the lines, and each cell as a document', () => {
  const site = join(folder, 'site');
  publishAtlas({ plan: smoke, out: path('whole'), folder: site }, () => {});
  const read = (name: string) => JSON.parse(readFileSync(join(site, name), 'utf8'));
  const [listed] = indexSchema.parse(read('index.json'));
  expect(listed?.id).toBe('smoke');
  const overview = overviewSchema.parse(read('smoke.json'));
  expect(overview).toMatchObject({ planned: 4, trained: 4 });
  const [line] = linesOf(whole) as [TrainedLine];
  const [result] = overview.results;
  expect(result?.runs[0]?.score).toEqual({
    value: line.final?.accuracy?.[0],
    stderr: line.final?.accuracy?.[1],
  });
  const curves = subjectSchema.parse(read(`smoke/${result?.subject}.json`));
  const run = curves[curvesKey(result?.stack ?? '', result?.size ?? '', line.settings.seed)];
  expect(run?.loss).toEqual(line.loss);
  const { experiment, results } = cellDocument(run as NonNullable<typeof run>, overview.engine);
  const own = results.curves[experiment.runs[0]?.id ?? ''];
  expect(experiment.seed).toBe(line.settings.seed);
  expect(Array.from(own?.validation.values ?? [])).toEqual(line.loss);
  expect(own?.validation.steps.at(-1)).toBe(line.settings.steps);
  expect(own?.train.steps[0]).toBe(line.every);
});

test('what is committed for the page is what the committed lines give', () => {
  const plans = readdirSync(inRoot('experiments', 'atlas')).filter(
    (name) => /^[a-z]+\.jsonl$/.test(name) && name !== 'smoke.jsonl',
  );
  const site = join(folder, 'committed');
  for (const name of plans)
    publishAtlas(
      { plan: inRoot('experiments', 'atlas', name.replace('.jsonl', '.json')), folder: site },
      () => {},
    );
  const files = (of: string) => readdirSync(of, { recursive: true, encoding: 'utf8' }).sort();
  const committed = inRoot('public', 'atlas');
  expect(files(committed)).toEqual(files(site));
  for (const name of files(site).filter((one) => one.endsWith('.json')))
    expect(readFileSync(join(committed, name), 'utf8'), `${name}: run npm run atlas -- PLAN --publish`).toBe(
      readFileSync(join(site, name), 'utf8'),
    );
});

test('every number of what was found is in the reports', () => {
  const reports = ['pairs', 'depth', 'pairs-rates'].map((name) =>
    reportAtlas({ plan: inRoot('experiments', 'atlas', `${name}.json`) }),
  );
  const printed = new Set(reports.join('\n').match(numbers));
  const text = readFileSync(inRoot('docs', 'atlas.md'), 'utf8');
  const found = /## What was found\n([\s\S]*?)\n## /.exec(text)?.[1] ?? '';
  // A section of the paper is no result.
  const told = found.replace(/Tables? \d( and \d)?|§[\d.]+/g, '').match(numbers) ?? [];
  expect(told.length).toBeGreaterThan(50);
  expect(told.filter((number) => !printed.has(number))).toEqual([]);
});

test('shards that are merged are the same lines; without one of them it says what is missing', async () => {
  const shards = [1, 2].map((index) => ({ index, of: 2 }));
  await train('parts', { shard: shards[0] });
  const said: string[] = [];
  const merge = () =>
    mergeShards({ plan: smoke, out: path('parts'), renew: false }, (text) => said.push(text));
  merge();
  expect(said[0]).toContain('has 3 of 6 lines');
  await train('parts', { shard: shards[1] });
  merge();
  expect(said[1]).toContain('has 6 of 6 lines');
  expect(readFileSync(path('parts'), 'utf8')).toBe(whole);
});

test('StaticEmbQK at the bottom is the same as standard attention, and is not trained', async () => {
  const [standard, , , , same] = linesOf(whole);
  expect(same).toEqual({ id: 'recall-pairs-2-values-4/staticEmbQK+mlp/tiny/1', sameAs: standard?.id });
  // Where the standard stack is not in the plan.
  const stacks = [{ rule: 'list', stacks: [['staticEmbQK', 'mlp']] }];
  const { text } = await train('static', { plan: planWith('static', { stacks }) });
  linesOf(text)[0]?.loss.forEach((loss, i) => {
    expect(loss).toBeCloseTo(standard?.loss[i] as number, 3);
  });
});

test('lines of other settings are refused, and made again where that is asked for', async () => {
  const [recall] = JSON.parse(readFileSync(smoke, 'utf8')).subjects;
  const plan = planWith('fewer', {
    subjects: [
      { ...recall, steps: 8 },
      { text: 'stories', steps: 8 },
    ],
  });
  copyFileSync(path('whole'), path('fewer'));
  await expect(train('fewer', { plan })).rejects.toThrow(
    /recall-pairs-2-values-4\/standard\+mlp\/tiny\/1 was trained with other settings than the plan has now\. .*--renew/,
  );
  expect(readFileSync(path('fewer'), 'utf8')).toBe(whole);
  const { text, said } = await train('fewer', { plan, renew: true });
  expect(trained(said)).toEqual([
    'recall-pairs-2-values-4/standard+mlp/tiny/1',
    'recall-pairs-2-values-4/rndEmbQK+standard/tiny/1',
  ]);
  expect(linesOf(text)[0]?.settings.steps).toBe(8);
  writeFileSync(path('damaged'), `no line\n${whole}`);
  await expect(train('damaged', {})).rejects.toThrow(/Line 1 of .* is none of the atlas/);
});

test.each([
  ['subjects', [{ task: 'recal' }], 'subjects.0.task: There is no task "recal". There are: recall, '],
  ['subjects', [{ task: 'recall', knobs: { pairs: 3 } }], 'subjects.0.knobs.pairs: Pairs: give one of 2, 4'],
  ['subjects', [{ text: 'hamlet' }], 'subjects.0.text: Name a text: mobyDick, '],
  ['subjects', [{ steps: 5 }], 'subjects.0: Name either a task or a text.'],
  ['stacks', [{ rule: 'pairs', variants: ['standart'] }], 'Name a variant of attention: standard, '],
  ['stacks', [{ rule: 'all' }], 'Make stacks by a rule: list, pairs, placed or orders.'],
  ['first', [['mlp']], 'first: mlp is none of the plan’s stacks.'],
  ['sizes', [{ id: 'odd', model: { heads: 3 } }], 'model.heads: 3 heads do not divide a width of 16'],
  ['seeds', [1, 1], 'A seed is there twice.'],
])('refuses a plan with wrong %s: %j', (field, value, message) => {
  expect(() => readPlan(planWith('wrong', { [field]: value }))).toThrow(message);
});

test('stacks by rule: all pairs, placements, and every order, each once', () => {
  const idsOf = (rule: Record<string, unknown>) => {
    const plan = planWith('rules', { stacks: [rule], subjects: [{ text: 'stories' }] });
    return readPlan(plan).cells.map(({ id }) => id.split('/')[1]);
  };
  const variants = ['standard', { variant: 'slidingWindow', window: 4 }];
  expect(idsOf({ rule: 'pairs', variants })).toEqual([
    'standard+standard',
    'standard+slidingWindow-4',
    'slidingWindow-4+standard',
    'slidingWindow-4+slidingWindow-4',
  ]);
  expect(
    idsOf({ rule: 'placed', layers: 2, variants: ['mlp'], placements: ['uniform', 'even', 'top'] }),
  ).toEqual(['mlp+mlp', 'mlp+standard', 'standard+mlp']);
  expect(idsOf({ rule: 'orders', layers: 4, variants: ['mlp'] })).toHaveLength(16);
});

test('pairs.json has all pairs on all tasks, all standard first, then seed by seed', () => {
  const { cells } = readPlan(inRoot('experiments', 'atlas', 'pairs.json'));
  expect(cells).toHaveLength(81 * 9 * 3);
  expect(cells.filter(({ sameAs }) => sameAs !== null)).toHaveLength(9 * 9 * 3);
  expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  const parts = cells.map(({ id }) => id.split('/'));
  expect(new Set(parts.slice(0, 27).map(([, stack]) => stack))).toEqual(new Set(['standard+standard']));
  const seeds = parts.slice(27).map(([, , , seed]) => Number(seed));
  expect(seeds).toEqual(seeds.toSorted((a, b) => a - b));
});

test.each([
  [1.23456789, 1.2346],
  [-0.000123456, -0.00012346],
  [1234567, 1234600],
  [0, 0],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
])('rounds %d to %d', (value, expected) => expect(rounded(value)).toBe(expected));
