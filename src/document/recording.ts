/**
 * A recording: what a real run of the processor's engine gave, for the page to show before anything is trained. It is JSON of a
 * document without weights; its versions are the document's, and what it was trained on says of which engine it is.
 */
import { mapValues } from 'es-toolkit';
import { jsonText } from '../format/json';
import { isolated } from '../format/visible';
import { words } from '../format/words';
import { z } from '../zod';
import { capturesSchema, plainCaptures } from './capturesSchema';
import { mustBeConsistent } from './consistency';
import { documentSchema, type LabDocument, measuredSchema, parseStored, storedSchema } from './document';
import { plainCurves, plainCurvesSchema } from './file/plainCurves';
import { documentVersion } from './migrations';

const format = 'attention-lab-recording';

/** Most bytes of a recording, compressed by gzip. */
export const recordingMaxBytes = 300_000;

const recordingSchema = z.object({
  format: z.literal(format),
  ...storedSchema.shape,
  results: measuredSchema,
  curves: z.record(z.string().max(60), plainCurvesSchema),
  captures: z.record(z.string().max(60), capturesSchema),
  backend: documentSchema.shape.backend,
});

/** What a recording is made of. */
export type Recorded = Pick<LabDocument, 'experiment' | 'view' | 'captures' | 'backend'> & {
  results: Pick<LabDocument['results'], 'info' | 'evaluations' | 'failures' | 'heldOut' | 'curves'>;
};

/** Writes a recording; equal ones give equal text. */
export function writeRecording({ experiment, view, results, captures, backend }: Recorded): string {
  const { info, evaluations, failures, heldOut, curves } = results;
  const recording = {
    format,
    version: documentVersion,
    experiment,
    view,
    backend,
    results: { info, evaluations, failures, heldOut },
    curves: mapValues(curves, plainCurves),
    captures: mapValues(captures, plainCaptures),
  };
  return `${jsonText(recording)}\n`;
}

/** Reads a recording. @param name what a refusal calls it @throws Error for the reader where it is none, or damaged */
export function readRecording(text: string, name: string): LabDocument {
  try {
    return parsed(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      words('recording.unreadable', 'The recording “{{name}}” cannot be shown. {{why}}', {
        name: isolated(name),
        why,
      }),
    );
  }
}

function parsed(text: string): LabDocument {
  const { format: _, curves, captures, results, ...stored } = parseStored(recordingSchema, recordingIn(text));
  const document: LabDocument = {
    ...stored,
    ownText: null,
    results: { ...results, curves, state: null, message: null, progress: null, look: null, recorded: true },
    checkpoints: {},
    captures,
    sweeps: [],
  };
  mustBeConsistent(document);
  return document;
}

function recordingIn(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(words('file.notJson', 'It is not JSON: it may be cut off.'));
  }
  const isRecording = (value as { format?: unknown } | null)?.format === format;
  if (!isRecording) throw new Error(words('recording.none', 'It is no recording of the lab.'));
  return value;
}
