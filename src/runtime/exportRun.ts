/** Exports a loaded run as files, with the weights that it has at the call. */
import type { ExportedFile } from '../export/exportedFile';
import { type ExportKind, exportKinds } from '../export/runFiles';
import { words } from '../format/words';
import { askTrainer } from './askTrainer';
import type { LoadedExperiment } from './loadedExperiment';

/**
 * Makes a run's files, all of one step, while training continues. Rejects with an Error for the reader where it is not
 * loaded.
 */
export async function exportRun(
  { experiment, race, data }: Pick<LoadedExperiment, 'experiment' | 'race' | 'data'>,
  runId: string,
  kind: ExportKind,
): Promise<ExportedFile[]> {
  const run = experiment.runs.find(({ id }) => id === runId);
  if (!run)
    throw new Error(words('training.runNotLoaded', 'This run is not loaded; press Train or Step once.'));
  const { source, tokenizer, wholeText } = data;
  const checkpoint = await askTrainer(
    () => race.trainer(runId),
    (trainer) => trainer.checkpoint(),
  );
  return exportKinds[kind]({ experiment, run, checkpoint, source, tokenizer, wholeText });
}
