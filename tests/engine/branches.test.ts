// Branches: a run that begins as another was after some steps. With no change it is the other to the last bit.
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { restoreDocument, snapshotDocument } from '../../src/app/document/documentSnapshot';
import { layerOf } from '../../src/attention/layers';
import { Random } from '../../src/data/random';
import { readBundle, writeBundle } from '../../src/document/file/bundle';
import { decodeLink, encodeLink } from '../../src/document/link/link';
import { defaultView } from '../../src/document/view';
import { branchRun } from '../../src/experiment/branches';
import { removeRun, setSettings, setVariant, type Transition, trainsAlike } from '../../src/experiment/edit';
import { perRunSettings, setOverride, toggleHead } from '../../src/experiment/overrides';
import { type Experiment, parseExperiment } from '../../src/experiment/schema';
import { addSeeds, groupsBySeed } from '../../src/experiment/seedRuns';
import { modelConfig } from '../../src/model/config';
import { initialValues } from '../../src/model/values';
import type { Checkpoint } from '../../src/train/checkpoint';
import { forkedCheckpoint } from '../../src/train/fork';
import { allUnpacked } from '../../src/train/packedCheckpoint';
import { aloneInFile } from '../support/alone';
import { liveModels } from '../support/engine';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

// Several trainings in a test, on machines that may do other things too.
vi.setConfig({ testTimeout: 60_000 });

const { connectWorker } = inProcess();
const app = createApp({ connectWorker });
const { session, document } = app;
const { update } = document.experiment.getState();

const experiment: Experiment = tinyExperiment({
  steps: 24,
  evalInterval: 6,
  runs: [{ id: 'a', name: 'A', layers: stack('standard', 'nonApproximate') }],
});
const runs = () => session.runs.getState();
const trained = async () => {
  await session.train();
  await vi.waitFor(() => expect(runs().state).toBe('finished'), { timeout: 20_000, interval: 2 });
};
const losses = (id: string, after = 0) => {
  const { steps, values } = runs().curves[id]!.train;
  return Array.from(values).filter((_, i) => (steps[i] as number) > after);
};
const learningRate = perRunSettings.find(({ id }) => id === 'optimizer.learningRate')!;
const branched = (step: number, change?: (id: string) => Transition) =>
  branchRun('a', step, change)(experiment);
/** The id of the page's run at a place; a branch of the first is the second. */
const idAt = (place: number) => document.experiment.getState().experiment.runs[place]!.id;

/** Models that other files left. */
let models: number;
beforeAll(() => {
  models = liveModels();
});
beforeEach(async () => {
  await session.clear();
  update(() => experiment);
});
afterEach(async () => {
  await session.clear();
  expect(liveModels()).toBeLessThanOrEqual(models);
});

