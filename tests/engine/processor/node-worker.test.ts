// The processor engine in Node's threads: the same bits as in this one, and ends that are told.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeWorkers } from '../../../scripts/lib/processor-worker.mjs';
import { layerOf } from '../../../src/attention/layers';
import { Random } from '../../../src/data/random';
import type { EngineModel } from '../../../src/engine/engine';
import { adamWSchedule } from '../../../src/ops/adamWSchedule';
import { createProcessorEngine } from '../../../src/processor/processorEngine';
import type { StartedWorker, StartWorker } from '../../../src/processor/startWorker';
import { startInThisThread } from '../../../src/processor/startWorker';
import { drawnBatch, drawnConfig, drawnValues } from '../../support/drawnModel';
import { kernelModule } from '../../support/kernels';
import { seed } from '../../support/seed';
import { withoutTime } from '../../support/withoutTime';

const optimizer = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, clipNorm: 1 };
const random = new Random(seed).fork('node workers');
const rows = 4;
const layers = [layerOf('standard'), layerOf('fixedSeqQK')];
const config = { ...drawnConfig(random, []), headsOff: undefined, layers };
const values = drawnValues(random, config);
const batches = Array.from({ length: 4 }, () => drawnBatch(random, config, rows));
const made: EngineModel[] = [];
const started: StartedWorker[] = [];
let start: StartWorker;

beforeAll(async () => {
  const startThread = await nodeWorkers();
  start = (onCrash) => {
    const worker = startThread(onCrash);
    started.push(worker);
    return worker;
  };
});
afterAll(() => {
  for (const model of made) model.dispose();
});

function create(startWorker: StartWorker, workers: number): EngineModel {
  const options = { rows, scoredRows: [rows], optimizer, workers };
  const model = createProcessorEngine(startWorker, kernelModule).createModel(config, values, options);
  made.push(model);
  return model;
}

async function train(model: EngineModel) {
  batches.forEach((batch, n) => {
    model.step(batch, adamWSchedule(1e-2, n + 1, optimizer));
  });
  return { steps: withoutTime(await model.readSteps()), state: await model.read() };
}

describe('threads of Node', () => {
  it('train with the same bits, one or two of them', async () => {
    const expected = await train(create(startInThisThread, 1));
    expect(await train(create(start, 1))).toEqual(expected);
    expect(await train(create(start, 2))).toEqual(expected);
  });

  it('train two models at once', async () => {
    const [a, b] = [create(start, 1), create(start, 1)];
    await createProcessorEngine(start, kernelModule).prepare([a, b], () => {});
    expect(await train(a)).toEqual(await train(b));
  });

  it('end without a word to calls that are under way, and with one to later ones', async () => {
    const model = create(start, 1);
    model.step(batches[0]!, adamWSchedule(1e-2, 1, optimizer));
    await model.readSteps();
    model.dispose();
    await expect(model.readSteps()).rejects.toThrow('disposed');
  });

  it('that throw reject what waits for them', async () => {
    const model = create((onCrash) => {
      const worker = start(onCrash);
      // What Comlink cannot read it throws at, outside of any call.
      worker.endpoint.postMessage({ id: '1', type: 'APPLY', path: [null], argumentList: [null] });
      return worker;
    }, 1);
    model.step(batches[0]!, adamWSchedule(1e-2, 1, optimizer));
    await expect(model.readSteps()).rejects.toThrow('stopped');
  });
});
