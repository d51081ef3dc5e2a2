// The worker without its thread, on TensorFlow.js's cpu backend, for sessions that are tested in Node.

import { startInThisThread } from '../../src/processor/startWorker';
import type { ConnectLab, CrashCause } from '../../src/runtime/client';
import { machineDevices } from '../../src/runtime/devices';
import { createLabWorker } from '../../src/runtime/labWorker';
import type { EngineRequest, LabWorker } from '../../src/runtime/protocol';
import { testEngine } from './engine';

export interface InProcessWorker {
  lab: LabWorker;
  /** What a crash of the thread would do. */
  crash(message: string, cause?: CrashCause): void;
  /** What was asked of it to train on. */
  requests: EngineRequest[];
  terminated: boolean;
}

interface Options {
  /** Of every file of the site. */
  text?: string;
  /** The device starts, and with it any load goes on, once this resolves. */
  gate?(): Promise<void>;
  /** Unloads what a worker has when it is terminated, as memory goes with a thread. */
  freeAtEnd?: boolean;
}

/** A short text, in place of every file of the site. */
export const loomings = 'CHAPTER 1. Loomings. Call me Ishmael. '.repeat(20);

/** @returns what a session connects to, and the workers it has connected to so far */
export function inProcess({ text = loomings, gate, freeAtEnd = false }: Options = {}) {
  const workers: InProcessWorker[] = [];
  const connectWorker: ConnectLab = (crash) => {
    const requests: EngineRequest[] = [];
    const choose = async (request: EngineRequest) => {
      requests.push(request);
      await gate?.();
      return testEngine();
    };
    const worker: InProcessWorker = {
      lab: createLabWorker(choose, async () => text, machineDevices(startInThisThread)),
      crash: (message, cause = 'thread') => crash(message, cause),
      requests,
      terminated: false,
    };
    workers.push(worker);
    return {
      lab: worker.lab,
      terminate() {
        worker.terminated = true;
        if (freeAtEnd) void worker.lab.training.unload();
      },
    };
  };
  return { connectWorker, workers };
}