describe('a branch', () => {
  it('with no change stays equal to its origin to the last bit, in losses, validations and weights', async () => {
    update(branchRun('a', 12));
    await trained();
    const { curves, checkpoints } = runs();
    expect(Array.from(curves[idAt(1)]!.train.steps)).toEqual(Array.from({ length: 12 }, (_, i) => 13 + i));
    expect(losses(idAt(1))).toEqual(losses('a', 12));
    expect(Array.from(curves[idAt(1)]!.validation.steps)).toEqual([12, 18, 24]);
    expect(Array.from(curves[idAt(1)]!.validation.values)).toEqual(
      Array.from(curves.a!.validation.values).slice(2),
    );
    const kept = await allUnpacked(checkpoints);
    expect(kept[idAt(1)]).toEqual(kept.a);
  });

  it.each<[string, (id: string) => Transition]>([
    ['a layer', (id) => setVariant(id, 1, 'linear')],
    ['a rate', (id) => setOverride(id, learningRate, 0.02)],
    ['a head that is off', (id) => toggleHead(id, 0, 1)],
  ])('with %s changed leaves its origin there, which stays as it is alone', async (_what, change) => {
    await trained();
    const alone = losses('a');
    await session.reset();
    update(branchRun('a', 12, change));
    await trained();
    expect(losses('a')).toEqual(alone);
    const own = losses(idAt(1));
    expect(own).toHaveLength(12);
    expect(own).not.toEqual(alone.slice(12));
    // The first loss is of the batch that the origin had next, nearer to its loss than to a model's of the start.
    expect(Math.abs((own[0] as number) - (alone[12] as number))).toBeLessThan(
      Math.abs((own[0] as number) - (alone[0] as number)),
    );
  });

  it('and new seeds after the end stand where they begin, and are trained alone', async () => {
    await trained();
    const [before, { checkpoints }] = [losses('a'), runs()];
    update(branchRun('a', 12));
    expect(runs().state).toBe('paused');
    expect(runs().progress?.step).toBe(12);
    update(addSeeds('a', 2));
    expect(runs().progress?.step).toBe(0);
    await trained();
    expect(losses('a')).toEqual(before);
    // The same object: none was taken of the one that was done.
    expect(runs().checkpoints.a).toBe(checkpoints.a);
    // The new seed stands before the branch.
    expect(losses(idAt(2))).toEqual(losses('a', 12));
    expect(losses(idAt(1))).toHaveLength(24);
  });

  it('with another rate has the same first loss, as only what follows is changed', async () => {
    update(branchRun('a', 12, (id) => setOverride(id, learningRate, 0.02)));
    await trained();
    expect(losses(idAt(1))[0]).toBe(losses('a', 12)[0]);
    expect(losses(idAt(1))[1]).not.toBe(losses('a', 12)[1]);
  });

  it('of the start is a copy', async () => {
    update(branchRun('a', 0));
    await trained();
    expect(losses(idAt(1))).toEqual(losses('a'));
  });

  it('begins from the checkpoint that is kept where it can, with the same result', async () => {
    update((e) => ({ ...e, steps: 24 }));
    await session.step();
    await session.step();
    expect(runs().checkpoints.a?.steps).toBe(2);
    update(branchRun('a', 12));
    await trained();
    expect(losses(idAt(1))).toEqual(losses('a', 12));
  });

  it('of a branch begins from that branch', async () => {
    update(branchRun('a', 6, (id) => setOverride(id, learningRate, 0.02)));
    update(branchRun(idAt(1), 12));
    await trained();
    expect(losses(idAt(2))).toEqual(losses(idAt(1), 12));
    expect(losses(idAt(2))).not.toEqual(losses('a', 12));
  });

  it('goes on after a pause and from a file as it would have unbroken', async () => {
    update(branchRun('a', 12, (id) => setVariant(id, 0, 'mlp')));
    await trained();
    const whole = losses(idAt(1));
    await session.reset();
    for (let n = 0; n < 16; n++) await session.step();
    const kept = readBundle(
      writeBundle(await aloneInFile(snapshotDocument(document, runs()))),
      'kept.zip',
    ).document;
    expect(kept.experiment.runs[1]?.branchOf).toEqual({ run: 'a', step: 12 });
    await session.clear();
    restoreDocument(document, session.runs, kept);
    await trained();
    expect(losses(idAt(1))).toEqual(whole);
  });

  it('starts again where its origin is changed, and has its results back with it', async () => {
    update(branchRun('a', 12));
    await trained();
    const before = losses(idAt(1));
    update(setVariant('a', 1, 'mlp'));
    expect(runs().curves[idAt(1)]).toBeUndefined();
    update(setVariant('a', 1, 'nonApproximate'));
    expect(losses(idAt(1))).toEqual(before);
  });
});

