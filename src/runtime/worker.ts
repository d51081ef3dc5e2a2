/** The dedicated worker that owns TensorFlow.js and the models. */
import * as Comlink from 'comlink';
import { chooseBackend } from './backend';
import { fetchText } from './fetchText';
import { createLabWorker } from './labWorker';

Comlink.expose(createLabWorker(chooseBackend, fetchText));
