// An engine for tests in Node, as the worker chooses one.
import type { ChosenEngine } from '../../src/runtime/engineChoice';
import { createTensorEngine } from '../../src/tfjs/tensorEngine';

export const testEngine = (): ChosenEngine => ({
  engine: createTensorEngine('cpu'),
  info: { name: 'cpu', adapter: 'test', software: true, reason: 'A test.', advice: null },
});

/** What a call of the worker asks for where it does not matter. */
export const anyEngine = { engine: { setting: 'auto', webgpuFailure: null } } as const;

/** For tests of what is WebGPU's own, on SwiftShader, which nobody gets without asking for it. */
export const onWebGPU = { engine: { setting: 'webgpu', webgpuFailure: null } } as const;
