/** A run's files, with the weights it has when it is asked for them. */
import { transfer } from 'comlink';
import type { Experiment } from '../experiment/schema';
import { type ExportedFile, type ExportKind, exportKinds } from '../export/runFiles';
import type { ExperimentData } from './experimentData';
import type { Race } from './race';

interface Loaded {
  experiment: Experiment;
  race: Race;
  data: ExperimentData;
}

/** Training may go on meanwhile: all files are of one step. The page gets the bytes themselves, not copies. */
export async function exportRun(
  { experiment, race, data }: Loaded,
  runId: string,
  kind: ExportKind,
): Promise<ExportedFile[]> {
  const run = experiment.runs.find(({ id }) => id === runId);
  if (!run) throw new Error('This run is not loaded; press Train or Step once.');
  const { source, tokenizer, wholeText } = data;
  const checkpoint = await race.trainer(runId).checkpoint();
  const files = exportKinds[kind].files({ experiment, run, checkpoint, source, tokenizer, wholeText });
  return transfer(
    files,
    files.map((file) => file.data.buffer),
  );
}
