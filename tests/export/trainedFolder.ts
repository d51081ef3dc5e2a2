/** Trains an experiment a step in Node, on the processor engine, and exports its first run for PyTorch. */
import type { Experiment } from '../../src/experiment/schema';
import type { ExportedFile } from '../../src/export/exportedFile';
import { createLabWorker } from '../../src/runtime/labWorker';
import { anyEngine, testEngine } from '../support/engine';

/** @param text the own text that the experiment trains on, null where it has a task */
export async function trainedFolder(experiment: Experiment, text: string | null): Promise<ExportedFile[]> {
  const lab = createLabWorker(
    async () => testEngine(),
    () => Promise.reject(new Error('The test brings its own text.')),
  );
  const ownText = text === null ? null : { name: 'own.txt', text };
  await lab.training.load(experiment, ownText, () => {}, anyEngine);
  await lab.training.step();
  const files = await lab.files.exportRun((experiment.runs[0] as { id: string }).id, 'pytorch');
  await lab.training.unload();
  return files;
}
