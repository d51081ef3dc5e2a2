/** The dedicated worker that owns the engine and the models. */
import * as Comlink from 'comlink';
import { machineDevices } from './devices';
import { chooseEngine } from './engineChoice';
import { fetchText } from './fetchText';
import { createLabWorker } from './labWorker';

Comlink.expose(createLabWorker((request, trial) => chooseEngine(request, machineDevices, trial), fetchText));
