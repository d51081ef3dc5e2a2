// Edits of an experiment that has been trained: what they leave, what trains anew, and what undo and redo have back.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { earlierRuns } from '../../src/app/session/resultsArchive';
import { runVersions } from '../../src/app/session/runVersions';
import { branchRun } from '../../src/experiment/branches';
import { addRun, removeRun, setModel, setSettings, setVariant } from '../../src/experiment/edit';
import type { Experiment } from '../../src/experiment/schema';
import { addSeeds } from '../../src/experiment/seedRuns';
import { allUnpacked } from '../../src/train/packedCheckpoint';
import { extend, reset, stretch } from '../../src/ui/actions/trainingActions';
import { type InProcessWorker, inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const { connectWorker, workers } = inProcess();
const app = createApp({ connectWorker });
const { session } = app;
const { history } = app.document;
const { runs } = session;
const { update } = app.document.experiment.getState();
history.watch();

const experiment = tinyExperiment({
  steps: 8,
  evalInterval: 4,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard') },
    { id: 'b', name: 'B', layers: stack('mlp') },
  ],
});
const endless = 100_000;

const state = () => runs.getState().state;
const reached = (wanted: string) =>
  vi.waitFor(() => expect(state()).toBe(wanted), { timeout: 10_000, interval: 5 });
/** A run's training and validation losses, to the digit. */
const curves = (id: string) => {
  const own = runs.getState().curves[id];
  return own && { train: [...own.train.values], validation: [...own.validation.values] };
};
const steps = (id: string) => runs.getState().curves[id]?.train.length ?? 0;

async function trained(change: Partial<Experiment> = {}): Promise<void> {
  update(() => ({ ...experiment, ...change }));
  await session.reset();
  await session.train();
  await reached('finished');
  await session.evaluation.start();
}

beforeEach(async () => {
  update(() => experiment);
  await session.clear();
});
afterEach(() => session.clear());

it('of another experiment leaves nothing of the one before', async () => {
  await trained();
  update(setModel({ ffn: 12 }));
  await session.clear();
  update(() => experiment);
  expect(runs.getState().curves).toEqual({});
});

it('of a removed run is no new run’s past, and is its own again with undo', async () => {
  await trained();
  const { document } = app;
  const ids = () => document.experiment.getState().experiment.runs.map((run) => run.id);
  const past = () => {
    const { experiment: now, ownText } = document.experiment.getState();
    const { archived } = session.edits.archive.state.getState();
    return earlierRuns(archived, { experiment: now, ownText }).map(({ run }) => run.id);
  };
  update(branchRun('a', 4));
  const branch = ids()[1] as string;
  await session.train();
  await reached('finished');
  update(setVariant(branch, 0, 'linear'));
  await session.train();
  await reached('finished');
  expect(past()).toEqual([branch]);
  update(removeRun(branch));
  update(addSeeds('a', 3));
  expect(ids()).toHaveLength(4);
  expect(past()).toEqual([]);
  history.undo();
  history.undo();
  expect(ids()).toContain(branch);
  expect(past()).toEqual([branch]);
  expect(steps(branch)).toBe(4);
});

