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
import { runCommand } from '../support/experimentCommand';
import { stack } from '../support/stack';
import { newFolder } from './python';

const script = fileURLToPath(new URL('../../scripts/experiment.mjs', import.meta.url));
const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Curves {
  seeds: { runs: Record<string, { losses: { loss: number }[] }> }[];
}

/** Where an experiment of this name leaves what it makes, and what it left. */
function placeOf(name: string) {
  const out = join(folder, name);
  mkdirSync(out);
  const json = join(folder, `${name}.json`);
  const losses = () =>
    (JSON.parse(readFileSync(json, 'utf8')) as Curves).seeds.flatMap(({ runs }) =>
      Object.values(runs).flatMap((run) => run.losses.map(({ loss }) => loss)),
    );
  const args = [join(folder, 'experiment.json'), '--json', json, '--export', out];
  return { args, losses, folders: () => readdirSync(out).sort() };
}

test('an experiment comes out the same on Dawn as on the processor', async ({ skip }) => {
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
  const [onDawn, onProcessor] = [placeOf('dawn'), placeOf('processor')];
  // A process of its own, which would take the tests along where Dawn breaks.
  const { status, stderr } = spawnSync(process.execPath, [script, ...onDawn.args, '--node'], {
    encoding: 'utf8',
  });
  if (stderr.startsWith('Dawn finds no WebGPU adapter')) {
    console.warn(
      'SKIPPED: Dawn finds no adapter here (libvulkan1); experiments on it were not held against the processor.',
    );
    skip();
  }
  expect(status, stderr).toBe(0);
  expect((await runCommand([...onProcessor.args, '--engine', 'processor'])).error).toBeNull();

  expect(onDawn.folders()).toEqual(['1-standard', '2-fixed-and-standard']);
  expect(onProcessor.folders()).toEqual(onDawn.folders());
  const losses = onDawn.losses();
  expect(losses).toHaveLength(12);
  const expected = onProcessor.losses();
  for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[i] as number, 4);
});
