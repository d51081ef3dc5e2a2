/**
 * A document as the files of a bundle: the experiment with its text, view, curves, evaluations and the checkpoint that each run
 * resumes from, with its captures, and sweeps. What is read is checked by the schemas beside this.
 */

import { mapValues } from 'es-toolkit';
import { firstCharacters } from '../../data/characters';
import { ownTextId, ownTextMaxBytes } from '../../data/corpora';
import { decodeText, undecoded } from '../../data/decodeText';
import { limits } from '../../experiment/schema';
import { type ExportedFile, jsonFile, textFile } from '../../export/exportedFile';
import { momentsFile, readCheckpoint, weightsFile } from '../../export/weights';
import { jsonText } from '../../format/json';
import { words } from '../../format/words';
import { modelConfig } from '../../model/config';
import { z } from '../../zod';
import { capturesSchema, plainCaptures } from '../capturesSchema';
import { mustBeConsistent } from '../consistency';
import {
  checkpointStateSchema,
  documentSchema,
  type LabDocument,
  measuredSchema,
  ofRuns,
  ownTextSchema,
  parseStored,
  type StoredCurves,
  storedSchema,
} from '../document';
import { documentVersion } from '../migrations';
import { wrongIn } from '../numberList';
import { sweepsSchema } from '../sweepsSchema';
import { manifestPath, type ReadFile } from './bundleFiles';
import { plainCurves, plainCurvesSchema } from './plainCurves';

const fileFormat = 'attention-lab-experiment';

/** All of a document that is neither text, curves nor tensors. */
const manifestSchema = z.object({
  format: z.literal(fileFormat),
  /** Of the experiment; files of earlier labs, and takes, do not tell it. */
  name: z
    .string()
    .transform((name) => firstCharacters(name, limits.nameLength))
    .optional(),
  ...storedSchema.shape,
  ownText: ownTextSchema.pick({ name: true }).nullable(),
  results: measuredSchema,
  checkpoints: z.record(z.string().max(60), checkpointStateSchema),
  /** Files of earlier labs do not tell it. */
  backend: documentSchema.shape.backend,
});

const MiB = 2 ** 20;
/** Of a bundle, and of all that it unpacks to. */
export const bundleMaxBytes = 512 * MiB;

const textPath = 'text.txt';
const sweepsPath = 'sweeps.json';
/** Files of a run have names of their own folder, which its id need not be fit for. */
const runPath = (index: number, name: string) => `runs/${index + 1}/${name}`;

const sizeLimits: Record<string, number> = {
  [manifestPath]: 8 * MiB,
  [textPath]: ownTextMaxBytes,
  [sweepsPath]: 128 * MiB,
};
for (let i = 0; i < limits.runs; i++) {
  sizeLimits[runPath(i, 'curves.json')] = 32 * MiB;
  sizeLimits[runPath(i, 'captures.json')] = 32 * MiB;
  sizeLimits[runPath(i, 'model.safetensors')] = bundleMaxBytes;
  sizeLimits[runPath(i, 'optimizer.safetensors')] = bundleMaxBytes;
}

/** The most bytes of a document's file when unpacked, by its path; null where there is no such file. */
export const mostBytesOf = (path: string): number | null =>
  Object.hasOwn(sizeLimits, path) ? (sizeLimits[path] as number) : null;

/** Writes a document's files; equal documents give equal ones. @param name of the experiment @throws Error where the document is not valid */
export function documentFiles(document: LabDocument, name?: string): ExportedFile[] {
  const { experiment, ownText, view, results, checkpoints, captures, sweeps, backend } = document;
  const { info, evaluations, failures, gentler, heldOut, recorded } = results;
  const usedText = experiment.corpus === ownTextId ? ownText : null;
  // Read back as another lab will, which puts every entry in its place.
  const manifest = parseManifest({
    format: fileFormat,
    name,
    version: documentVersion,
    experiment,
    ownText: usedText && { name: usedText.name },
    view,
    results: {
      info,
      evaluations,
      failures: ofRuns(experiment, failures),
      gentler: ofRuns(experiment, gentler),
      heldOut: ofRuns(experiment, heldOut),
      recorded,
    },
    checkpoints: mapValues(ofRuns(experiment, checkpoints), (state) => checkpointStateSchema.parse(state)),
    backend,
  });
  const files: ExportedFile[] = [jsonFile(manifestPath, manifest)];
  if (usedText) files.push(textFile(textPath, usedText.text));
  if (sweeps.length > 0) files.push(textFile(sweepsPath, `${JSON.stringify(sweeps)}\n`));
  experiment.runs.forEach((run, i) => {
    const { [run.id]: own } = results.curves;
    const { [run.id]: checkpoint } = checkpoints;
    if (own) files.push(textFile(runPath(i, 'curves.json'), `${JSON.stringify(plainCurves(own))}\n`));
    const { [run.id]: captured = [] } = captures;
    if (captured.length > 0)
      files.push(textFile(runPath(i, 'captures.json'), `${JSON.stringify(plainCaptures(captured))}\n`));
    if (!checkpoint || !info) return;
    const config = modelConfig(experiment, run, info.vocab);
    files.push(
      { path: runPath(i, 'model.safetensors'), data: weightsFile(config, checkpoint) },
      { path: runPath(i, 'optimizer.safetensors'), data: momentsFile(checkpoint) },
    );
  });
  return files;
}

