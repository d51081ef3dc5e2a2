/** The dedicated worker that owns TensorFlow.js and the models. */
import * as Comlink from 'comlink';
import { chooseBackend } from './backend';
import { Lab } from './lab';

/** The page's own address comes in the worker's name, as the worker's script lies in a folder of assets. */
async function fetchText(path: string): Promise<string> {
  const response = await fetch(new URL(path, self.name));
  if (!response.ok)
    throw new Error(`The file ${path} could not be read (status ${response.status}). Reload the page.`);
  return response.text();
}

Comlink.expose(new Lab(chooseBackend, fetchText));
