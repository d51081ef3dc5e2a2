// A sweep's queue in the worker's real services: its runs are those of a race to the bit, it waits for the race, and goes on later.
import { range, sortBy } from 'es-toolkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { restoreDocument, snapshotDocument } from '../../src/app/document/documentSnapshot';
import { newSweep } from '../../src/app/session/sweepEdits';
import { readBundle, writeBundle } from '../../src/document/file/bundle';
import { decodeLink, encodeLink } from '../../src/document/link/link';
import type { Sweep, SweepResult } from '../../src/document/sweepsSchema';
import { defaultView } from '../../src/document/view';
import type { Engine } from '../../src/engine/engine';
import { settingsOfRun } from '../../src/experiment/overrides';
import type { Experiment } from '../../src/experiment/schema';
import { type SweepChoice, sweepRuns } from '../../src/experiment/sweeps/choice';
import { startInThisThread } from '../../src/processor/startWorker';
import { machineDevices } from '../../src/runtime/devices';
import { createLabWorker } from '../../src/runtime/labWorker';
import type { SweepEvent } from '../../src/runtime/protocol';
import { addressOf } from '../../src/ui/share/currentLink';
import { aloneInFile } from '../support/alone';
import { anyEngine, liveModels, testEngine } from '../support/engine';
import { inProcess, loomings } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

// Dozens of runs in a test, on machines that may do other things too.
vi.setConfig({ testTimeout: 60_000 });

const { connectWorker, workers } = inProcess();
const app = createApp({ connectWorker });
const { session, document } = app;
const { sweeps, sweepEdits } = session;

const experiment: Experiment = tinyExperiment({
  steps: 3,
  evalInterval: 2,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard', 'mlp') },
    { id: 'b', name: 'B', layers: stack('nonApproximate') },
  ],
});
const orders: SweepChoice = {
  sweep: 'orders',
  parameters: { first: 'standard', second: 'mlp', layers: 2 },
  seeds: 2,
};
const seeds: SweepChoice = { sweep: 'seeds', parameters: {}, seeds: 2 };

const { update } = document.experiment.getState();
const all = () => document.sweeps.getState().sweeps;
const sweepOf = (id: string) => all().find((sweep) => sweep.id === id) as Sweep;
function added(choice: SweepChoice): string {
  const answer = sweepEdits.add(choice);
  if ('refused' in answer) throw new Error(answer.refused);
  return answer.id;
}
const until = (holds: () => boolean) =>
  vi.waitFor(() => expect(holds()).toBe(true), { timeout: 20_000, interval: 2 });
const lab = () => workers.at(-1)!.lab;

beforeEach(async () => {
  await session.clear();
  update(() => experiment);
});
afterEach(async () => {
  await session.clear();
  expect(liveModels()).toBe(0);
});

it('trains each run once, and gives what a race of the same runs gives, to the bit', async () => {
  const id = added(seeds);
  await sweeps.start(id);
  const { results } = sweepOf(id);
  expect(results.map(({ run }) => run.name)).toEqual(['A, seed 1', 'A, seed 2', 'B, seed 1', 'B, seed 2']);
  expect(sweeps.state.getState()).toEqual({
    id: null,
    waiting: [],
    preparing: null,
    progress: null,
    goesOn: false,
    errors: {},
  });
  expect(sweeps.secondsLeft(sweepOf(id))).toBe(0);
  // The same four, side by side.
  update((e) => ({ ...e, runs: results.map(({ run }) => run) }));
  await session.train();
  await until(() => session.runs.getState().state === 'finished');
  const { curves, heldOut } = session.runs.getState();
  for (const { run, curves: own, loss, best, windows, steps } of results) {
    const raced = curves[run.id]!;
    expect(steps).toBe(3);
    expect(own.train.values).toEqual([...raced.train.values]);
    expect(own.validation).toEqual({
      steps: [...raced.validation.steps],
      values: [...raced.validation.values],
    });
    expect(loss).toBe(raced.validation.last?.value);
    expect(best?.loss).toBe(Math.min(...raced.validation.values));
    expect(windows).toEqual(heldOut[run.id]?.lowest?.windows);
  }
  // Seeds are others, and so are their losses.
  expect(new Set(results.map(({ loss }) => loss)).size).toBe(4);
  expect(results.map(({ run }) => settingsOfRun(experiment, run).seed)).toEqual([1, 2, 1, 2]);
});

