// npm run record: the same experiment gives the same bytes; what a recording cannot be is refused with a sentence.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { readRecording } from '../../src/document/recording';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { record, recordExperiment } from '../../src/headless/recordExperiment';
import { stack } from '../support/stack';

const silent = { seed() {}, show() {}, done() {} };
const tiny: Experiment = {
  ...defaultExperiment(),
  task: { id: 'recall', knobs: { pairs: 2, values: 2, hints: 0 } },
  batch: 4,
  steps: 20,
  evalInterval: 5,
  evalWindows: 2,
  model: { ...defaultExperiment().model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 8 },
  runs: [
    { id: 'a', name: 'A', layers: stack('standard') },
    { id: 'b', name: 'B', layers: stack('mlp') },
  ],
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lab-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const inFile = (experiment: Experiment) => {
  const path = join(folder, 'experiment.json');
  writeFileSync(path, JSON.stringify(experiment));
  return path;
};

test('records twice to the same bytes: curves, evaluations and eight captures, without a date or a time', async () => {
  const text = await record(tiny, silent);
  expect(await record(tiny, silent)).toBe(text);
  const { experiment, results, captures } = readRecording(text, 'tiny');
  expect(experiment).toEqual(tiny);
  expect(Array.from(results.curves.a?.train.steps ?? [])).toEqual(
    Array.from({ length: 20 }, (_, i) => i + 1),
  );
  expect(Array.from(results.curves.b?.validation.steps ?? [])).toEqual([0, 5, 10, 15, 20]);
  expect(results.curves.a?.seconds).toBeUndefined();
  expect(results.evaluations.b?.outcomes.perplexity).toHaveProperty('metrics.perplexity');
  expect(captures.a?.map(({ step }) => step)).toHaveLength(8);
  expect(captures.b?.[7]?.step).toBe(20);
  // Weights are there of what mixes, and none of what does not.
  expect(captures.a?.[7]?.layers[0]?.weights).not.toBeNull();
  expect(captures.b?.[7]?.layers[0]?.weights).toBeNull();
});

test('writes the file, and says how large it is', async () => {
  const say = vi.spyOn(console, 'log').mockImplementation(() => {});
  const out = join(folder, 'recording.json');
  await recordExperiment({ source: inFile({ ...tiny, steps: 2 }), out });
  expect(say.mock.lastCall?.[0]).toMatch(/recording\.json: [\d.]+ KiB compressed, of at most/);
  expect(readRecording(readFileSync(out, 'utf8'), 'tiny').experiment.steps).toBe(2);
  say.mockRestore();
});

test('refuses a recording that is too large, and says what takes the room', async () => {
  const [standard] = stack('standard');
  const layers = Array.from({ length: 12 }, () => standard as Experiment['runs'][0]['layers'][0]);
  const runs = [{ id: 'run', name: 'Run', layers }];
  const model = { ...tiny.model, dModel: 32, heads: 16, kvHeads: 16, context: 64 };
  const large = {
    ...tiny,
    task: { id: 'lookBack', knobs: { distance: 2, symbols: 4 } },
    steps: 2,
    batch: 1,
    model,
    runs,
  };
  const out = join(folder, 'large.json');
  await expect(recordExperiment({ source: inFile(large), out })).rejects.toThrow(
    /KiB compressed, and 293 KiB is the most: [\d.]+ KiB are captures, .* Captures take less with a shorter context/,
  );
  expect(() => readFileSync(out)).toThrow();
});

test('refuses an experiment on a text of one’s own, and a command that names no file to write', async () => {
  await expect(record({ ...tiny, task: null, corpus: 'ownText' }, silent)).rejects.toThrow(
    'A recording carries no text of one’s own',
  );
  const command = spawnSync(process.execPath, [inRoot('scripts', 'record.mjs'), inFile(tiny)], {
    encoding: 'utf8',
  });
  expect(command.status).toBe(1);
  expect(command.stderr).toContain('Say with --out where the recording goes.');
});
