/** The dedicated worker that owns the engine and the models. */
import * as Comlink from 'comlink';
import { letWordsTravel } from '../format/words';
import { running } from '../platform/threads';
import { threadsOfPage } from '../processor/modelThreads';
import { machineDevices } from './devices';
import { chooseEngine } from './engineChoice';
import { fetchText } from './fetchText';
import { createLabWorker } from './labWorker';

/** What the page sends once it knows that the worker runs. */
export interface LabPorts {
  /** The page calls the lab there. */
  lab: MessagePort;
  /** The page starts threads for the lab there. */
  threads: MessagePort;
}

letWordsTravel();
self.addEventListener(
  'message',
  ({ data: { lab, threads } }: MessageEvent<LabPorts>) => {
    const devices = machineDevices(threadsOfPage(threads));
    Comlink.expose(
      createLabWorker((request, trial) => chooseEngine(request, devices, trial), fetchText, devices),
      lab,
    );
  },
  { once: true },
);
self.postMessage(running);