it('has no more models than train, however many runs there are, and frees each', async () => {
  const id = added({ ...orders, seeds: 4 });
  const alive: number[] = [];
  const stop = document.sweeps.subscribe(() => alive.push(liveModels()));
  const stopProgress = sweeps.state.subscribe(() => alive.push(liveModels()));
  await sweeps.start(id);
  stop();
  stopProgress();
  expect(sweepOf(id).results).toHaveLength(16);
  expect(Math.max(...alive)).toBe(1);
});

it('trains as many at a time as the engine does at full speed, each on one worker, with the same results', async () => {
  const workersAsked: (number | undefined)[] = [];
  const { engine, info } = testEngine();
  const three: Engine = {
    ...engine,
    atATime: 3,
    workersFor: () => 4,
    createModel(config, values, options) {
      workersAsked.push(options.workers);
      return engine.createModel(config, values, options);
    },
  };
  const many = createLabWorker(
    async () => ({ engine: three, info }),
    async () => loomings,
    machineDevices(startInThisThread),
  );
  const listed = sweepRuns(experiment, orders);
  const runs = listed.ok ? listed.runs.map(({ run }) => run) : [];
  const results: SweepResult[] = [];
  let most = 0;
  await many.sweep.run(
    experiment,
    runs,
    null,
    (event) => {
      most = Math.max(most, liveModels());
      if (event.type === 'result') results.push(event.result);
    },
    anyEngine,
  );
  expect(most).toBe(3);
  expect(new Set(workersAsked)).toEqual(new Set([1]));
  const id = added(orders);
  await sweeps.start(id);
  const byRun = (all: readonly SweepResult[]) => sortBy([...all], [({ run }) => run.id]);
  expect(byRun(results)).toEqual(byRun(sweepOf(id).results));
});

it('goes on after a reload with the runs that have no result, and no other', async () => {
  const id = added(orders);
  const started = sweeps.start(id);
  await until(() => sweepOf(id).results.length >= 3);
  await sweeps.stop();
  await started;
  const before = sweepOf(id).results;
  expect(before.length).toBeLessThan(8);
  const kept = readBundle(
    writeBundle(await aloneInFile(snapshotDocument(document, session.runs.getState()))),
    'kept.zip',
  ).document;

  const other = createApp({ connectWorker });
  restoreDocument(other.document, other.session.runs, kept);
  const [found] = other.document.sweeps.getState().sweeps;
  expect(found).toEqual(sweepOf(id));
  const trained: string[] = [];
  other.session.sweeps.state.subscribe(({ progress }) => {
    for (const { runId } of progress?.running ?? []) trained.push(runId);
  });
  await other.session.sweeps.start(id);
  const [whole] = other.document.sweeps.getState().sweeps;
  expect(whole?.results.slice(0, before.length)).toEqual(before);
  expect(whole?.results).toHaveLength(8);
  for (const { run } of before) expect(trained).not.toContain(run.id);
  // And they are what an unbroken sweep gives.
  await sweeps.start(id);
  expect(sweepOf(id).results).toEqual(whole?.results);
});

it('waits while the experiment’s own runs train, and neither changes the other', async () => {
  update((e) => ({ ...e, steps: 40, evalInterval: 20 }));
  await session.train();
  await until(() => session.runs.getState().state === 'finished');
  const alone = session.runs.getState().curves;
  await session.reset();

  const id = added({ ...seeds, seeds: 1 });
  const waits: (string | null | undefined)[] = [];
  const stepsInRace = new Set<string>();
  sweeps.state.subscribe(({ progress }) => {
    waits.push(progress?.waits);
    if (progress?.waits === 'race') stepsInRace.add(JSON.stringify(progress.running));
  });
  const begun = new Promise<void>((resolve) => {
    sweeps.state.subscribe(({ progress }) => (progress?.running.length ?? 0) > 0 && resolve());
  });
  const ended = sweeps.start(id);
  await begun;
  await session.train();
  await until(() => session.runs.getState().state === 'finished');
  const raced = session.runs.getState().curves;
  await ended;
  expect(waits).toContain('race');
  // The run under way came to its read-back and stood still until the race was over.
  expect(stepsInRace.size).toBeLessThanOrEqual(2);
  for (const runId of ['a', 'b']) {
    expect([...raced[runId]!.train.values]).toEqual([...alone[runId]!.train.values]);
    const own = sweepOf(id).results.find(({ run }) => run.name === runId.toUpperCase());
    expect(own?.loss).toBe(alone[runId]!.validation.last?.value);
  }
});

it('begins once the race is over where it is started in one', async () => {
  update((e) => ({ ...e, steps: 60, evalInterval: 60 }));
  await session.train();
  const id = added({ ...seeds, seeds: 1 });
  const ended = sweeps.start(id);
  const first = new Promise<string>((resolve) => {
    document.sweeps.subscribe(() => resolve(session.runs.getState().state));
  });
  expect(await first).toBe('finished');
  await ended;
  expect(sweepOf(id).results).toHaveLength(2);
});

