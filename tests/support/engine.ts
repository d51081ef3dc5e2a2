// An engine for tests in Node, as the worker chooses one.

import { createProcessorEngine } from '../../src/processor/processorEngine';
import type { ChosenEngine } from '../../src/runtime/engineChoice';
import { startInThisThread } from './inThisThread';

export const testEngine = (): ChosenEngine => ({
  engine: createProcessorEngine(startInThisThread),
  info: { name: 'processor', adapter: 'test', software: false, reason: 'A test.', advice: null },
});

/** What a call of the worker asks for where it does not matter. */
export const anyEngine = { engine: { setting: 'auto', webgpuFailure: null } } as const;

/** For tests of what is WebGPU's own, on SwiftShader, which nobody gets without asking for it. */
export const onWebGPU = { engine: { setting: 'webgpu', webgpuFailure: null } } as const;
