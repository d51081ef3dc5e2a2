// The engine's contract on the processor: its real parts on ports in this thread, and workers that fail.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { layerOf } from '../../../src/attention/layers';
import type { VariantId } from '../../../src/attention/variants';
import type { Batch } from '../../../src/data/batches';
import { Random } from '../../../src/data/random';
import type { EngineModel, ModelOptions } from '../../../src/engine/engine';
import { ModelDisposed } from '../../../src/engine/errors';
import type { ModelConfig } from '../../../src/model/config';
import { adamWSchedule } from '../../../src/ops/adamWSchedule';
import { modelPlan } from '../../../src/processor/plan';
import { attentionOf, magnitudesOf } from '../../../src/processor/probe';
import { createProcessorEngine, workersFor } from '../../../src/processor/processorEngine';
import { ProcessorModel } from '../../../src/processor/processorModel';
import type { StartWorker } from '../../../src/processor/startWorker';
import { startInThisThread } from '../../../src/processor/startWorker';
import { drawnBatch, drawnConfig, drawnValues } from '../../support/drawnModel';
import { kernelModule, newKernels } from '../../support/kernels';
import { seed } from '../../support/seed';
import { withoutTime } from '../../support/withoutTime';

const optimizer = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, clipNorm: 1 };
const rows = 3;

function drawn(...ids: VariantId[]) {
  const random = new Random(seed).fork(ids.join());
  const config: ModelConfig = { ...drawnConfig(random, []), headsOff: undefined, layers: ids.map(layerOf) };
  return { random, config, values: drawnValues(random, config) };
}

const made: EngineModel[] = [];
afterEach(() => {
  for (const model of made.splice(0)) model.dispose();
});

function create(
  { config, values }: Pick<ReturnType<typeof drawn>, 'config' | 'values'>,
  options: Partial<ModelOptions> = {},
  startWorker: StartWorker = startInThisThread,
): EngineModel {
  const engine = createProcessorEngine(startWorker, kernelModule);
  const model = engine.createModel(config, values, { rows, scoredRows: [rows], optimizer, ...options });
  made.push(model);
  return model;
}

const train = (model: EngineModel, batches: readonly Batch[], from = 0) =>
  batches.forEach((batch, n) => {
    model.step(batch, adamWSchedule(1e-2, from + n + 1, optimizer));
  });