it('is paused, goes on, leaves out a run, and is stopped', async () => {
  update((e) => ({ ...e, steps: 2000, evalInterval: 2000 }));
  const id = added(seeds);
  const ended = sweeps.start(id);
  const progress = () => sweeps.state.getState().progress;
  await until(() => (progress()?.running[0]?.step ?? 0) > 0);
  await sweeps.pause();
  expect(progress()?.waits).toBe('paused');
  const { running } = progress()!;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(progress()?.running).toEqual(running);
  // No run has shown its pace before it is half done.
  expect(running.every(({ step }) => step < 1000)).toBe(progress()?.secondsLeft === null);
  // The one under way, and one that waits.
  await sweeps.skip(running[0]!.runId);
  await sweeps.skip('2/2');
  await sweeps.resume();
  await until(() => sweepOf(id).results.length === 1);
  expect(progress()?.secondsLeft).toBeGreaterThan(0);
  expect(sweepOf(id).results[0]?.run.id).toBe('1/2');
  await sweeps.stop();
  await ended;
  expect(sweeps.state.getState().id).toBeNull();
  expect(sweeps.remaining(sweepOf(id)).map(({ run }) => run.id)).toContain(running[0]!.runId);
  expect(liveModels()).toBe(0);
});

it('waits for the sweeps before it, leaves the queue, and begins where the one before is stopped or done', async () => {
  update((e) => ({ ...e, steps: 400, evalInterval: 400 }));
  const [first, second, third, fourth] = range(4).map(() => added({ ...seeds, seeds: 1 })) as [
    string,
    string,
    string,
    string,
  ];
  const ended = sweeps.start(first);
  for (const id of [second, third, fourth, second]) await sweeps.start(id);
  const standing = () => {
    const { id, waiting } = sweeps.state.getState();
    return [id, ...waiting];
  };
  expect(standing()).toEqual([first, second, third, fourth]);
  // A paused one keeps its turn, and nothing is to go on after a reload.
  await until(() => sweeps.state.getState().progress !== null);
  expect(sweeps.toGoOn).toEqual({ sweepUnderWay: first, sweepsWaiting: [second, third, fourth] });
  await sweeps.pause();
  expect(standing()[0]).toBe(first);
  expect(sweeps.toGoOn).toEqual({ sweepUnderWay: null, sweepsWaiting: [] });
  await sweeps.leave(third);
  expect(standing()).toEqual([first, second, fourth]);
  await sweeps.leave(first);
  await ended;
  expect(standing()).toEqual([second, fourth]);
  expect(sweepOf(first).results).toEqual([]);
  sweepEdits.remove(fourth);
  await until(() => sweeps.state.getState().id === null);
  expect([first, second, third].map((id) => sweepOf(id).results.length)).toEqual([0, 2, 0]);
});

it('has the next begin where one cannot, or is removed, and each says its own error', async () => {
  const text = 'a text of one’s own, which is long enough to train on. '.repeat(60);
  document.experiment.getState().apply((e) => ({ ...e, corpus: 'ownText' }), { name: 'own.txt', text });
  const refused = added({ ...seeds, seeds: 1 });
  document.experiment.getState().apply((e) => ({ ...e, corpus: experiment.corpus }), null);
  const [removed, last] = [added(seeds), added({ ...seeds, seeds: 1 })];
  void sweeps.start(removed);
  await sweeps.start(refused);
  await sweeps.start(last);
  sweepEdits.remove(removed);
  await until(() => sweepOf(last).results.length === 2 && sweeps.state.getState().id === null);
  expect(sweeps.state.getState().errors).toEqual({ [refused]: expect.stringMatching(/your own text/) });
});

it('keeps a run whose loss is no longer a number as failed, and goes on', async () => {
  const events: SweepEvent[] = [];
  const [a, b] = experiment.runs;
  const diverging = {
    ...a!,
    overrides: { optimizer: { learningRate: 1, clipNorm: 1e6, epsilon: 1e-38, beta2: 0 } },
  };
  const e = {
    ...experiment,
    steps: 400,
    evalInterval: 400,
    optimizer: { ...experiment.optimizer, warmup: 0 },
  };
  await session.open();
  const whole = await lab().sweep.run(
    e,
    [diverging, { ...b!, overrides: {} }],
    null,
    (event) => void events.push(event),
    anyEngine,
  );
  expect(whole).toBe(true);
  const results = events.flatMap((event) => (event.type === 'result' ? [event.result] : []));
  expect(results.map(({ run }) => run.id)).toEqual(['a', 'b']);
  expect(results[0]?.failed).toMatch(/The loss was no longer a number at step/);
  expect(results[1]?.failed).toBeNull();
});

