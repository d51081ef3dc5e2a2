/** Trains an experiment a step in Node, on the processor engine, and exports its first run for PyTorch. */
import { taskChoice } from '../../src/data/tasks';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import type { ExportedFile } from '../../src/export/exportedFile';
import { startInThisThread } from '../../src/processor/startWorker';
import { machineDevices } from '../../src/runtime/devices';
import { createLabWorker } from '../../src/runtime/labWorker';
import { anyEngine, testEngine } from '../support/engine';
import { stack } from '../support/stack';

/** A small model on an own text. */
export function onText(change: Partial<Experiment>): Experiment {
  const base = defaultExperiment();
  return {
    ...base,
    corpus: 'ownText',
    tokenizer: 'bpe',
    vocabSize: 290,
    model: { ...base.model, dModel: 16, heads: 2, kvHeads: 2, ffn: 16, context: 16 },
    batch: 2,
    steps: 4,
    evalInterval: 2,
    evalWindows: 4,
    runs: [{ id: 'a', name: 'A', layers: stack('standard') }],
    ...change,
  };
}

/** The same on a task whose sequences have one answer each. */
export const onTask: Experiment = { ...onText({}), task: taskChoice('majority') };

/** @param text the own text that the experiment trains on, null where it has a task */
export async function trainedFolder(experiment: Experiment, text: string | null): Promise<ExportedFile[]> {
  const lab = createLabWorker(
    async () => testEngine(),
    () => Promise.reject(new Error('The test brings its own text.')),
    machineDevices(startInThisThread),
  );
  const ownText = text === null ? null : { name: 'own.txt', text };
  await lab.training.load(experiment, ownText, () => {}, anyEngine);
  await lab.training.step();
  const files = await lab.files.exportRun((experiment.runs[0] as { id: string }).id, 'pytorch');
  await lab.training.unload();
  return files;
}
