/** The dedicated worker that owns the engine and the models. */
import * as Comlink from 'comlink';
import { running } from '../platform/threads';
import { machineDevices } from './devices';
import { chooseEngine } from './engineChoice';
import { fetchText } from './fetchText';
import { createLabWorker } from './labWorker';

const lab = createLabWorker(
  (request, trial) => chooseEngine(request, machineDevices, trial),
  fetchText,
  machineDevices,
);
// The page sends the port that it calls the lab at, once it knows that the worker runs.
self.addEventListener('message', ({ data: port }: MessageEvent<MessagePort>) => Comlink.expose(lab, port), {
  once: true,
});
self.postMessage(running);
