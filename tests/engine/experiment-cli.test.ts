// npm run experiment: what it refuses, before any browser starts; its line of progress; means over seeds.

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readRequest } from '../../scripts/lib/experiment-request.mjs';
import { readExperimentResults } from '../../src/app/files/readOnly/experimentResults';
import { taskChoice } from '../../src/data/tasks';
import { encodeLink } from '../../src/document/link/link';
import type { Shared } from '../../src/document/link/shared';
import { textHash } from '../../src/document/link/textSection';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { progressLine } from '../../src/headless/progressLine';
import { asJSON, report, type SeedResult } from '../../src/headless/report';
import { type ExperimentRequest, runExperiment } from '../../src/headless/runExperiment';
import { overSeeds } from '../../src/measure/evals/seeds';
import type { Estimate, Outcome } from '../../src/measure/evals/types';
import { runCommand } from '../support/experimentCommand';
import { stack } from '../support/stack';

const script = fileURLToPath(new URL('../../scripts/experiment.mjs', import.meta.url));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lab-'));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** For tests that start the command, which loads TypeScript each time. */
const twoMinutes = 120_000;

/** Runs the command with a browser that would be refused with another sentence, were it looked for. */
const command = (...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, CHROMIUM_PATH: join(folder, 'no-browser') },
  });

/** What the command says when it ends with status 1. */
function refusal(...args: string[]) {
  const { status, stdout, stderr } = command(...args);
  expect(status).toBe(1);
  expect(stdout).not.toMatch(/Installing/);
  return stderr.trim();
}

/** What is said of the command's words before anything is loaded, in this process. */
function refusedWords(...args: string[]): string {
  try {
    readRequest(args);
  } catch (error) {
    // As runMain tells sentences from faults.
    expect((error as Error).name).toBe('PlainError');
    return (error as Error).message;
  }
  return 'It was not refused.';
}

