// The bench page: how it times steps, names the browser, goes from case to case, and what it prints.
import { delay } from 'es-toolkit';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { nameOfBrands, nameOfUserAgent, systemOfUserAgent } from '../../bench/page/browser';
import { casesOn, experimentOf, secondsOf } from '../../bench/page/cases';
import { benchMarkdown, type Machine, type Outcome } from '../../bench/page/markdown';
import { Measurement } from '../../bench/page/measurement';
import { taskSource } from '../../src/data/source';
import { chosenTask, type TaskChoice } from '../../src/data/tasks';
import type { Engine, EngineModel } from '../../src/engine/engine';
import { parseExperiment } from '../../src/experiment/schema';
import type { ConnectLab } from '../../src/runtime/client';
import type { MachineFacts, SpeedService, TimingProgress } from '../../src/runtime/protocol';
import { timeSteps } from '../../src/runtime/stepTiming';

const facts: MachineFacts = {
  simd: 'relaxed',
  workers: 2,
  adapter: { name: 'SwiftShader | Subzero', software: true },
};
const machine: Machine = { ...facts, browser: 'Chromium 156', system: 'Linux x86', cores: 2 };

describe('the table', () => {
  it('has a row for each size, and says what is missing or failed', () => {
    const outcomes: Outcome[] = [
      {
        size: 'tiny',
        engine: 'oneWorker',
        timing: { stepMs: 9.8765, startMs: 30, firstMs: 12.04, steps: 400 },
      },
      { size: 'tiny', engine: 'webgpu', timing: { stepMs: 118.4, startMs: 900, firstMs: 1234.5, steps: 40 } },
      { size: 'small', engine: 'webgpu', failure: 'The graphics device was lost.' },
    ];
    expect(benchMarkdown(machine, outcomes, '1.2.3')).toBe(
      [
        '| Browser | System | Cores | WebAssembly SIMD | Graphics adapter | Model | Processor, one worker | Processor, all cores | WebGPU | Lab |',
        '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
        '| Chromium 156 | Linux x86 | 2 | relaxed | SwiftShader \\| Subzero (software) | tiny (L2 d64 T64 B8) | 9.88 (12.0) | – | 118 (1230) | 1.2.3 |',
        '| Chromium 156 | Linux x86 | 2 | relaxed | SwiftShader \\| Subzero (software) | small (L4 d128 T128 B8) | – | – | failed | 1.2.3 |',
        '',
        '- Milliseconds a training step: the median, and in brackets the first step.',
        '- WebGPU, small, failed: The graphics device was lost.',
        '',
      ].join('\n'),
    );
  });

  it('of a browser with neither engine says why', () => {
    const bare: Machine = {
      ...machine,
      simd: null,
      cores: null,
      adapter: { reason: 'This browser has no WebGPU.' },
    };
    const text = benchMarkdown(bare, [], '1.2.3');
    expect(casesOn(bare)).toEqual([]);
    expect(text).toContain('| not told | none | none | tiny');
    expect(text).toContain('- Processor, one worker: WebAssembly SIMD does not run here.\n');
    expect(text).toContain('- WebGPU: This browser has no WebGPU.\n');
  });
});

test('a machine of one core has no case of all cores', () => {
  expect(casesOn(facts)).toHaveLength(6);
  expect(casesOn({ ...facts, workers: 1 }).map(({ engine }) => engine)).toEqual([
    'oneWorker',
    'webgpu',
    'oneWorker',
    'webgpu',
  ]);
});

test.each(['tiny', 'small'] as const)('what is trained at %s is an experiment of the lab', (size) => {
  expect(parseExperiment(experimentOf(size)).ok).toBe(true);
});

test.each([
  ['', 5],
  ['?seconds=0.5', 0.5],
  ['?seconds=0', 0.1],
  ['?seconds=1e9', 60],
  ['?seconds=long', 5],
])('the query "%s" asks for %d seconds', (query, seconds) => {
  expect(secondsOf(query)).toBe(seconds);
});

describe('the browser', () => {
  const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64';
  const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';

  it('is named by its brands', () => {
    const misleading = { brand: 'Not)A;Brand', version: '8' };
    const chromium = { brand: 'Chromium', version: '156' };
    expect(nameOfBrands([misleading, chromium])).toBe('Chromium 156');
    expect(nameOfBrands([chromium, { brand: 'Microsoft Edge', version: '156' }, misleading])).toBe(
      'Microsoft Edge 156',
    );
    expect(nameOfBrands([])).toBe(null);
  });

  it.each([
    [`${windows}; rv:145.0) Gecko/20100101 Firefox/145.0`, 'Firefox 145.0', 'Windows NT 10.0; Win64; x64'],
    [`${mac} Version/26.1 Safari/605.1.15`, 'Safari 26.1', 'Macintosh; Intel Mac OS X 10_15_7'],
    [`${mac} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0`, 'Edge 156.0.0.0', /^Macintosh/],
    ['Something else', 'Something else', 'unknown'],
  ])('else by its user agent: %s', (userAgent, browser, system) => {
    expect(nameOfUserAgent(userAgent)).toBe(browser);
    expect(systemOfUserAgent(userAgent)).toMatch(system);
  });
});

