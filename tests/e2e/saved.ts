// Experiments as the storage has them: written as version 1 of the database, read as today's.
import { expect, type Page } from '@playwright/test';
import type { Contents, Saved } from '../../src/document/records';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { stack } from '../support/stack';

const start = defaultExperiment();

/** Two runs of a layer each on a task of few tokens: kernels compile in seconds, and a step takes milliseconds. */
export const tiny: Experiment = {
  ...start,
  task: { id: 'lookBack', knobs: { distance: 1, symbols: 4 } },
  batch: 2,
  steps: 40,
  evalInterval: 10,
  evalWindows: 2,
  model: { ...start.model, dModel: 16, heads: 2, kvHeads: 2, ffn: 24, context: 16 },
  optimizer: { ...start.optimizer, learningRate: 0.01, warmup: 2 },
  runs: [
    { id: 'a', name: 'With attention', layers: stack('standard') },
    { id: 'b', name: 'Without', layers: stack('mlp') },
  ],
};

/** A record of version 1 of an experiment that nobody has trained yet. */
const version1 = (name: string, experiment: Experiment) => ({
  id: `id of ${name}`,
  name,
  createdAt: 1,
  changedAt: 1,
  ownText: null,
  contents: {
    experiment,
    view: { runId: null, layer: 0, head: 0, probe: 'the sea', taskSample: 0, chart: { smoothing: 0 } },
    results: {
      state: 'empty',
      message: null,
      info: null,
      progress: null,
      failures: {},
      gentler: {},
      evaluations: {},
      look: null,
      curves: {},
    },
    backend: null,
  },
});

/** A page of the same origin that is not the lab. */
export const besideTheLab = '/nowhere';

/** Writes saved experiments as version 1 of the lab did, before the lab is opened. */
export async function saveAsVersion1(page: Page, experiments: Record<string, Experiment>): Promise<void> {
  await page.goto(besideTheLab);
  const records = Object.entries(experiments).map(([name, experiment]) => version1(name, experiment));
  await page.evaluate(
    (records) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('attention-lab experiments /lab/', 1);
        opening.onupgradeneeded = () => {
          const store = opening.result.createObjectStore('experiments', { keyPath: 'id' });
          opening.result.createObjectStore('checkpoints');
          for (const record of records) store.put(record);
        };
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
        opening.onerror = () => reject(opening.error);
      }),
    records,
  );
}

/** Opens the lab with this experiment on it. */
export async function openWith(page: Page, experiment: Experiment = tiny): Promise<void> {
  await saveAsVersion1(page, { Test: experiment });
  await page.goto('./');
  await expect(page.getByTestId('engine-info')).toContainText('·');
}

/** What is saved under a name; undefined where nothing is. */
export const readSaved = (page: Page, name = 'Test'): Promise<Partial<Saved> | undefined> =>
  page.evaluate(
    (name) =>
      new Promise<Partial<Saved> | undefined>((resolve, reject) => {
        const opening = indexedDB.open('attention-lab experiments /lab/');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const all = db.transaction(['entries', 'contents']);
          const entries = all.objectStore('entries').getAll();
          const contents = all.objectStore('contents').getAll();
          all.oncomplete = () => {
            db.close();
            const entry = entries.result.find((e) => e.name === name);
            resolve(entry && { entry, contents: contents.result.find((c) => c.id === entry.id) });
          };
        };
      }),
    name,
  );

/** The saved losses of a run, once the saved state is this one. */
export async function savedLosses(page: Page, run: string, state: string, name = 'Test'): Promise<number[]> {
  let contents: Contents | undefined;
  await expect
    .poll(async () => {
      contents = (await readSaved(page, name))?.contents;
      return contents?.results.state;
    })
    .toBe(state);
  // Typed arrays come out of the page as objects with their indices.
  return Object.values(contents?.results.curves[run]?.train.values ?? {});
}

export function expectSameLosses(losses: number[], expected: number[]): void {
  expect(losses).toHaveLength(expected.length);
  // One call: Playwright records each as a step of the test, which takes milliseconds.
  const differences = losses.map((loss, n) => Math.abs(loss - (expected[n] as number)));
  expect(differences.findIndex((difference) => !(difference < 1e-5))).toBe(-1);
}