/** What stands between the command's options and its training, in this process, with the same browser. */
async function refused(source: string, request: Partial<ExperimentRequest> = {}): Promise<string> {
  const server = { listen: async () => ({}), close: async () => {} } as unknown as ViteDevServer;
  const whole = { engine: 'auto', node: false, source, command: '', ...request } as const;
  vi.stubEnv('CHROMIUM_PATH', join(folder, 'no-browser'));
  const error = await runExperiment(whole, async () => server).then(
    () => new Error('It was not refused.'),
    (reason: Error) => reason,
  );
  // As runMain tells sentences from faults.
  expect(error.name, error.stack).toBe('PlainError');
  return error.message;
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('refuses with a sentence and status 1', () => {
  test('no experiment, two of them, and options it does not have', () => {
    expect(refusal()).toMatch(/^Name an experiment\.\nnpm run experiment -- FILE\.json, or a link/);
    expect(refusedWords('a.json', 'b.json')).toMatch(
      /^One experiment at a time: "b\.json" is one too many\./,
    );
    expect(refusedWords('a.json', '--elsewhere', 'x')).toMatch(/^Unknown option '--elsewhere'/);
    expect(refusedWords('a.json', '--adapter', 'x')).toMatch(/^--adapter goes with --node/);
    expect(refusedWords('a.json', '--engine', 'x')).toBe('--engine takes auto, webgpu, processor, not "x".');
    expect(refusedWords('a.json', '--engine', 'processor', '--node')).toMatch(/^--node is for WebGPU/);
  });

  test.each([
    ['--seeds', '0'],
    ['--seeds', 'three'],
    ['--steps', '1.5'],
    ['--steps', ''],
  ])('%s %j', (option, value) => {
    expect(refusedWords('a.json', option, value)).toBe(
      `${option} takes a whole number from 1, not "${value}".`,
    );
  });

  test('a path that stands for another thing, or cannot be written, before anything is trained', () => {
    const there = file('there.json', '{}');
    const within = join(there, 'out');
    const readOnly = process.platform === 'linux' ? '/proc/out' : join(folder, 'nowhere', 'out');
    symlinkSync(there, join(folder, 'linked.json'));
    linkSync(there, join(folder, 'hard.json'));
    symlinkSync(join(folder, 'nowhere-yet'), join(folder, 'dangling.json'));
    const refusals: [args: string[], sentence: string | RegExp][] = [
      [['--json', folder], `${folder} cannot be written: it is a folder. Name a file.`],
      [['--markdown', folder], `${folder} cannot be written: it is a folder. Name a file.`],
      [['--json', join(folder, 'new/')], /cannot be written: it is a folder\. Name a file\.$/],
      [['--export', there], `${there} cannot be written: it is a file. Name a folder.`],
      [['--json', within], `${within} cannot be written: a part of the path is a file and not a folder.`],
      [['--export', within], `${within} cannot be written: a part of the path is a file and not a folder.`],
      [['--markdown', readOnly], /cannot be written: there is no such folder, or it is read-only\.$/],
      [['--export', readOnly], /cannot be written: there is no such folder, or it is read-only\.$/],
      [['--json', join(folder, 'x'.repeat(300))], /cannot be written: its name is too long\.$/],
      [['--json', ''], '--json takes a path, and was given an empty one.'],
      [['--markdown', ' '], '--markdown takes a path, and was given an empty one.'],
      [['--export', ''], '--export takes a path, and was given an empty one.'],
      [['--text', ''], '--text takes a path, and was given an empty one.'],
      [
        ['--json', there, '--markdown', there],
        /^--markdown and --json name the same path, .*: one would overwrite/,
      ],
      [
        ['--json', there, '--markdown', join(folder, 'linked.json')],
        /^--markdown and --json name the same path/,
      ],
      [
        ['--json', join(folder, 'y'), '--export', join(folder, '.', 'y')],
        /^--export and --json name the same path/,
      ],
      [
        ['--json', there, '--markdown', join(folder, 'hard.json')],
        /^--markdown and --json name the same path/,
      ],
      // The first path is tried before the second is refused: a link to what is not there stays one.
      [['--json', join(folder, 'dangling.json'), '--markdown', folder], /it is a folder\. Name a file\.$/],
      [['--text', there, '--json', there], /^--json and --text name the same path/],
      [['--json', 'a.json'], /^--json and the experiment name the same path, a\.json: one would overwrite/],
      [['--json', there, '--json', there], /^--json is given twice\./],
    ];
    for (const [args, sentence] of refusals) {
      const said = refusedWords('a.json', ...args);
      if (typeof sentence === 'string') expect(said).toBe(sentence);
      else expect(said).toMatch(sentence);
    }
    // What was made to try them is gone again.
    expect(readdirSync(folder)).not.toContain('y');
    expect(readdirSync(folder)).not.toContain('nowhere-yet');
    expect(lstatSync(join(folder, 'dangling.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(there, 'utf8')).toBe('{}');
    expect(existsSync('a.json')).toBe(false);
  });

  test.each(['--json', '--export'])('a place where nothing can be written: %s', (option) => {
    const path = join(folder, 'nowhere', 'out');
    expect(refusedWords('a.json', option, path)).toBe(
      `${path} cannot be written: there is no such folder, or it is read-only.`,
    );
  });

  test('a file that is not there or is not JSON', async () => {
    const absent = join(folder, 'absent.json');
    expect(await refused(absent)).toMatch(`${absent} cannot be read: there is no such file.`);
    const broken = file('broken.json', '{"version": 1,');
    expect(await refused(broken)).toMatch(`${broken} is not JSON: `);
  });

  test.each([
    [{ batch: 0 }, { steps: 5 }, 'batch: Give a whole number from 1 to 256.'],
    [{}, { steps: 1_000_000 }, 'steps: Give a whole number from 1 to 100,000.'],
    [{ seed: 2 ** 32 - 1 }, { seeds: 2 }, 'seed: Give a whole number from 0 to 4,294,967,295.'],
  ])('a bad experiment, with the sentence of the schema: %j %j', async (change, request, sentence) => {
    const bad = file('bad.json', { ...defaultExperiment(), ...change });
    expect(await refused(bad, request)).toBe(`${bad}: ${sentence}`);
  });

  test(
    'started as a command, with the sentence alone',
    () => {
      const bad = file('bad.json', defaultExperiment());
      expect(refusal(bad, '--steps', '1000000')).toBe(
        `${bad}: steps: Give a whole number from 1 to 100,000.`,
      );
    },
    twoMinutes,
  );

  const address = (shared: Partial<Shared>) =>
    `https://example.org/lab/${encodeLink({ experiment: defaultExperiment(), view: defaultView, text: null, curves: null, ...shared })}`;

  test.each([
    ['#2rr.abc', /^This link is of format 2, made by a later version of the lab/],
    [address({}).slice(0, -1), /^The link is cut off or damaged at its end\.\nOf the link, run 3 could not/],
    ['absent', /^absent cannot be read: there is no such file\.$/],
  ])('a link that is not whole, or none: %s', async (link, sentence) =>
    expect(await refused(link)).toMatch(sentence),
  );

  test('a link or a file whose text is not with it', async () => {
    const experiment = { ...defaultExperiment(), corpus: 'ownText' };
    const text = { kind: 'file' as const, name: 'sea.txt', bytes: 12_345, hash: 1 };
    const link = address({ experiment, text });
    expect(await refused(link)).toBe(
      'This experiment trains on sea.txt, of 12,345 bytes, which is not in it. Bring it with --text FILE.',
    );
    const other = file('other.txt', 'Another sea. '.repeat(20));
    expect(await refused(link, { text: other })).toBe(
      `${other} is another text than the link's, which is sea.txt, of 12,345 bytes.`,
    );
    expect(await refused(file('own.json', experiment))).toMatch(
      /^This experiment trains on one's own text, which/,
    );
  });

  // It goes on to look for its browser, and so has taken the link.
  test('takes a link, with or without its address, and the text that it names', async () => {
    const experiment = { ...defaultExperiment(), corpus: 'ownText' };
    const words = 'The sea is wide. '.repeat(20);
    const carried = { kind: 'text' as const, name: 'sea.txt', text: words };
    const named = { kind: 'file' as const, name: 'sea.txt', bytes: words.length, hash: textHash(words) };
    const bare = address({ experiment, text: carried }).replace(/^.*#/, '');
    expect(await refused(bare, { engine: 'webgpu' })).toMatch(/no-browser/);
    const text = file('sea.txt', words);
    expect(await refused(address({ experiment, text: named }), { engine: 'webgpu', text })).toMatch(
      /no-browser/,
    );
  });

  test('takes a file and a text with byte order marks before them, and tells one in UTF-16', async () => {
    const experiment = { ...defaultExperiment(), corpus: 'ownText' };
    const marked = file('marked.json', `\ufeff${JSON.stringify(experiment)}`);
    const text = file('marked.txt', `\ufeff${'The sea is wide. '.repeat(20)}`);
    expect(await refused(marked, { engine: 'webgpu', text })).toMatch(/no-browser/);
    const wide = join(folder, 'wide.json');
    writeFileSync(wide, `\ufeff${JSON.stringify(experiment)}`, 'utf16le');
    expect(await refused(wide)).toBe(`${wide} is encoded as UTF-16. Save it as UTF-8 and try again.`);
  });

  test('what is no experiment at all', async () => {
    expect(await refused(file('null.json', 'null'))).toMatch(/null\.json: experiment: /);
  });
});

// With every option that has a say there: each must arrive.
test(
  'trains on the processor in Node alone, with neither a browser nor Dawn',
  () => {
    const { model } = defaultExperiment();
    const experiment = {
      ...defaultExperiment(),
      corpus: 'ownText',
      seed: 7,
      batch: 2,
      steps: 300,
      evalWindows: 2,
      model: { ...model, dModel: 16, heads: 2, kvHeads: 2, ffn: 16, context: 16 },
      runs: [{ id: 'a', name: 'A', layers: stack('standard') }],
    };
    const [json, markdown, folders] = ['out.json', 'out.md', 'exported'].map((name) => join(folder, name));
    const text = file('waves.txt', 'The sea is wide and the sea is deep. '.repeat(40));
    const options = { engine: 'processor', seeds: '2', steps: '3', text, json, markdown, export: folders };
    const { status, stderr } = command(
      file('tiny.json', experiment),
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value as string]),
    );
    expect(stderr).not.toMatch(/Error/);
    expect(status).toBe(0);
    const { versions, seeds } = JSON.parse(readFileSync(json as string, 'utf8'));
    expect(versions).toMatchObject({ backend: 'processor', adapter: expect.stringContaining('WebAssembly') });
    expect(seeds.map(({ seed }: { seed: number }) => seed)).toEqual([7, 8]);
    for (const { runs } of seeds)
      expect(runs.a.losses.map(({ step }: { step: number }) => step)).toEqual([1, 2, 3]);
    // As the page reads it, where it is dropped there.
    const read = readExperimentResults(readFileSync(json as string, 'utf8'));
    if (!read?.ok) throw new Error(read?.why);
    expect(read.runs.map(({ name, stepTokens }) => [name, stepTokens])).toEqual([
      ['A, seed 7', 32],
      ['A, seed 8', 32],
    ]);
    for (const [i, { curves }] of read.runs.entries()) {
      const { losses, validation } = seeds[i].runs.a;
      expect([...curves.train.values]).toEqual(losses.map(({ loss }: { loss: number }) => loss));
      expect([...curves.validation.steps]).toEqual(validation.map(({ step }: { step: number }) => step));
      expect(curves.accuracy.length).toBe(0);
    }
    expect(readFileSync(markdown as string, 'utf8')).toContain('over seeds 7, 8.');
    expect(readdirSync(folders as string)).toHaveLength(2);
  },
  twoMinutes,
);

describe('a sweep', () => {
  const { model } = defaultExperiment();
  const tiny = {
    ...defaultExperiment(),
    task: taskChoice('lookBack'),
    batch: 2,
    steps: 3,
    evalWindows: 2,
    model: { ...model, dModel: 16, heads: 2, kvHeads: 2, ffn: 16, context: 16 },
    runs: [{ id: 'a', name: 'A', layers: stack('standard') }],
  };

  test('trains on the processor, each stack at each seed, and is reported as a table and as JSON', async () => {
    const [json, markdown] = ['sweep.json', 'sweep.md'].map((name) => join(folder, name)) as [string, string];
    const { printed, error } = await runCommand([
      file('swept.json', tiny),
      ...['--sweep', 'orders,first=standard,second=mlp,layers=2', '--engine', 'processor', '--seeds', '2'],
      ...['--json', json, '--markdown', markdown],
    ]);
    expect(error).toBeNull();
    const { sweep, results, versions } = JSON.parse(readFileSync(json, 'utf8'));
    expect(versions.backend).toBe('processor');
    expect(sweep).toEqual({
      sweep: 'orders',
      parameters: { first: 'standard', second: 'mlp', layers: 2 },
      seeds: 2,
    });
    const read = readExperimentResults(readFileSync(json, 'utf8'));
    expect(read?.ok && read.runs.map(({ name, curves }) => [name, curves.accuracy.last?.value])).toEqual(
      results.map(({ run, accuracy }: { run: { name: string }; accuracy: number }) => [run.name, accuracy]),
    );
    const places = results.map(({ x, seed }: { x: string; seed: number }) => `${x} ${seed}`);
    expect(places).toEqual(['00 1', '00 2', '01 1', '01 2', '10 1', '10 2', '11 1', '11 2']);
    for (const { steps, loss, accuracy } of results) {
      expect(steps).toBe(3);
      expect(loss).toBeGreaterThan(0);
      expect(accuracy).toBeGreaterThanOrEqual(0);
    }
    expect(printed).toContain('### swept.json: Every order of two variants');
    const table = readFileSync(markdown, 'utf8');
    expect(table).toMatch(/8 runs, 24 steps in/);
    expect(table).toMatch(/\| Std MLP +\| 2 of 2 +\| \d\.\d+ ± /);
  });

  test.each<[string, unknown, Partial<ExperimentRequest>, RegExp]>([
    ['that is not there', tiny, { sweep: 'none' }, /^--sweep takes one of seeds, .*, not "none"\.$/],
    [
      'with a parameter that has no value',
      tiny,
      { sweep: 'orders,first' },
      /as NAME=VALUE, not "first"\. Those of orders: first, second, layers\.$/,
    ],
    [
      'with a parameter out of bounds',
      tiny,
      { sweep: 'orders,layers=99' },
      /Layers: Give a whole number from 1 to 8\.$/,
    ],
    [
      'in the file, and not as it is written',
      { ...tiny, sweep: 7 },
      {},
      /^The file's "sweep" cannot be read, at sweep\. Write/,
    ],
    [
      'in the file, of too many runs',
      { ...tiny, sweep: { sweep: 'orders', parameters: { layers: 8 }, seeds: 20 } },
      {},
      /5,120 runs/,
    ],
    [
      'that is to leave weights',
      tiny,
      { sweep: 'seeds', exportTo: 'x' },
      /^--export writes the runs of an experiment/,
    ],
  ])('is refused: %s', async (_what, value, request, sentence) =>
    expect(await refused(file('refused.json', value), request)).toMatch(sentence),
  );

  // It goes on to look for its browser, and so has taken the sweep.
  test('comes in a file and in a link', async () => {
    const beside = { sweep: 'placements', parameters: { variant: 'mlp' } };
    expect(await refused(file('beside.json', { ...tiny, sweep: beside }), { engine: 'webgpu' })).toMatch(
      /no-browser/,
    );
    const choice = { sweep: 'seeds', parameters: {}, seeds: 3 };
    const link = encodeLink({
      experiment: defaultExperiment(),
      view: defaultView,
      text: null,
      curves: null,
      sweep: choice,
    });
    expect(await refused(link, { engine: 'webgpu' })).toMatch(/no-browser/);
  });
});

test.skipIf(!existsSync('/dev/full'))(
  'what cannot be written at the end is printed or put elsewhere, and said',
  async () => {
    const { model } = defaultExperiment();
    const experiment = {
      ...defaultExperiment(),
      task: taskChoice('lookBack'),
      batch: 2,
      steps: 2,
      evalWindows: 2,
      model: { ...model, dModel: 16, heads: 2, kvHeads: 2, ffn: 16, context: 16 },
      runs: [{ id: 'a', name: 'A', layers: stack('mlp') }],
    };
    const exported = join(folder, 'exported-lost');
    // Found only when it is written.
    mkdirSync(join(exported, 'model.py'), { recursive: true });
    const args = ['--engine', 'processor', '--json', '/dev/full', '--export', exported];
    const { printed, error } = await runCommand([file('lost.json', experiment), ...args]);
    expect(error?.name, error?.stack).toBe('PlainError');
    expect(error?.message).toContain(
      '/dev/full cannot be written: no space is left there. What was to stand there is',
    );
    const [tables, json] = printed.split(/^(?=\{$)/m) as [string, string];
    expect(tables).toContain('### lost.json');
    expect(JSON.parse(json).seeds[0].runs.a.losses).toHaveLength(2);
    const [, instead] = /exported-lost cannot be written: .* Its files are in (.*)\.$/m.exec(
      error?.message ?? '',
    ) as unknown as [string, string];
    expect(readdirSync(instead)).toContain('model.safetensors');
    rmSync(instead, { recursive: true });
  },
);

describe('the line of progress', () => {
  const written = (isTTY: boolean) => {
    const lines: string[] = [];
    let ms = 0;
    const line = progressLine(3, { isTTY, write: (text) => lines.push(text) }, () => ms);
    return { line, lines, wait: (seconds: number) => (ms += 1000 * seconds) };
  };

  test('counts the seeds to come as long as the one under way', () => {
    const { line, lines, wait } = written(true);
    line.seed(7);
    wait(10);
    line.show({ what: 'step 5 of 10', secondsLeft: 10 });
    // 10 s of this one and two more of 20 s each.
    expect(lines).toEqual(['\r\x1b[2Kseed 7 (1 of 3): step 5 of 10, 50 s left']);
    line.seed(8);
    wait(20);
    line.show({ what: 'preparing', secondsLeft: null });
    expect(lines.at(-1)).toBe('\r\x1b[2Kseed 8 (2 of 3): preparing');
  });

  test('does not flood a log', () => {
    const { line, lines, wait } = written(false);
    line.seed(1);
    for (let i = 0; i < 40; i++) {
      line.show({ what: `step ${i}`, secondsLeft: null });
      wait(1);
    }
    expect(lines).toEqual(['step 0', 'step 15', 'step 30'].map((what) => `seed 1 (1 of 3): ${what}\n`));
  });

  test('rounds what is left up', () => {
    const { line, lines } = written(true);
    line.seed(1);
    line.seed(2);
    line.seed(3);
    line.show({ what: 'step 9 of 10', secondsLeft: 0.2 });
    line.show({ what: 'step 9 of 10', secondsLeft: 59.4 });
    expect(lines.map((text) => text.split(', ')[1])).toEqual(['1 s left', '1 min left']);
  });
});

describe('over seeds', () => {
  const at = (value: number, stderr = 0.1) => ({ value, stderr, n: 9 });
  test('stand mean and sample standard deviation between them', () => {
    const outcome = overSeeds(
      [1, 2, 6].map((v) => ({ metrics: { m: at(v) }, series: [{ x: 4, perplexity: at(2 * v) }] })),
    );
    expect(outcome).toEqual({
      metrics: { m: { value: 3, stderr: Math.sqrt(7), n: 3, seeds: 3 } },
      series: [{ x: 4, perplexity: { value: 6, stderr: Math.sqrt(28), n: 3, seeds: 3 } }],
    });
  });
  test('one seed keeps its own standard error; what is unavailable stays so', () => {
    expect(overSeeds([{ metrics: { m: at(1) } }])).toEqual({ metrics: { m: at(1) } });
    expect(overSeeds([{ metrics: { m: at(1) } }, { unavailable: 'none' }])).toEqual({ unavailable: 'none' });
  });
});

describe('the report', () => {
  const estimate = (value: number): Estimate => ({ value, stderr: 0.25, n: 4 });
  const outcomes = (value: number): Record<string, Outcome> => ({
    perplexity: { metrics: { perplexity: estimate(value) } },
  });
  const lossAt = (step: number, loss: number) => ({ step, loss, gradNorm: 1 });
  const seed = (number: number, loss: number, failed: string | null = null): SeedResult => ({
    experiment: {
      ...defaultExperiment(),
      seed: number,
      steps: 7,
      runs: [{ id: 'a', name: 'All standard', layers: stack('standard') }],
    },
    engine: { name: 'webgpu', adapter: 'SwiftShader', software: true, reason: 'A test.', advice: null },
    info: { vocab: 81, parameters: { a: 12345 }, uniformLoss: Math.log(81), chance: 0.5, bytesPerToken: 1 },
    trainSeconds: 1.4,
    runs: {
      a: {
        losses: [lossAt(1, loss + 1), lossAt(2, loss - 1)],
        validation: [{ step: 2, loss, accuracy: null }],
        failed,
      },
    },
    evaluations: {
      a: { step: 7, outcomes: outcomes(10 * loss) },
      'baseline:unigram': { step: null, outcomes: outcomes(20) },
      'baseline:bigram': { step: null, outcomes: outcomes(12) },
    },
    indicators: { probe: 'the sea', layers: { a: [] } },
  });
  const facts = { command: 'npm run experiment -- a.json', title: 'a.json', where: 'Chromium 1.2' };

  test('has mean ± deviation over seeds, what computed it, and what went wrong', () => {
    const text = report([seed(1, 1), seed(2, 3, 'The loss broke.')], facts);
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        '### a.json',
        '    npm run experiment -- a.json',
        '| All standard | 12,345 | 2.0000 ± 1.4142 | 2.0000 ± 1.4142 |',
        '| All standard | 7 | 20.00 ± 14.14 |',
        '| Bigram | – | 12.00 ± 0.00 |',
        '| Chance | – | 81.00 |',
        '- All standard, seed 2: The loss broke.',
      ]),
    );
    expect(text).toMatch(
      /webgpu on SwiftShader, Chromium 1\.2, Attention Lab \d+\.\d+\.\d+; trained in 3 s\./,
    );
    expect(text).toContain('Mean ± standard deviation over seeds 1, 2.');
  });

  test('of one seed has its standard errors, and no deviation of losses', () => {
    const text = report([seed(1, 1)], facts);
    expect(text).toContain('| All standard | 12,345 | 1.0000 | 1.0000 |');
    expect(text).toContain('| All standard | 7 | 10.00 ± 0.25 |');
    expect(text).toContain('Seed 1; ± is the standard error');
  });

  test('of a task tells the course at each seed, and no text does', () => {
    const task = (number: number, accuracies: number[]): SeedResult => {
      const base = seed(number, 1);
      const validation = accuracies.map((accuracy, i) => ({ step: 5 * i, loss: 1, accuracy }));
      return { ...base, runs: { a: { losses: [], validation, failed: null } } };
    };
    // Every second of the sixteen after step 0, the last among them.
    const course = (slope: number) => Array.from({ length: 17 }, (_, i) => slope * i);
    const text = report([task(1, course(0.05)), task(2, course(0.0625))], facts);
    expect(text).toContain('| Run | Seed | 10 | 20 | 30 | 40 | 50 | 60 | 70 | 80 |');
    expect(text).toContain('| All standard | 1 | 10.0 % | 20.0 % |');
    expect(text).toContain('| All standard | 2 | 12.5 % | 25.0 % |');
    expect(text).toMatch(/\| All standard \| 2 \|.* 100\.0 % \|\n/);
    expect(report([seed(1, 1)], facts)).not.toContain('held-out sequences');
  });

  test('as JSON names versions and keeps each seed whole', () => {
    const json = asJSON([seed(1, 1), seed(2, 3)], facts);
    expect(json).toMatchObject({
      command: facts.command,
      versions: { node: process.versions.node, where: 'Chromium 1.2', adapter: 'SwiftShader' },
      seeds: [
        { seed: 1, runs: seed(1, 1).runs },
        { seed: 2, evaluations: seed(2, 3).evaluations },
      ],
    });
  });
});
