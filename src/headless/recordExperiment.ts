/** Trains and evaluates an experiment on the processor, and writes what came of it as a recording, which the page shows. */
import { gzipSync } from 'node:zlib';
import { writeOrPrint } from '../../scripts/lib/outputs.mjs';
import { PlainError } from '../../scripts/lib/process.mjs';
import { ownTextId } from '../data/corpora';
import { probeText } from '../document/probeText';
import { recordingMaxBytes, writeRecording } from '../document/recording';
import type { View } from '../document/view';
import type { Experiment } from '../experiment/schema';
import { formatBytes } from '../format/bytes';
import type { Results } from '../runtime/runReducer';
import { experimentsOf, readSource } from './input';
import { openProcessorEngine } from './processor';
import { progressLine } from './progressLine';
import { probeOf, recordedResults, viewOnRecording } from './recorded';

/** As `npm run record` is asked, its paths checked. */
export interface RecordRequest {
  /** A path or a link. */
  source: string;
  /** Path that gets the recording. */
  out: string;
}

/** Records. @throws {PlainError} where the request cannot be met, a run fails, or the recording is too large */
export async function recordExperiment({ source, out }: RecordRequest): Promise<void> {
  const [experiment] = experimentsOf(readSource(source).value, source, { seeds: 1 });
  const text = await record(experiment, progressLine(1));
  const bytes = gzipSync(text, { level: 9 }).length;
  if (bytes > recordingMaxBytes) throw new PlainError(tooLarge(text, bytes));
  const failure = writeOrPrint(out, text);
  if (failure) throw new PlainError(failure);
  console.log(`${out}: ${formatBytes(bytes)} compressed, of at most ${formatBytes(recordingMaxBytes)}.`);
}

/**
 * Trains, evaluates and records.
 * @param view whose probe the captures are of; the page's first one without it
 * @returns the recording's text; the same for the same experiment
 */
export async function record(
  experiment: Experiment,
  line: Pick<ReturnType<typeof progressLine>, 'seed' | 'show' | 'done'>,
  view?: View,
): Promise<string> {
  if (experiment.task === null && experiment.corpus === ownTextId)
    throw new PlainError('A recording carries no text of one’s own: choose one of the site’s, or a task.');
  const engine = openProcessorEngine();
  let results: Results | null = null;
  line.seed(experiment.seed);
  const done = await engine.run(
    {
      experiment,
      ownText: null,
      engine: 'processor',
      watched: view ? probeText(experiment, view) : probeOf(experiment),
    },
    {
      onProgress: line.show,
      onResults: (found) => {
        results = found;
      },
    },
  );
  line.done();
  await engine.close();
  if ('error' in done) throw new PlainError(done.error);
  if (!results) throw new Error('The engine told no results.');
  const recorded = recordedResults(experiment, results, done.engine);
  const opened = viewOnRecording(experiment, recorded.captures);
  const probed = view ? { ...opened, probe: view.probe, taskSample: view.taskSample } : opened;
  return writeRecording({ experiment, view: probed, ...recorded });
}

/** Says what takes the room, and what to do. */
function tooLarge(text: string, bytes: number): string {
  const { curves, captures, results } = JSON.parse(text) as Record<string, unknown>;
  const size = (part: unknown) => formatBytes(gzipSync(JSON.stringify(part), { level: 9 }).length);
  return (
    `The recording has ${formatBytes(bytes)} compressed, and ${formatBytes(recordingMaxBytes)} is the most: ` +
    `${size(captures)} are captures, ${size(curves)} curves and ${size(results)} evaluations. ` +
    'Captures take less with a shorter context, or with fewer heads, layers or runs; curves with fewer runs.'
  );
}