it('tells its time before it is added, which is that of its runs', async () => {
  await session.open();
  await until(() => session.runs.getState().textFacts !== null);
  const edited = document.experiment.getState();
  const secondsOf = (choice: SweepChoice) => sweeps.secondsLeft(newSweep(choice, edited));
  session.speed.setState({}, true);
  expect(secondsOf(seeds)).toBeNull();
  session.speed.setState({ 'processor test': { runSeconds: 0.2, stepSeconds: 0.001, flopsPerSecond: 1e9 } });
  const one = secondsOf({ ...seeds, seeds: 1 }) as number;
  expect(one).toBeGreaterThan(0);
  expect(secondsOf({ ...seeds, seeds: 3 })).toBeCloseTo(3 * one, 10);
  // Two runs, the steps of which are next to no work.
  expect(one).toBeGreaterThan(2 * (0.2 + 3 * 0.001));
  expect(one).toBeLessThan(2 * (0.2 + 5 * 0.001));
});

it('tells the time of a second sweep by what the runs of the first have taken', async () => {
  await session.open();
  await until(() => session.runs.getState().textFacts !== null);
  session.speed.setState({}, true);
  const id = added(seeds);
  const began = performance.now();
  await sweeps.start(id);
  const took = (performance.now() - began) / 1000;
  const { 'processor test': speed } = session.speed.getState();
  expect(speed?.runSeconds).toBeGreaterThan(0);
  const told = sweeps.secondsLeft(newSweep(seeds, document.experiment.getState())) as number;
  expect(told).toBeGreaterThan(took / 3);
  expect(told).toBeLessThan(3 * took);
});

it('is undone and redone with its results, and refuses what cannot be', async () => {
  const id = added({ ...seeds, seeds: 1 });
  await sweeps.start(id);
  expect(document.history.state.getState().past.at(-1)?.label()).toBe('Added the sweep “Seeds”.');
  document.history.undo();
  expect(all()).toEqual([]);
  document.history.redo();
  expect(sweepOf(id).results).toHaveLength(2);
  sweepEdits.remove(id);
  expect(all()).toEqual([]);
  document.history.undo();
  expect(sweepOf(id).results).toHaveLength(2);
  expect(sweepEdits.add({ ...seeds, seeds: 99 })).toEqual({ refused: expect.stringMatching(/from 1 to 20/) });
});

it('comes with a link, and goes with an undo', () => {
  update((e) => ({ ...e, seed: 9 }));
  const link = encodeLink({ experiment, view: defaultView, text: null, curves: null, sweep: orders });
  const mine = added(seeds);
  app.links.open(link);
  expect(all().map(({ choice }) => choice)).toEqual([orders]);
  // Once more it is the same one.
  app.links.open(link);
  expect(all()).toHaveLength(1);
  document.history.undo();
  document.history.undo();
  expect(all().map(({ id }) => id)).toEqual([mine]);
});

it('is in the link of the page for as long as the page has the experiment that it is over', async () => {
  const linkOf = () => addressOf(app, { text: null, curves: null }, { embed: false }, 'https://lab.example/');
  const without = linkOf();
  added(seeds);
  added(orders);
  const link = linkOf();
  expect(link.length - without.length).toBeLessThan(30);
  await session.clear();
  update((e) => ({ ...e, seed: 9 }));
  app.links.open(link);
  expect(all().map(({ choice }) => choice)).toEqual([orders]);
  expect(all()[0]?.experiment.seed).toBe(experiment.seed);
  expect(linkOf()).toBe(link);
  // Of an edited experiment the same choice would be other runs.
  update((e) => ({ ...e, seed: 9 }));
  const edited = decodeLink(linkOf());
  expect(edited.ok && edited.shared.sweep).toBeUndefined();
});

it('does not go on with another text than it began with', async () => {
  const text = 'a text of one’s own, which is long enough to train on. '.repeat(60);
  document.experiment.getState().apply((e) => ({ ...e, corpus: 'ownText' }), { name: 'own.txt', text });
  const id = added(seeds);
  document.experiment.getState().apply((e) => e, { name: 'own.txt', text: `${text}!` });
  await sweeps.start(id);
  expect(sweeps.state.getState().errors[id]).toMatch(/began on another text/);
  document.experiment.getState().apply((e) => e, { name: 'own.txt', text });
  await sweeps.start(id);
  expect(sweeps.state.getState().errors).toEqual({});
  expect(sweepOf(id).results).toHaveLength(4);
});
