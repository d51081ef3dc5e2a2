/**
 * npm run experiment in Node on Dawn trains as it does on the processor, and writes the same folders. Dawn needs a Vulkan loader
 * (Debian's libvulkan1); where it finds no adapter this is skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { defaultExperiment } from '../../src/experiment/defaults';
import { stack } from '../support/stack';
import { newFolder } from './python';

const script = fileURLToPath(new URL('../../scripts/experiment.mjs', import.meta.url));
const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Curves {
  seeds: { runs: Record<string, { losses: { loss: number }[] }> }[];
}

function train(name: string, ...options: string[]) {
  const out = join(folder, name);
  mkdirSync(out);
  const json = join(folder, `${name}.json`);
  const { status, stderr } = spawnSync(
    process.execPath,
    [script, join(folder, 'experiment.json'), '--json', json, '--export', out, ...options],
    { encoding: 'utf8' },
  );
  const losses = () =>
    (JSON.parse(readFileSync(json, 'utf8')) as Curves).seeds.flatMap(({ runs }) =>
      Object.values(runs).flatMap((run) => run.losses.map(({ loss }) => loss)),
    );
  return { status, stderr, losses, folders: () => readdirSync(out).sort() };
}

test('an experiment comes out the same on Dawn as on the processor', ({ skip }) => {
  const base = defaultExperiment();
  const task = {
    ...base,
    model: { ...base.model, dModel: 16, heads: 2, kvHeads: 2, ffn: 16, context: 16 },
    batch: 4,
    steps: 6,
    evalInterval: 3,
    evalWindows: 8,
    task: { id: 'recall', knobs: { pairs: 2, values: 2, hints: 1 } },
    runs: [
      { id: 'a', name: 'Standard', layers: stack('standard') },
      { id: 'b', name: 'Fixed and standard', layers: stack('fixedSeqQK', 'standard') },
    ],
  };
  writeFileSync(join(folder, 'experiment.json'), JSON.stringify(task));
  const onDawn = train('dawn', '--node');
  if (onDawn.stderr.startsWith('Dawn finds no WebGPU adapter')) {
    console.warn(
      'SKIPPED: Dawn finds no adapter here (libvulkan1); experiments on it were not held against the processor.',
    );
    skip();
  }
  expect(onDawn.status, onDawn.stderr).toBe(0);
  const onProcessor = train('processor', '--engine', 'processor');
  expect(onProcessor.status, onProcessor.stderr).toBe(0);

  expect(onDawn.folders()).toEqual(['1-standard', '2-fixed-and-standard']);
  expect(onProcessor.folders()).toEqual(onDawn.folders());
  const losses = onDawn.losses();
  expect(losses).toHaveLength(12);
  const expected = onProcessor.losses();
  for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[i] as number, 4);
});
