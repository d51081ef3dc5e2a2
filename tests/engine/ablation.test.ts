// Ablations of what is loaded: single ones, and the grid of all heads, while it trains or not.
import { isEqual, mean } from 'es-toolkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { taskChoice } from '../../src/data/tasks';
import { setModel } from '../../src/experiment/edit';
import type { Experiment } from '../../src/experiment/schema';
import { type PartOff, withoutParts } from '../../src/model/partsOff';
import { startInThisThread } from '../../src/processor/startWorker';
import { machineDevices } from '../../src/runtime/devices';
import { createLabWorker } from '../../src/runtime/labWorker';
import type { AblationEvent, RunEvent } from '../../src/runtime/protocol';
import { anyEngine, liveModels, testEngine } from '../support/engine';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const lab = createLabWorker(
  async () => testEngine(),
  async () => '',
  machineDevices(startInThisThread),
);
const start = tinyExperiment({
  steps: 40,
  evalWindows: 5,
  evalInterval: 20,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard', 'rndEmbQK', 'mlp') },
    { id: 'b', name: 'B', layers: stack('standard', 'standard', 'standard') },
  ],
});
const experiment: Experiment = {
  ...setModel({ context: 12 })(start),
  task: taskChoice('recall'),
};

let events: RunEvent[] = [];
async function load(own: Partial<Experiment> = {}) {
  events = [];
  await lab.training.load({ ...experiment, ...own }, null, (event) => void events.push(event), anyEngine);
}
async function trained() {
  await load();
  await lab.training.train();
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'state', state: 'finished' }), 20_000);
}
/** The last validation of a run. */
const validated = (runId: string) => {
  const found = events.findLast((event) => event.type === 'validation' && event.runId === runId);
  return (found as Extract<RunEvent, { type: 'validation' }>).point;
};
afterEach(() => lab.training.unload());

describe('one', () => {
  it('of nothing changes no bit of the loss', async () => {
    await trained();
    const { step, loss, accuracy } = validated('a');
    const found = await lab.ablation.measure('a', {});
    expect(found).toMatchObject({ step, whole: { loss, accuracy }, without: { loss, accuracy } });
    expect(found.without).toEqual(found.whole);
    // Five sequences, whose parts make the loss up.
    expect(mean(found.whole.windows)).toBeCloseTo(loss, 6);
    expect(found.whole.windows).toHaveLength(5);
    expect(await lab.ablation.measure('a', withoutParts([]))).toEqual(found);
    const nothing = { headsOff: [], layersOff: [], standard: [], maps: [] };
    expect(await lab.ablation.measure('a', nothing)).toEqual(found);
  });

  it('of a head, a layer or a map tells the loss without it, and frees what it took', async () => {
    await trained();
    const models = liveModels();
    const { loss } = validated('a');
    const without = async (ablation: Parameters<typeof lab.ablation.measure>[1], runId = 'a') =>
      (await lab.ablation.measure(runId, ablation)).without.loss;
    const off = await without({
      headsOff: [
        [0, 0],
        [0, 1],
      ],
    });
    expect(off).not.toBe(loss);
    expect(await without({ layersOff: [2] })).not.toBe(loss);
    expect(await without({ standard: [1] })).not.toBe(loss);
    expect(await without({ standard: [0] })).toBe(loss);
    expect(await without({ maps: [{ layer: 0, by: 'uniform' }] })).not.toBe(loss);
    const mean = await without({ maps: [{ layer: 0, by: 'mean' }] });
    expect(mean).not.toBe(loss);
    // One map serves all sequences of this layer: its mean is itself.
    expect(await without({ maps: [{ layer: 1, by: 'mean' }] })).toBeCloseTo(loss, 5);
    // A run's own map in its place is itself too, another's is not.
    expect(await without({ maps: [{ layer: 0, by: { runId: 'a' } }] })).toBeCloseTo(loss, 5);
    expect(Math.abs((await without({ maps: [{ layer: 0, by: { runId: 'b' } }] })) - loss)).toBeGreaterThan(
      1e-6,
    );
    expect(liveModels()).toBe(models);
  });

  it('of a set is that of its parts: a layer as in the grid, whatever of its heads is off beside it; all its heads its mixer', async () => {
    await trained();
    const told: AblationEvent[] = [];
    await lab.ablation.grid('a', (event) => void told.push(event));
    const inGrid = (layers: number[]) =>
      told.find((event) => event.type === 'part' && isEqual(event.part, { layers })) as AblationEvent;
    const without = async (parts: PartOff[]) =>
      (await lab.ablation.measure('a', withoutParts(parts))).without.loss;
    expect(await without([[1, null]])).toBe(inGrid([1]).loss);
    expect(
      await without([
        [1, null],
        [1, 0],
        [1, 1],
      ]),
    ).toBe(inGrid([1]).loss);
    expect(
      await without([
        [1, null],
        [2, null],
      ]),
    ).toBe(inGrid([1, 2]).loss);
    // Its feed-forward goes on.
    const heads = await without([
      [1, 0],
      [1, 1],
    ]);
    expect(heads).not.toBe(inGrid([1]).loss);
    const one = await without([[1, 0]]);
    expect(heads).not.toBe(one);
  });

  it('refuses in a sentence what is not there', async () => {
    await expect(lab.ablation.measure('a', {})).rejects.toThrow('No experiment is loaded yet');
    await load();
    const models = liveModels();
    const refused = (ablation: Parameters<typeof lab.ablation.measure>[1], runId = 'a') =>
      expect(lab.ablation.measure(runId, ablation)).rejects;
    await refused({}, 'nobody').toThrow('This run is not loaded');
    await refused({ headsOff: [[2, 0]] }).toThrow('Layer 3 mixes no tokens');
    await refused({ standard: [2] }).toThrow('Layer 3 mixes no tokens');
    await refused({ maps: [{ layer: 2, by: 'mean' }] }).toThrow('Layer 3 mixes no tokens');
    await refused({ maps: [{ layer: 2, by: { runId: 'a' } }] }, 'b').toThrow('Layer 3 mixes no tokens there');
    await refused({ maps: [{ layer: 0, by: { runId: 'nobody' } }] }).toThrow('This run is not loaded');
    expect(liveModels()).toBe(models);
  });
});

