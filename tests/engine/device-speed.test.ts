// How long a training takes on this device: known from the last training, and told in proportion to work.
import { expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { speedOf, trainingSeconds } from '../../src/app/session/deviceSpeed';
import { setModel } from '../../src/experiment/edit';
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
  const tokens = 2 * experiment.steps * experiment.batch * experiment.model.context;
  expect(seconds / (tokens / progress!.tokensPerSecond)).toBeCloseTo(1, 2);
  await session.clear();
});

it('is in proportion to steps and to the work of a step', () => {
  const one = trainingSeconds(experiment, 10, 80, 1e9);
  expect(trainingSeconds(experiment, 20, 80, 1e9)).toBeCloseTo(2 * one);
  expect(trainingSeconds(experiment, 10, 80, 2e9)).toBeCloseTo(one / 2);
  const flops = experiment.runs.map((run) => trainingCost(experiment, run, 80).stepFlops);
  expect(one).toBeCloseTo((10 * (flops[0]! + flops[1]!)) / 1e9);
  const wider = setModel({ dModel: 16 })(experiment);
  expect(trainingSeconds(wider, 10, 80, 1e9)).toBeGreaterThan(2 * one);
});
