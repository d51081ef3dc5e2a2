/** What the worker offers, put together from its services. */
import type { FetchText } from '../data/corpora';
import type { ChooseEngine, Devices } from './engineChoice';
import { LoadedSlot } from './loadedExperiment';
import type { LabWorker } from './protocol';
import { RaceWatch } from './raceWatch';
import { Ablations } from './services/ablation';
import { Device } from './services/device';
import { EvaluationJobs } from './services/evaluation';
import { Files } from './services/files';
import { Generation } from './services/generation';
import { Probe } from './services/probe';
import { Replay } from './services/replay';
import { Speed } from './services/speed';
import { SweepJobs } from './services/sweep';
import { Text } from './services/text';
import { Training } from './services/training';
import { TextCache } from './textCache';

/**
 * Makes the services around one engine and one loaded experiment.
 * @param choose resolves once an engine computes
 * @param fetchText gets a file of the site
 * @param devices that are timed
 */
export function createLabWorker(choose: ChooseEngine, fetchText: FetchText, devices: Devices): LabWorker {
  const slot = new LoadedSlot();
  const device = new Device(choose);
  const texts = new TextCache(fetchText);
  const probe = new Probe(slot);
  const race = new RaceWatch();
  return {
    device,
    training: new Training(slot, device, texts, probe, race),
    evaluation: new EvaluationJobs(slot),
    ablation: new Ablations(slot),
    probe,
    replay: new Replay(slot),
    generation: new Generation(slot),
    text: new Text(texts),
    files: new Files(slot),
    speed: new Speed(devices, texts, race),
    sweep: new SweepJobs(device, texts, race),
  };
}