describe('the edit', () => {
  it('stands after its origin, under a name that says the step, and trains otherwise', () => {
    const e = branched(12);
    expect(e.runs[1]).toEqual({
      ...experiment.runs[0],
      id: e.runs[1]?.id,
      name: 'A, from step 12',
      branchOf: { run: 'a', step: 12 },
    });
    const copy = { ...e, runs: e.runs.map(({ branchOf: _, ...run }) => run) };
    expect(trainsAlike(e, copy)).toBe(false);
    expect(groupsBySeed(e)).toHaveLength(2);
    // No seed tells two of them apart.
    expect(addSeeds(e.runs[1]!.id, 3)(e)).toBe(e);
    expect(branchRun('nobody', 3)(experiment)).toBe(experiment);
  });

  it('before a branch began is one of its origin', () => {
    const later = branched(12, (id) => setVariant(id, 0, 'mlp'));
    const e = branchRun(later.runs[1]!.id, 6)(later);
    expect(e.runs[2]).toMatchObject({
      layers: experiment.runs[0]?.layers,
      branchOf: { run: 'a', step: 6 },
    });
  });

  it.each<[string, Transition, RegExp]>([
    [
      'steps that end before it',
      setSettings({ steps: 11 }),
      /“A, from step 12” is a branch from step 12, so there/,
    ],
    ['its origin gone', removeRun('a'), /is a branch of a run that is not there\. Remove the branch first\./],
    [
      'a circle',
      (e) => ({ ...e, runs: e.runs.map((run) => ({ ...run, branchOf: { run: e.runs[1]!.id, step: 12 } })) }),
      /is a branch of itself/,
    ],
    [
      'an origin that had not begun',
      (e) => ({
        ...e,
        runs: [...e.runs, { ...e.runs[0]!, id: 'c', name: 'C', branchOf: { run: e.runs[1]!.id, step: 3 } }],
      }),
      /at which “A, from step 12” had not begun/,
    ],
  ])('is refused with a sentence: %s', (_what, change, sentence) => {
    const parsed = parseExperiment(change(branched(12)));
    expect(parsed.ok ? null : parsed.reason).toMatch(sentence);
  });
});

describe('in a link', () => {
  const encoded = (e: Experiment) =>
    encodeLink({ experiment: e, view: defaultView, text: null, curves: null });
  const opened = (link: string) => {
    const decoded = decodeLink(link);
    if (!decoded.ok) throw new Error(decoded.message);
    return decoded;
  };

  it('comes back', () => {
    const { shared, warnings } = opened(encoded(branched(12)));
    expect(warnings).toEqual([]);
    expect(shared.experiment.runs.map(({ branchOf }) => branchOf)).toEqual([
      undefined,
      { run: 'run-1', step: 12 },
    ]);
  });

  it('is a run from the start where it does not fit, which is said', () => {
    const late = branched(12);
    const { shared, warnings } = opened(encoded({ ...late, steps: 11 }));
    expect(shared.experiment.runs[1]?.branchOf).toBeUndefined();
    expect(warnings).toEqual(['Run 2 of the link is a branch that does not fit; it begins at the start.']);
  });
});

it('a fork keeps what both stacks have, and begins the rest anew', () => {
  const config = (...layers: Parameters<typeof layerOf>[0][]) =>
    modelConfig(experiment, { ...experiment.runs[0]!, layers: layers.map(layerOf) }, 5);
  const [from, to] = [config('standard', 'mlp'), config('standard', 'standard')];
  const values = (of: typeof from, seed: number) => initialValues(of, new Random(seed), new Int32Array(8));
  const { params } = values(from, 1);
  const moments = new Float32Array(2 * [...params.values()].reduce((sum, { length }) => sum + length, 0)).map(
    (_, i) => i,
  );
  const checkpoint: Checkpoint = {
    version: 1,
    steps: 3,
    params: Object.fromEntries(
      [...params].map(([name, own]) => [name, { shape: [own.length], values: own }]),
    ),
    moments,
    randomEmbedding: new Float32Array(64),
    fixedSequence: new Int32Array(8),
    batches: new Random(1).state(),
    rateFactor: 1,
  };
  const fresh = values(to, 2);
  const forked = forkedCheckpoint(checkpoint, from, to, fresh);
  expect([...Object.keys(forked.params)]).toEqual([...fresh.params.keys()]);
  let at = 0;
  for (const [name, { values: own }] of Object.entries(forked.params)) {
    const isKept = params.get(name)?.length === own.length && !name.startsWith('layers.1.mixer');
    expect(own, name).toEqual(isKept ? params.get(name) : fresh.params.get(name));
    const ownMoments = forked.moments.subarray(at, at + 2 * own.length);
    if (isKept)
      expect(
        ownMoments.some((value) => value > 0),
        name,
      ).toBe(true);
    else
      expect(
        ownMoments.every((value) => value === 0),
        name,
      ).toBe(true);
    at += 2 * own.length;
  }
  expect(at).toBe(forked.moments.length);
  expect(forkedCheckpoint(checkpoint, from, from, values(from, 2)).moments).toEqual(moments);
});