describe('timing', () => {
  const experiment = experimentOf('tiny');
  const source = taskSource(chosenTask(experiment.task as TaskChoice), experiment.model.context);

  /** An engine whose first step takes 40 ms and each later one 4, with this loss. */
  function slowToStart(loss = 1) {
    const seen = { steps: 0, most: 0, disposed: false };
    const engine: Engine = {
      id: 'processor',
      createModel(config) {
        let pending = 0;
        const model: Partial<EngineModel> = {
          config,
          step: () => void pending++,
          async readSteps() {
            const steps = pending;
            pending = 0;
            await delay(seen.steps === 0 ? 40 : 4 * steps);
            seen.steps += steps;
            seen.most = Math.max(seen.most, steps);
            return Array.from({ length: steps }, () => ({ loss, gradNorm: 1 }));
          },
          dispose() {
            seen.disposed = true;
          },
        };
        return model as EngineModel;
      },
      prepare: async (_, onProgress) => onProgress(1, 2),
    };
    return { engine, seen };
  }

  it('is a median of later steps, submitted several at a time, and leaves nothing', async () => {
    const { engine, seen } = slowToStart();
    const reports: TimingProgress[] = [];
    const timing = await timeSteps(engine, { experiment, source }, 0.3, (progress) => reports.push(progress));
    expect(timing.firstMs).toBeGreaterThan(35);
    expect(timing.startMs).toBeGreaterThanOrEqual(0);
    expect(timing.stepMs).toBeGreaterThan(3.5);
    expect(timing.stepMs).toBeLessThan(timing.firstMs);
    expect(timing.steps).toBe(seen.steps - 4);
    expect(seen.most).toBeGreaterThan(1);
    expect(seen.disposed).toBe(true);
    expect(reports[0]).toEqual({ phase: 'preparing', share: 0.5 });
    expect(reports.at(-1)).toEqual({ phase: 'timing', share: 1 });
  });

  it('takes no time of an engine that computes nonsense', async () => {
    const { engine, seen } = slowToStart(Number.NaN);
    const timing = timeSteps(engine, { experiment, source }, 0.1, () => {});
    await expect(timing).rejects.toThrow('The loss is no number.');
    expect(seen.disposed).toBe(true);
  });
});

describe('a measurement', () => {
  const timing = { stepMs: 1, startMs: 4, firstMs: 2, steps: 3 };

  beforeEach(() => vi.stubGlobal('navigator', { userAgent: 'Firefox/145.0', hardwareConcurrency: 2 }));
  afterEach(() => vi.unstubAllGlobals());

  /** Workers with this service; `crash` ends the newest. */
  function workers(time: SpeedService['time']) {
    const seen = { started: 0, ended: 0, crash: (_: string) => {} };
    const connect: ConnectLab = (onCrash) => {
      seen.started++;
      seen.crash = (message) => onCrash(message, 'thread');
      const speed: Omit<SpeedService, 'costs'> = {
        machine: async () => facts,
        time,
        timeRuns: async () => [],
      };
      return { lab: { speed } as ReturnType<ConnectLab>['lab'], terminate: () => void seen.ended++ };
    };
    return { connect, seen };
  }

  it('has each case in a worker of its own, and goes on past one that fails or crashes', async () => {
    const { connect, seen } = workers(async (engine, { model }) => {
      if (engine === 'allCores') throw new Error('A worker could not be started.');
      if (engine === 'webgpu' && model.dModel === 64) seen.crash('The worker ended.');
      else return timing;
      return new Promise(() => {});
    });
    const measurement = new Measurement(connect, 1);
    await measurement.start();
    const { phase, current, outcomes, machine: found } = measurement.state.getState();
    expect(found).toEqual({ ...facts, browser: 'Firefox 145.0', system: 'unknown', cores: 2 });
    expect([phase, current]).toEqual(['done', null]);
    expect(outcomes.map((o) => ('timing' in o ? o.timing.stepMs : o.failure))).toEqual([
      1,
      'A worker could not be started.',
      'The worker ended.',
      1,
      'A worker could not be started.',
      1,
    ]);
    expect([seen.started, seen.ended]).toEqual([7, 7]);
  });

  it('is stopped at once, keeps what is done, and starts anew', async () => {
    let hang = true;
    const { connect, seen } = workers(async (engine) =>
      hang && engine === 'allCores' ? new Promise(() => {}) : timing,
    );
    const measurement = new Measurement(connect, 1);
    const stopped = measurement.start();
    await vi.waitFor(() => expect(measurement.state.getState().current?.engine).toBe('allCores'));
    measurement.stop();
    await stopped;
    expect(measurement.state.getState()).toMatchObject({ phase: 'stopped', current: null });
    expect(measurement.state.getState().outcomes).toHaveLength(1);
    expect(seen.ended).toBe(seen.started);
    hang = false;
    await measurement.start();
    expect(measurement.state.getState()).toMatchObject({ phase: 'done' });
    expect(measurement.state.getState().outcomes).toHaveLength(6);
  });

  it('says why where no worker can be asked', async () => {
    const { connect, seen } = workers(async () => timing);
    const measurement = new Measurement((onCrash) => {
      const connection = connect(onCrash);
      connection.lab.speed.machine = () => {
        seen.crash('The training worker stopped: its script could not be loaded.');
        return new Promise(() => {});
      };
      return connection;
    }, 1);
    await measurement.start();
    expect(measurement.state.getState()).toMatchObject({
      phase: 'stopped',
      failure: 'The training worker stopped: its script could not be loaded.',
    });
  });
});
