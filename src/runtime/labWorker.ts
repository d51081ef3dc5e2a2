/** What the worker offers, put together from its services. */
import type { FetchText } from '../data/corpora';
import { LoadedSlot } from './loadedExperiment';
import type { BackendInfo, LabWorker } from './protocol';
import { Device } from './services/device';
import { EvaluationJobs } from './services/evaluation';
import { Files } from './services/files';
import { Generation } from './services/generation';
import { Probe } from './services/probe';
import { Text } from './services/text';
import { Training } from './services/training';
import { TextCache } from './textCache';

/**
 * Makes the services around one device and one loaded experiment.
 * @param startBackend resolves once a device computes
 * @param fetchText gets a file of the site
 */
export function createLabWorker(startBackend: () => Promise<BackendInfo>, fetchText: FetchText): LabWorker {
  const slot = new LoadedSlot();
  const device = new Device(startBackend);
  const texts = new TextCache(fetchText);
  return {
    device,
    training: new Training(slot, device, texts),
    evaluation: new EvaluationJobs(slot),
    probe: new Probe(slot),
    generation: new Generation(slot),
    text: new Text(texts),
    files: new Files(slot),
  };
}