/** Reads a document from its files, with the experiment's name where they tell it. @throws Error with a message for the user where they are damaged, ZipError so too */
export function readDocument(files: ReadFile): { name: string | undefined; document: LabDocument } {
  const { name, experiment, ownText, view, results, backend, ...manifest } = parseManifest(
    jsonOf(manifestPath, required(files, manifestPath)),
  );
  const curves: LabDocument['results']['curves'] = {};
  const checkpoints: LabDocument['checkpoints'] = {};
  const captures: LabDocument['captures'] = {};
  experiment.runs.forEach((run, i) => {
    const curvesPath = runPath(i, 'curves.json');
    const curvesFile = files(curvesPath);
    if (curvesFile) curves[run.id] = curvesOf(curvesPath, curvesFile);
    const capturesPath = runPath(i, 'captures.json');
    const capturesFile = files(capturesPath);
    if (capturesFile) captures[run.id] = capturesOf(capturesPath, capturesFile);
    const { [run.id]: state } = manifest.checkpoints;
    if (!state || !results.info) {
      const path = runPath(i, 'model.safetensors');
      if (files(path))
        throw new Error(
          words('file.ofNoStep', 'It does not say of which step and vocabulary “{{path}}” in it is.', {
            path,
          }),
        );
      return;
    }
    const weights = required(files, runPath(i, 'model.safetensors'));
    const moments = required(files, runPath(i, 'optimizer.safetensors'));
    const config = modelConfig(experiment, run, results.info.vocab);
    checkpoints[run.id] = readCheckpoint(config, { weights, moments }, state);
  });
  const sweepsFile = files(sweepsPath);
  const document: LabDocument = {
    version: documentVersion,
    experiment,
    ownText: ownText && { name: ownText.name, text: ownTextOf(required(files, textPath)) },
    view,
    results: {
      ...results,
      failures: ofRuns(experiment, results.failures),
      gentler: ofRuns(experiment, results.gentler),
      heldOut: ofRuns(experiment, results.heldOut),
      curves,
      state: null,
      message: null,
      progress: null,
      look: null,
    },
    checkpoints,
    captures,
    sweeps: sweepsFile ? sweepsOf(sweepsFile) : [],
    backend,
  };
  mustBeConsistent(document);
  return { name, document };
}

/** Validates a manifest. @throws Error with a message for the user where it is none */
function parseManifest(value: unknown): z.infer<typeof manifestSchema> {
  if ((value as { format?: unknown } | null)?.format !== fileFormat)
    throw new Error(words('document.none', 'It is not an experiment of the lab.'));
  // As the file has it: NaN becomes null, what is undefined goes.
  return parseStored(manifestSchema, JSON.parse(jsonText(value)));
}

function required(files: ReadFile, path: string): Uint8Array {
  const found = files(path);
  if (!found) throw new Error(words('file.lacks', '“{{path}}” is missing from it.', { path }));
  return found;
}

function textOf(path: string, bytes: Uint8Array): string {
  const decoded = decodeText(bytes);
  if (!decoded.ok) throw new Error(undecoded(words('file.inIt', '“{{path}}” in it', { path }), decoded.why));
  return decoded.text;
}

/** The lab's own texts have "\n" alone; tools that unpack may write the system's line ends. */
const ownTextOf = (bytes: Uint8Array) => textOf(textPath, bytes).replace(/\r\n?/g, '\n');

function jsonOf(path: string, bytes: Uint8Array): unknown {
  const text = textOf(path, bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(words('file.noJsonInIt', '“{{path}}” in it is not JSON.', { path }));
  }
}

/** Reads a file of JSON. @param refusal why it is none, for the user @throws Error with that */
function checked<T>(
  schema: z.ZodType<T>,
  path: string,
  bytes: Uint8Array,
  refusal: (values: { path: string; why: string }) => string,
): T {
  const parsed = schema.safeParse(jsonOf(path, bytes));
  if (!parsed.success) throw new Error(refusal({ path, why: wrongIn(parsed.error) }));
  return parsed.data;
}

const curvesOf = (path: string, bytes: Uint8Array): StoredCurves =>
  checked(plainCurvesSchema, path, bytes, (values) =>
    words('file.noCurves', '“{{path}}” in it does not hold curves: {{why}}.', values),
  );

const sweepsOf = (bytes: Uint8Array): LabDocument['sweeps'] =>
  checked(sweepsSchema, sweepsPath, bytes, (values) =>
    words('file.noSweeps', '“{{path}}” in it does not hold sweeps: {{why}}.', values),
  );

const capturesOf = (path: string, bytes: Uint8Array): LabDocument['captures'][string] =>
  checked(capturesSchema, path, bytes, (values) =>
    words('file.noCaptures', '“{{path}}” in it does not hold captures: {{why}}.', values),
  );