describe('an edit of a trained experiment', () => {
  it('of one run leaves the others, and undo has its curve, evaluation and checkpoint back', async () => {
    await trained();
    const [a, b] = [curves('a'), curves('b')];
    const { evaluations, checkpoints, info } = runs.getState();
    update(setVariant('a', 0, 'approximate'));
    expect(curves('a')).toBeUndefined();
    expect(curves('b')).toEqual(b);
    expect(runs.getState().evaluations.b).toEqual(evaluations.b);
    expect(runs.getState().evaluations.a).toBeUndefined();
    expect(state()).toBe('paused');

    history.undo();
    expect(curves('a')).toEqual(a);
    expect(runs.getState()).toMatchObject({ evaluations, info, state: 'finished' });
    expect(await allUnpacked(runs.getState().checkpoints)).toEqual(await allUnpacked(checkpoints));
  });

  it('trains the changed run alone, and redo has what it learned', async () => {
    await trained();
    const b = curves('b');
    const { b: checkpoint } = runs.getState().checkpoints;
    update(setVariant('a', 0, 'approximate'));
    await session.train();
    await reached('finished');
    expect(curves('b')).toEqual(b);
    expect(runs.getState().checkpoints.b).toBe(checkpoint);
    const a = curves('a');
    history.undo();
    expect(curves('a')).not.toEqual(a);
    history.redo();
    expect(curves('a')).toEqual(a);
    expect(state()).toBe('finished');
  });

  it('to what it was by hand has the results back too', async () => {
    await trained();
    const a = curves('a');
    update(setVariant('a', 0, 'mlp'));
    update(setVariant('a', 0, 'standard'));
    expect(curves('a')).toEqual(a);
  });

  it.each([
    ['adds a run', addRun],
    ['removes a run', removeRun('b')],
  ] as const)('that %s keeps the others, and is undone', async (_, edit) => {
    await trained();
    const [a, b] = [curves('a'), curves('b')];
    update(edit);
    expect(curves('a')).toEqual(a);
    history.undo();
    expect([curves('a'), curves('b')]).toEqual([a, b]);
    expect(state()).toBe('finished');
  });

  it('of a shared setting starts all anew, and is undone', async () => {
    await trained();
    const before = runs.getState();
    update(setModel({ ffn: 12 }));
    expect(state()).toBe('empty');
    expect(runs.getState().curves).toEqual({});
    await session.step();
    history.undo();
    const { evaluations, info, trainedOn } = before;
    expect(runs.getState()).toMatchObject({ evaluations, info, trainedOn, state: 'finished' });
    expect(curves('a')).toEqual({
      train: [...before.curves.a!.train.values],
      validation: [...before.curves.a!.validation.values],
    });
    history.redo();
    expect(steps('a')).toBe(1);
  });

  it('of shared settings begins a take, and each take is returned to with all it had', async () => {
    await trained();
    const present = () => app.document.experiment.getState();
    const versions = () => runVersions(session.edits.archive.state.getState().archived, present());
    const [a, b] = [curves('a'), curves('b')];
    const { evaluations } = runs.getState();
    expect(versions()).toEqual([]);
    update(setModel({ ffn: 12 }));
    update(setVariant('a', 0, 'linear'));
    await session.step();
    expect(versions().map(({ difference, step }) => ({ difference, step }))).toEqual([
      { difference: ['Feed-forward 8'], step: 8 },
    ]);
    app.document.experiment.setState(versions()[0]!.edited);
    expect([curves('a'), curves('b')]).toEqual([a, b]);
    expect(runs.getState()).toMatchObject({ evaluations, state: 'finished' });
    expect(present().experiment.runs[0]?.layers).toEqual(stack('standard'));
    expect(versions().map(({ difference, step }) => ({ difference, step }))).toEqual([
      { difference: ['Feed-forward 12'], step: 1 },
    ]);
    // A change of a run alone is none, nor is one before anything was trained.
    update(setVariant('b', 0, 'linear'));
    expect(versions()).toHaveLength(1);
    update(setModel({ ffn: 20 }));
    update(setModel({ ffn: 24 }));
    expect(versions().map(({ difference }) => difference)).toEqual([['Feed-forward 12'], ['Feed-forward 8']]);
  });

  it('of shared settings begins a take that has the steps that were asked for last, not those of an undone extension', async () => {
    await trained();
    const present = () => app.document.experiment.getState();
    const versions = () => runVersions(session.edits.archive.state.getState().archived, present());
    const { steps: asked } = present().experiment;
    update((e) => ({ ...e, moreSteps: 4 }));
    await session.train();
    await reached('finished');
    expect(steps('a')).toBe(asked + 4);
    history.undo();
    expect(steps('a')).toBe(asked);
    update(setModel({ ffn: 12 }));
    expect(versions().map(({ difference, step }) => ({ difference, step }))).toEqual([
      { difference: ['Feed-forward 8'], step: asked },
    ]);
    app.document.experiment.setState(versions()[0]!.edited);
    expect(steps('a')).toBe(asked);
  });

  it('of shared settings begins a take that is saved with the experiment, and is there when that is opened', async () => {
    await trained();
    const [a, b] = [curves('a'), curves('b')];
    const { checkpoints, evaluations } = runs.getState();
    update(setModel({ ffn: 12 }));
    const saved = session.takes.documents();
    expect(session.takes.documents()).toBe(saved);
    expect(saved).toHaveLength(1);
    await session.clear();
    expect(session.takes.documents()).toEqual([]);
    session.takes.restore(structuredClone(saved));
    const weights = await allUnpacked(checkpoints);
    expect(session.takes.documents()).toEqual(saved);
    const { experiment, ownText } = saved[0]!;
    app.document.experiment.setState({ experiment, ownText });
    expect([curves('a'), curves('b')]).toEqual([a, b]);
    expect(runs.getState()).toMatchObject({ evaluations, state: 'finished' });
    expect(await allUnpacked(runs.getState().checkpoints)).toEqual(weights);
  });

  it('of a schedule that is stretched begins a take with as many steps as there were', async () => {
    await trained({ moreSteps: 8 });
    const a = curves('a');
    stretch.run(app);
    expect(app.document.experiment.getState().experiment).toMatchObject({ steps: 16, moreSteps: 0 });
    await reached('finished');
    expect(curves('a')?.train).toHaveLength(16);
    expect(steps('b')).toBe(16);
    history.undo();
    expect(curves('a')).toEqual(a);
  });

  it('leaves a run that has diverged as it is', async () => {
    await trained();
    const failures = { b: { step: 8, message: 'It diverged.' } };
    runs.setState({ failures });
    update(setVariant('a', 0, 'mlp'));
    expect(runs.getState().failures).toEqual(failures);
    update(setVariant('b', 0, 'standard'));
    expect(runs.getState().failures).toEqual({});
    history.undo();
    expect(runs.getState().failures).toEqual(failures);
  });
});