describe('a grid', () => {
  it('has every head, every layer and every group of layers, each as it is measured alone', async () => {
    await trained();
    const told: AblationEvent[] = [];
    expect(await lab.ablation.grid('a', (event) => void told.push(event))).toBe(true);
    const { step, loss, accuracy } = validated('a');
    const { windows } = (await lab.ablation.measure('a', {})).whole;
    expect(told[0]).toEqual({ type: 'whole', step, loss, accuracy, windows });
    const parts = told.slice(1) as Extract<AblationEvent, { type: 'part' }>[];
    expect(parts.map(({ part }) => part)).toEqual([
      { layer: 0, head: 0 },
      { layer: 0, head: 1 },
      { layers: [0] },
      { layer: 1, head: 0 },
      { layer: 1, head: 1 },
      { layers: [1] },
      { layers: [2] },
      // All that are not standard; of the standard ones there is but one.
      { layers: [1, 2] },
    ]);
    expect(parts.map(({ done, total }) => [done, total])).toEqual(parts.map((_, i) => [i + 1, 8]));
    expect(parts.at(-1)?.secondsLeft).toBe(0);
    for (const { part, ...found } of parts) {
      const alone = await lab.ablation.measure(
        'a',
        'head' in part ? { headsOff: [[part.layer, part.head]] } : { layersOff: part.layers },
      );
      expect(alone.without).toMatchObject({
        loss: found.loss,
        accuracy: found.accuracy,
        windows: found.windows,
      });
    }
    // Of a stack that is all standard the group is all of it.
    const ofStandard: AblationEvent[] = [];
    await lab.ablation.grid('b', (event) => void ofStandard.push(event));
    expect(ofStandard.at(-1)).toMatchObject({ type: 'part', part: { layers: [0, 1, 2] } });
  });

  it('of a run that trains is of one step and changes nothing of the training', async () => {
    await trained();
    const whole = events.flatMap((event) =>
      event.type === 'losses' && event.runId === 'a' ? event.points : [],
    );
    await load();
    await lab.training.train();
    const told: AblationEvent[] = [];
    await lab.ablation.grid('a', (event) => void told.push(event));
    expect(told).toHaveLength(9);
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'state', state: 'finished' }), 20_000);
    const losses = events.flatMap((event) =>
      event.type === 'losses' && event.runId === 'a' ? event.points : [],
    );
    expect(losses).toEqual(whole);
  });

  it('stops where it is cancelled, superseded or unloaded, and frees its copy', async () => {
    for (const stop of [
      () => lab.ablation.cancel(),
      () => lab.training.unload(),
      () => lab.ablation.grid('b', () => {}),
    ]) {
      await load();
      const models = liveModels();
      let cells = 0;
      let stopped: Promise<unknown> = Promise.resolve();
      const ended = await lab.ablation.grid('a', (event) => {
        if (event.type !== 'part' || ++cells !== 2) return;
        stopped = stop();
      });
      expect(ended).toBe(false);
      expect(cells).toBe(2);
      await stopped;
      expect(liveModels()).toBeLessThanOrEqual(models);
    }
  });
});
