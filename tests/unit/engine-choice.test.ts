// Which engine trains, and what a reader is told of it.
import { delay } from 'es-toolkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { taskSource } from '../../src/data/source';
import { chosenTask, taskChoice } from '../../src/data/tasks';
import type { Engine, EngineModel } from '../../src/engine/engine';
import { defaultExperiment } from '../../src/experiment/defaults';
import { chooseEngine, type Devices } from '../../src/runtime/engineChoice';
import { stack } from '../support/stack';

/** An engine whose steps take so many milliseconds. */
function engineOf(id: Engine['id'], stepTime = 0) {
  let alive = 0;
  const engine: Engine = {
    id,
    createModel(config) {
      alive++;
      let pending = 0;
      const unused = () => Promise.reject(new Error('A trial only takes steps.'));
      const model: EngineModel = {
        config,
        step: () => void pending++,
        async readSteps() {
          const steps = pending;
          pending = 0;
          await delay(steps * stepTime);
          return Array.from({ length: steps }, () => ({ loss: 1, gradNorm: 1 }));
        },
        lastStep: unused,
        score: unused,
        logits: unused,
        attention: unused,
        magnitudes: unused,
        read: unused,
        dispose: () => void alive--,
      };
      return model;
    },
    prepare: async () => {},
  };
  return { engine, alive: () => alive };
}

const card = { name: 'A card', software: false };
const software = { name: 'SwiftShader', software: true };

function machine(change: Partial<Devices> = {}): Devices {
  return {
    findWebGPU: async () => card,
    startWebGPU: async () => engineOf('webgpu').engine,
    startProcessor: async () => ({ engine: engineOf('processor').engine, adapter: 'WebAssembly' }),
    startPlain: async () => engineOf('cpu').engine,
    ...change,
  };
}

const auto = { setting: 'auto', webgpuFailure: null } as const;
const broken = () => Promise.reject(new Error('broken'));
const task = taskChoice('majority');
const experiment = {
  ...defaultExperiment(),
  task,
  batch: 2,
  evalWindows: 2,
  model: { ...defaultExperiment().model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 8 },
  runs: [{ id: 'a', name: 'A', layers: stack('standard') }],
};
const trial = { experiment, source: taskSource(chosenTask(task), 8) };

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

describe('without a person’s choice', () => {
  it.each([
    ['a graphics card', {}, 'webgpu', /graphics card/],
    ['a software adapter', { findWebGPU: async () => software }, 'processor', /SwiftShader.*software/],
    [
      'no adapter',
      { findWebGPU: async () => ({ reason: 'No WebGPU.', advice: 'Update.' }) },
      'processor',
      /No WebGPU/,
    ],
    ['a card that does not start', { startWebGPU: broken }, 'processor', /did not start/],
    [
      'neither a card nor WebAssembly',
      { findWebGPU: async () => software, startProcessor: broken },
      'cpu',
      /WebAssembly SIMD does not run/,
    ],
  ] as const)('%s', async (_name, change, id, reason) => {
    const { engine, info } = await chooseEngine(auto, machine(change));
    expect(engine.id).toBe(id);
    expect(info.name).toBe(id);
    expect(info.reason).toMatch(reason);
    for (const text of [info.reason, info.advice ?? 'Nothing.']) expect(text).toMatch(/[.]$/);
  });

  it('a card that failed is left alone, and the failure told', async () => {
    const request = { setting: 'auto', webgpuFailure: 'The graphics card was lost.' } as const;
    const { info } = await chooseEngine(request, machine({ findWebGPU: broken }));
    expect(info).toMatchObject({ name: 'processor', reason: 'The graphics card was lost.' });
  });

  it('rejects only where nothing starts', async () => {
    const none = machine({ startWebGPU: broken, startProcessor: broken, startPlain: broken });
    await expect(chooseEngine(auto, none)).rejects.toThrow('broken');
  });
});

describe('a person’s choice', () => {
  it('is the processor though there is a card', async () => {
    const { info } = await chooseEngine({ setting: 'processor', webgpuFailure: null }, machine());
    expect(info).toMatchObject({ name: 'processor', reason: 'You chose the processor.' });
  });

  it('is a graphics card that is software, said to be slow', async () => {
    const { info } = await chooseEngine(
      { setting: 'webgpu', webgpuFailure: null },
      machine({ findWebGPU: async () => software }),
    );
    expect(info).toMatchObject({ name: 'webgpu', software: true });
    expect(info.advice).toContain('“Automatic”');
  });
});

describe('a trial of both', () => {
  it.each([
    [1, 40, 'processor'],
    [40, 1, 'webgpu'],
    [450, 500, 'webgpu'],
  ] as const)('steps of %i ms on the processor and %i ms on the card', async (own, other, id) => {
    const processor = engineOf('processor', own);
    const webgpu = engineOf('webgpu', other);
    const devices = machine({
      // What was found of another card is remembered of that one.
      findWebGPU: async () => ({ name: `A card of ${other} ms beside ${own}`, software: false }),
      startWebGPU: async () => webgpu.engine,
      startProcessor: async () => ({ engine: processor.engine, adapter: 'WebAssembly' }),
    });
    const { info } = await chooseEngine(auto, devices, trial);
    expect(info.name).toBe(id);
    expect([processor.alive(), webgpu.alive()]).toEqual([0, 0]);
  });

  it('is not made where a person has chosen, or the adapter is software', async () => {
    const processor = engineOf('processor', 1);
    const createModel = vi.spyOn(processor.engine, 'createModel');
    const devices = machine({ startProcessor: async () => ({ engine: processor.engine, adapter: 'W' }) });
    await chooseEngine({ setting: 'webgpu', webgpuFailure: null }, devices, trial);
    await chooseEngine(auto, { ...devices, findWebGPU: async () => software }, trial);
    expect(createModel).not.toHaveBeenCalled();
  });
});
