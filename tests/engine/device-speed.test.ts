// How long a training takes on this device: known from the last training, and told in proportion to work.
import { expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import {
  type DeviceSpeed,
  speedByRuns,
  speedBySteps,
  speedOf,
  trainingSeconds,
  trainingWeight,
} from '../../src/app/session/deviceSpeed';
import { probeSpeed } from '../../src/app/session/speedProbe';
import { WorkerClient } from '../../src/app/session/workerClient';
import { chooseTask, setModel } from '../../src/experiment/edit';
import type { Experiment } from '../../src/experiment/schema';
import { trainingCost } from '../../src/measure/trainingCost';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const { connectWorker } = inProcess();
const experiment = tinyExperiment({
  steps: 40,
  evalInterval: 40,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard') },
    { id: 'b', name: 'B', layers: stack('mlp') },
  ],
});

it('is measured by a training, and a training of as much work takes as long as that one did', async () => {
  const { document, session } = createApp({ connectWorker });
  document.experiment.getState().update(() => experiment);
  await session.open();
  const speed = () => speedOf(session.speed.getState(), session.runs.getState().engine);
  expect(speed()).toBeNull();
  await session.train();
  await vi.waitFor(() => expect(session.runs.getState().state).toBe('finished'), { timeout: 20_000 });
  const { progress, info } = session.runs.getState();
  const seconds = trainingSeconds(experiment, experiment.steps, info!.vocab, speed()!);
  // With its evaluations at start and end, a third of a step each.
  const tokens = 2 * (experiment.steps + 2 / 3) * experiment.batch * experiment.model.context;
  expect(seconds / (tokens / progress!.tokensPerSecond)).toBeCloseTo(1, 2);
  await session.clear();
});

it('is measured before anything trains by runs beside one another, on a text and on a task', async () => {
  const { document, session } = createApp({ connectWorker });
  const client = new WorkerClient(connectWorker, () => '');
  for (const edit of [(e: Experiment) => e, chooseTask('recall')]) {
    document.experiment.getState().update(() => edit(experiment));
    const { experiment: edited } = document.experiment.getState();
    const probed = await probeSpeed(client, { experiment: edited, ownText: null }, { cores: 1, vocab: 81 });
    expect(probed?.runSeconds).toBeGreaterThan(0);
    expect(probed?.stepSeconds).toBeGreaterThan(0);
    // Of the size that most train at, whatever the experiment's.
    expect(probed?.stepFlops).toBeGreaterThan(10 * Math.max(...flops(experiment)));
  }
  await session.clear();
});

const flops = (e: typeof experiment) => e.runs.map((run) => trainingCost(e, run, 80).stepFlops);

it('is in proportion to steps and to the work of a step where nothing else takes time', () => {
  const at = (flopsPerSecond: number) => ({ runSeconds: 0, stepSeconds: 0, flopsPerSecond });
  const one = trainingSeconds(experiment, 10, 80, at(1e9));
  expect(trainingSeconds(experiment, 20, 80, at(1e9))).toBeCloseTo((one * (20 + 2 / 3)) / (10 + 2 / 3));
  expect(trainingSeconds(experiment, 10, 80, at(2e9))).toBeCloseTo(one / 2);
  const [a, b] = flops(experiment) as [number, number];
  // The evaluations at start and end are of as many windows as a batch has: a third of a step each.
  expect(one).toBeCloseTo(((10 + 2 / 3) * (a + b)) / 1e9);
  const wider = setModel({ dModel: 16 })(experiment);
  expect(trainingSeconds(wider, 10, 80, at(1e9))).toBeGreaterThan(2 * one);
});

it('counts what a run and a step take whatever their size, and evaluations between steps', () => {
  const speed = { runSeconds: 0.5, stepSeconds: 0.01, flopsPerSecond: 1e30 };
  expect(trainingSeconds(experiment, 40, 80, speed)).toBeCloseTo(2 * (0.5 + (40 + 2 / 3) * 0.01));
  // Three, of four windows where a step has two: two thirds of a step each.
  const evaluated = { ...experiment, evalInterval: 20, evalWindows: 4 };
  expect(trainingSeconds(evaluated, 40, 80, speed)).toBeCloseTo(2 * (0.5 + (40 + 2) * 0.01));
});

it('is corrected so that it tells what was measured', () => {
  const known = { runSeconds: 0.5, stepSeconds: 0.002, flopsPerSecond: 1e9 };
  const secondsOf = ({ stepSeconds, flopsPerSecond }: DeviceSpeed, work: number) =>
    stepSeconds + work / flopsPerSecond;
  // A large step leaves what is known of small ones; a small one that takes less than that does not.
  const byLarge = speedBySteps(known, 0.1, 2e8);
  expect([byLarge.stepSeconds, byLarge.runSeconds]).toEqual([0.002, 0.5]);
  expect(secondsOf(byLarge, 2e8)).toBeCloseTo(0.1);
  const bySmall = speedBySteps(known, 0.001, 1e5);
  expect(secondsOf(bySmall, 1e5)).toBeCloseTo(0.001);
  expect(bySmall.stepSeconds).toBeLessThan(0.001);
  const byRuns = speedByRuns(
    known,
    [
      { runSeconds: 0.2, stepSeconds: 0.004 },
      { runSeconds: 0.4, stepSeconds: null },
    ],
    1e6,
  ) as DeviceSpeed;
  expect(byRuns.runSeconds).toBeCloseTo(0.3);
  expect(secondsOf(byRuns, 1e6)).toBeCloseTo(0.004);
  // Runs of one step tell nothing of those between.
  expect(speedByRuns(known, [{ runSeconds: 0.2, stepSeconds: null }], 1e6)).toEqual({
    ...known,
    runSeconds: 0.2,
  });
});

it('is hardly moved by a short training, and follows long ones', () => {
  const known = { runSeconds: 0.1, stepSeconds: 0.002, flopsPerSecond: 1e9 };
  const secondsAfter = (lasted: number) => {
    // Steps of 4 ms that took 40.
    const { stepSeconds, flopsPerSecond } = speedBySteps(known, 0.04, 2e6, trainingWeight(lasted));
    return stepSeconds + 2e6 / flopsPerSecond;
  };
  expect(secondsAfter(0)).toBeCloseTo(0.004, 6);
  expect(secondsAfter(0.5)).toBeLessThan(0.005);
  expect(secondsAfter(60)).toBeGreaterThan(0.025);
  // Where nothing was known, whatever there is counts.
  expect(1e6 / speedBySteps(null, 0.04, 1e6, trainingWeight(0.1)).flopsPerSecond).toBeCloseTo(0.04, 6);
});