describe('a model', () => {
  const model = drawn('standard', 'fixedSeqQK', 'mlp');
  const { config, values, random } = model;
  const batches = Array.from({ length: 6 }, () => drawnBatch(random, config, rows));
  const direct = async () => ProcessorModel.create(await newKernels(), modelPlan(config), values, rows);
  const trainDirect = (of: ProcessorModel, some: readonly Batch[]) =>
    some.map((batch, n) => of.step(batch, adamWSchedule(1e-2, n + 1, optimizer), optimizer));

  it('takes steps, and reads their results in order', async () => {
    const reference = await direct();
    const expected = trainDirect(reference, batches);
    const trained = create(model);
    train(trained, batches.slice(0, 4));
    expect(withoutTime(await trained.readSteps())).toEqual(expected.slice(0, 4));
    expect(await trained.readSteps()).toEqual([]);
    train(trained, batches.slice(4), 4);
    expect(withoutTime(await trained.readSteps())).toEqual(expected.slice(4));
    expect(await trained.read()).toEqual(reference.readState());
  });

  it('answers each call as of the steps before it', async () => {
    const reference = await direct();
    const [batch, ids] = [batches[0] as Batch, (batches[0] as Batch).inputs.slice(0, config.context)];
    const expected = batches.slice(0, 2).map((next, n) => {
      reference.step(next, adamWSchedule(1e-2, n + 1, optimizer), optimizer);
      return [
        reference.score(batch, true),
        reference.logits(batch.inputs, rows, [1]),
        attentionOf(reference.passes, ids),
        magnitudesOf(reference.passes, ids),
        reference.readState(),
      ];
    });
    const trained = create(model);
    const answers = batches.slice(0, 2).map((next, n) => {
      train(trained, [next], n);
      return Promise.all([
        trained.score(batch, true),
        trained.logits(batch.inputs, rows, [1]),
        trained.attention(ids),
        trained.magnitudes(ids),
        trained.read(),
      ]);
    });
    expect(await Promise.all(answers)).toEqual(expected);
    expect((await trained.score(batch, false)).right).toBe(0);
  });

  it('begins no step while the page answers an input, and then takes the same ones', async () => {
    const engine = createProcessorEngine(startInThisThread, kernelModule);
    const trained = engine.createModel(config, values, { rows, scoredRows: [rows], optimizer });
    made.push(trained);
    engine.giveWay?.(true);
    train(trained, batches.slice(0, 3));
    let taken = false;
    const results = trained.readSteps().then((steps) => {
      taken = true;
      return steps;
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(taken).toBe(false);
    engine.giveWay?.(false);
    expect(withoutTime(await results)).toEqual(trainDirect(await direct(), batches.slice(0, 3)));
  });

  it('tells the losses of each row, which add up to the whole', async () => {
    const batch = batches[0] as Batch;
    const targets = batch.targets.map((target, i) => (i % 3 === 0 ? -1 : target));
    const due = targets.filter((target) => target >= 0).length;
    const scored = create(model);
    const { loss, rowLosses } = await scored.score({ ...batch, targets }, false);
    expect(rowLosses).toHaveLength(rows);
    expect(rowLosses.reduce((a, b) => a + b, 0) / due).toBeCloseTo(loss, 6);
    // Each row alone, as a batch of one.
    const T = batch.inputs.length / rows;
    for (const row of rowLosses.keys()) {
      const cut = (tokens: Int32Array) => tokens.slice(row * T, (row + 1) * T);
      const own = { inputs: cut(batch.inputs), targets: cut(targets), rows: 1 };
      const n = own.targets.filter((target) => target >= 0).length;
      expect((await scored.score(own, false)).loss * n).toBeCloseTo(rowLosses[row] as number, 4);
    }
  });

  it('goes on from a state that was read, with the same bits', async () => {
    const first = create(model);
    train(first, batches.slice(0, 3));
    const { values: read, moments } = await first.read();
    const second = create({ config, values: read }, { moments });
    train(first, batches.slice(3), 3);
    train(second, batches.slice(3), 3);
    expect(withoutTime(await first.readSteps()).slice(3)).toEqual(withoutTime(await second.readSteps()));
    expect(await second.read()).toEqual(await first.read());
  });

  it('is prepared without a trace', async () => {
    const [prepared, plain] = [create(model, { workers: 2 }), create(model)];
    const progress: number[][] = [];
    await createProcessorEngine(startInThisThread, kernelModule).prepare([prepared], (...done) =>
      progress.push(done),
    );
    expect(progress.at(-1)).toEqual([1, 1]);
    expect(await prepared.read()).toEqual(await plain.read());
    train(prepared, batches);
    train(plain, batches);
    expect(withoutTime(await prepared.readSteps())).toEqual(withoutTime(await plain.readSteps()));
    expect(await prepared.read()).toEqual(await plain.read());
  });

  it('refuses what is not its own at once', () => {
    const params = new Map(values.params);
    params.delete('norm.gain');
    expect(() => create({ config, values: { ...values, params } })).toThrow('"norm.gain" is missing');
    expect(() => create(model, { moments: new Float32Array(2) })).toThrow('has 2 numbers');
    expect(() => create(model, { rows: 2 ** 24 })).toThrow(/takes .+ [GT]iB, and 2 GiB is the most/);
  });

  it('rejects a call that makes no sense, and answers the next', async () => {
    const asked = create(model);
    await expect(asked.attention(new Int32Array(config.context + 1))).rejects.toThrow('do not fit a context');
    await expect(asked.attention(new Int32Array(1))).resolves.toHaveLength(3);
  });
});

describe('one run on several workers', () => {
  it.each([
    ['standard', drawn('standard', 'standard')],
    ['reference rows', drawn('rndEmbQK', 'fixedSeqQK', 'staticEmbQK', 'mlp')],
  ] as const)('has the same bits for 1, 2 and 4: %s', async (_, model) => {
    for (const many of [1, 2, 3, 5, 8]) {
      // A batch of fewer rows may come too.
      const batches = [many, many, Math.max(1, many - 1), many].map((n) =>
        drawnBatch(model.random, model.config, n),
      );
      const results = [];
      for (const workers of [1, 2, 4]) {
        const trained = create(model, { rows: many, workers });
        train(trained, batches);
        results.push({ steps: withoutTime(await trained.readSteps()), state: await trained.read() });
      }
      expect(results[1], `${many} rows on 2`).toEqual(results[0]);
      expect(results[2], `${many} rows on 4`).toEqual(results[0]);
    }
  });

  it.each([
    [1, 3, 1],
    [2, 1, 2],
    [3, 1, 2],
    [4, 3, 1],
    [8, 3, 2],
    [16, 1, 4],
  ])('%i cores for %i runs', (cores, runs, workers) => expect(workersFor(cores, runs)).toBe(workers));
});

describe('when a worker fails', () => {
  const model = drawn('standard');
  const batch = drawnBatch(model.random, model.config, rows);

  /** Workers that crash when told. */
  function crashing() {
    const crashes: ((message: string) => void)[] = [];
    const terminated = vi.fn();
    const start: StartWorker = (onCrash) => {
      crashes.push(onCrash);
      const { port1, port2 } = new MessageChannel();
      return {
        endpoint: port2,
        terminate() {
          terminated();
          port1.close();
        },
      };
    };
    return { crashes, terminated, start };
  }

  it('what is under way and what comes later rejects', async () => {
    const { crashes, terminated, start } = crashing();
    const lost = create(model, { workers: 2 }, start);
    train(lost, [batch]);
    const pending = [lost.readSteps(), lost.score(batch, true), lost.read()];
    crashes.at(-1)?.('The worker stopped: no memory.');
    for (const call of pending) await expect(call).rejects.toThrow('The worker stopped: no memory.');
    expect(terminated).toHaveBeenCalledTimes(2);
    train(lost, [batch]);
    await expect(lost.readSteps()).rejects.toThrow('no memory');
    await expect(lost.logits(batch.inputs, rows, [])).rejects.toThrow('no memory');
    await expect(createProcessorEngine(start, kernelModule).prepare([lost], () => {})).rejects.toThrow(
      'no memory',
    );
  });

  it('one that cannot start says so', async () => {
    const lost = create(model, {}, () => {
      throw new Error('Refused by a policy.');
    });
    train(lost, [batch]);
    await expect(lost.readSteps()).rejects.toThrow('could not be started');
  });

  it('one whose kernels do not compile says so', async () => {
    const compile = vi.spyOn(WebAssembly, 'instantiate').mockRejectedValue(new Error('No WebAssembly here.'));
    try {
      const lost = create(model);
      train(lost, [batch]);
      await expect(lost.readSteps()).rejects.toThrow('No WebAssembly here.');
      await expect(lost.read()).rejects.toThrow('No WebAssembly here.');
    } finally {
      compile.mockRestore();
    }
  });

  // An unhandled rejection fails the test too.
  it('a disposed model rejects what is under way and what comes later', async () => {
    const gone = create(model, { workers: 2 });
    await gone.read();
    train(gone, [batch]);
    const pending = [gone.readSteps(), gone.score(batch, true), gone.read(), gone.attention(batch.inputs)];
    // The first two are with the workers, the others wait for them.
    gone.dispose();
    train(gone, [batch]);
    const later = [gone.readSteps(), gone.logits(batch.inputs, rows, [])];
    for (const answer of await Promise.allSettled([...pending, ...later]))
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(ModelDisposed) });
  });
});
