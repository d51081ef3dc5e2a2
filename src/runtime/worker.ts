/** The dedicated worker that owns TensorFlow.js and the models. */
import * as Comlink from 'comlink';
import { chooseBackend } from './backend';
import { fetchText } from './fetchText';
import { Lab } from './lab';

Comlink.expose(new Lab(chooseBackend, fetchText));
