/** What leaves the worker as files, with the weights that the runs have when they are asked for. */
import { transfer } from 'comlink';
import type { Experiment } from '../experiment/schema';
import type { ExportedFile } from '../export/files';
import { type ExportKind, exportKinds } from '../export/runFiles';
import { zipped } from '../export/zip';
import type { ExperimentData } from './experimentData';
import type { Race } from './race';

interface Loaded {
  experiment: Experiment;
  race: Race;
  data: ExperimentData;
}

/** A run's files. Training may go on meanwhile: all are of one step. */
export async function exportRun(
  { experiment, race, data }: Loaded,
  runId: string,
  kind: ExportKind,
): Promise<ExportedFile[]> {
  const run = experiment.runs.find(({ id }) => id === runId);
  if (!run) throw new Error('This run is not loaded; press Train or Step once.');
  const { source, tokenizer, wholeText } = data;
  const checkpoint = await race.trainer(runId).checkpoint();
  const files = exportKinds[kind]({ experiment, run, checkpoint, source, tokenizer, wholeText });
  return transfer(
    files,
    files.map((file) => file.data.buffer),
  );
}

/** The same in a folder of an archive. */
export async function zipRun(
  loaded: Loaded,
  runId: string,
  kind: ExportKind,
  folder: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const archive = zipped(await exportRun(loaded, runId, kind), folder);
  return transfer(archive, [archive.buffer]);
}