it('has the maps go on where it comes while they are read', async () => {
  update(() => experiment);
  await session.step();
  const { probe } = (workers.at(-1) as InProcessWorker).lab;
  const mapsOf = () => runs.getState().attentionProbe?.layers.map(({ map }) => map !== null);
  await vi.waitFor(() => expect(mapsOf()).toEqual([true]), { timeout: 10_000, interval: 5 });
  const { attention } = probe;
  const asked = vi.spyOn(probe, 'attention').mockImplementationOnce((...args) => {
    const answer = attention.apply(probe, args);
    update(setVariant('a', 0, 'mlp'));
    return answer;
  });
  await session.step();
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1), { timeout: 10_000, interval: 5 });
  await session.step();
  await vi.waitFor(() => expect(mapsOf()).toEqual([false]), { timeout: 10_000, interval: 5 });
  expect(runs.getState()).toMatchObject({ attentionProbeError: null, message: null });
  asked.mockRestore();
});

describe('an edit while it trains', () => {
  beforeEach(async () => {
    update(setSettings({ steps: endless }));
    await session.train();
    await vi.waitFor(() => expect(steps('b')).toBeGreaterThan(5));
  });

  it('loses no step of the others, lets the changed run catch up, and undo none of its', async () => {
    const reachedBy = steps('b');
    update(setVariant('a', 0, 'approximate'));
    expect(steps('a')).toBe(0);
    await reached('training');
    const atRestart = steps('b');
    expect(atRestart).toBeGreaterThanOrEqual(reachedBy);
    await vi.waitFor(() => expect(steps('a')).toBeGreaterThan(0));
    // It is not let go of while the others wait for it.
    expect(steps('b')).toBeGreaterThanOrEqual(atRestart);
    await vi.waitFor(() => expect(steps('b')).toBeGreaterThan(atRestart), { timeout: 10_000 });
    expect(steps('a')).toBeGreaterThanOrEqual(atRestart);
    await session.pause();
    expect(steps('a')).toBe(steps('b'));

    history.undo();
    // The step that was under way at the edit counts too.
    expect(steps('a')).toBeGreaterThanOrEqual(reachedBy);
    expect(runs.getState().checkpoints.a?.steps).toBe(steps('a'));
  });

  it('and another one right after it has the last experiment train', async () => {
    update(setVariant('a', 0, 'approximate'));
    update(setVariant('a', 0, 'linear'));
    update(removeRun('b'));
    await reached('training');
    await vi.waitFor(() => expect(steps('a')).toBeGreaterThan(0));
    await session.pause();
    expect(Object.keys(runs.getState().curves)).toEqual(['a']);
    history.undo();
    expect(steps('b')).toBeGreaterThan(5);
  });

  it('that is undone at once goes on from where the runs were', async () => {
    const before = steps('a');
    update(setVariant('a', 0, 'approximate'));
    history.undo();
    expect(steps('a')).toBeGreaterThanOrEqual(before);
    await reached('training');
    await vi.waitFor(() => expect(steps('a')).toBeGreaterThan(before));
    await session.pause();
    expect(steps('a')).toBe(steps('b'));
  });

  it('does not train again where it was reset meanwhile', async () => {
    update(setVariant('a', 0, 'approximate'));
    await session.reset();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(state()).toBe('empty');
    expect(runs.getState().curves).toEqual({});
  });
});

it('Reset is undone and redone', async () => {
  await trained();
  const a = curves('a');
  reset.run(app);
  expect(state()).toBe('empty');
  history.undo();
  expect(curves('a')).toEqual(a);
  expect(state()).toBe('finished');
  history.redo();
  expect(state()).toBe('empty');
});

describe('an extension', () => {
  it('trains on at the lowest rate, and its undo and redo have both ends', async () => {
    await trained();
    const [a, b] = [curves('a'), curves('b')];
    const { checkpoints } = runs.getState();
    extend.run(app);
    await reached('finished');
    expect(steps('a')).toBe(2 * experiment.steps);
    expect(curves('b')?.train.slice(0, experiment.steps)).toEqual(b?.train);
    const further = curves('a');

    history.undo();
    expect(curves('a')).toEqual(a);
    expect(runs.getState()).toMatchObject({ checkpoints, state: 'finished' });
    history.redo();
    expect(curves('a')).toEqual(further);
    expect(state()).toBe('finished');
  });

  it('ends as one long run at that rate would', async () => {
    const { optimizer } = experiment;
    const flat = { optimizer: { ...optimizer, minLearningRate: optimizer.learningRate, warmup: 0 } };
    await trained({ ...flat, steps: 16 });
    const whole = curves('a')?.train;
    await trained(flat);
    extend.run(app);
    await reached('finished');
    expect(curves('a')?.train).toEqual(whole);
  });

  it('while it trains lets the runs go on', async () => {
    update(setSettings({ steps: endless }));
    await session.train();
    await vi.waitFor(() => expect(steps('b')).toBeGreaterThan(5));
    const before = steps('b');
    update(setSettings({ moreSteps: 10 }));
    expect(steps('b')).toBe(before);
    await reached('training');
    await vi.waitFor(() => expect(steps('b')).toBeGreaterThan(before + 5));
    expect(runs.getState().progress?.steps).toBe(endless + 10);
  });
});
