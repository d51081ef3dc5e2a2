/**
 * The lab in the page itself, where the browser refuses it a worker, as in a sandboxed frame: it trains on the processor, on one
 * core, and the page answers between its steps. TensorFlow.js is of the worker alone.
 */
import * as Comlink from 'comlink';
import { words } from '../format/words';
import { chooseEngine, type Devices } from './engineChoice';
import { fetchText } from './fetchText';
import { createLabWorker } from './labWorker';
import { startOnOneThread } from './processor';

const advice = () => words('engine.ownTab', 'Open the lab in a tab of its own to train faster.');
const noEngine = () =>
  Promise.reject(
    new Error(
      words(
        'engine.nothing',
        'The browser refuses this page the worker that its engines need, and WebAssembly with SIMD too. {{advice}}',
        { advice: advice() },
      ),
    ),
  );

const pageDevices: Devices = {
  findWebGPU: async () => ({
    reason: words(
      'engine.noWorker',
      'The graphics card is used from a worker, which the browser refuses this page.',
    ),
    advice: advice(),
  }),
  startWebGPU: noEngine,
  startProcessor: () =>
    startOnOneThread(words('engine.inPage', 'All runs train in the page itself, on one core.')),
  startPlain: noEngine,
};

/** Serves the lab at a port. @returns what ends it */
export function serveLab(port: MessagePort): () => void {
  const lab = createLabWorker(
    (request, trial) => chooseEngine(request, pageDevices, trial),
    fetchText,
    pageDevices,
  );
  Comlink.expose(lab, port);
  return () => {
    port.close();
    void lab.training.unload();
  };
}
