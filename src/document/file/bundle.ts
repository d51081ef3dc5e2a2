/**
 * Everything of an experiment as one file: a zip archive of the experiment with its text, view, curves, evaluations and
 * the state each run trains on from. What is read is checked by the schemas beside this; the same content is always
 * written as the same bytes.
 */
import { ownTextMaxBytes } from '../../data/corpora';
import { limits } from '../../experiment/schema';
import { type ExportedFile, jsonFile, textFile } from '../../export/files';
import { momentsFile, readCheckpoint, weightsFile } from '../../export/weights';
import { unzipped, ZipError, zipped } from '../../export/zip';
import { modelConfig } from '../../model/config';
import type { Checkpoint } from '../../train/checkpoint';
import {
  type BundleManifest,
  type BundleRun,
  curvesSchema,
  parseManifest,
  type RunCurves,
} from './bundleSchema';

export interface Bundle extends Omit<BundleManifest, 'format' | 'version' | 'ownText' | 'runs'> {
  /** null unless the experiment trains on the person's own. */
  ownText: { name: string; text: string } | null;
  /** By run id. */
  curves: Record<string, RunCurves>;
  /** Runs that cannot go on, by id. */
  failures: Record<string, NonNullable<BundleRun['failure']>>;
  /** Runs that go on at a part of their learning rate, by id. */
  gentler: Record<string, NonNullable<BundleRun['gentler']>>;
  /** By run id; none of a run that has not been trained. */
  checkpoints: Record<string, Checkpoint>;
}

/** A file that is none of these; the message is a sentence for the user. */
export class BundleError extends Error {}

const MiB = 2 ** 20;
/** Of the file, and of all that it unpacks to. */
export const bundleMaxBytes = 512 * MiB;

const manifestPath = 'experiment.json';
const textPath = 'text.txt';
/** Files of a run have names of their own folder, which its id need not be fit for. */
const runPath = (index: number, name: string) => `runs/${index + 1}/${name}`;

const sizeLimits: Record<string, number> = { [manifestPath]: 8 * MiB, [textPath]: ownTextMaxBytes };
for (let i = 0; i < limits.runs; i++) {
  sizeLimits[runPath(i, 'curves.json')] = 32 * MiB;
  sizeLimits[runPath(i, 'model.safetensors')] = bundleMaxBytes;
  sizeLimits[runPath(i, 'optimizer.safetensors')] = bundleMaxBytes;
}

export function writeBundle(bundle: Bundle): Uint8Array<ArrayBuffer> {
  const { experiment, ownText, view, info, evaluations, curves, failures, gentler, checkpoints } = bundle;
  const runs = experiment.runs.map(({ id }): BundleRun => {
    const { [id]: checkpoint } = checkpoints;
    return {
      failure: failures[id] ?? null,
      gentler: gentler[id] ?? null,
      checkpoint: checkpoint ? stateOf(checkpoint) : null,
    };
  });
  // Read back as another lab will, which puts every entry in its place.
  const manifest = parseManifest({
    format: 'attention-lab-experiment',
    version: 1,
    experiment,
    ownText: ownText && { name: ownText.name },
    view,
    info,
    evaluations,
    runs,
  });
  const files: ExportedFile[] = [jsonFile(manifestPath, manifest)];
  if (ownText) files.push(textFile(textPath, ownText.text));
  experiment.runs.forEach((run, i) => {
    const { [run.id]: own } = curves;
    const { [run.id]: checkpoint } = checkpoints;
    if (own) files.push(textFile(runPath(i, 'curves.json'), `${JSON.stringify(curvesSchema.parse(own))}\n`));
    if (!checkpoint || !info) return;
    const config = modelConfig(experiment, run, info.vocab);
    files.push(
      { path: runPath(i, 'model.safetensors'), data: weightsFile(config, checkpoint) },
      { path: runPath(i, 'optimizer.safetensors'), data: momentsFile(checkpoint) },
    );
  });
  return zipped(files);
}

const stateOf = ({ version, steps, batches, rateFactor }: Checkpoint) => ({
  version,
  steps,
  batches,
  rateFactor,
});

/** Throws a BundleError where the bytes are no such file, not a whole one, or of a later version. */
export function readBundle(bytes: Uint8Array, name: string): Bundle {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof ZipError) throw new BundleError(`${name} ${error.message}. ${whatToDo}`);
    throw new BundleError(`${name} cannot be opened. ${error instanceof Error ? error.message : error}`);
  }
}

const whatToDo =
  'Choose a file that the lab saved with “Save everything”. A text to train on goes into the panel “Text”.';

/** A file of a person's own. Rejects with a BundleError as readBundle does; one that is too large is not even read. */
export async function readBundleFile(file: Blob, name: string): Promise<Bundle> {
  if (file.size > bundleMaxBytes)
    throw new BundleError(
      `${name} has ${Math.round(file.size / MiB)} MB, and the limit is ${bundleMaxBytes / MiB} MB.`,
    );
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    throw new BundleError(`${name} could not be read. Is it a file, and is it still there?`);
  }
  return readBundle(new Uint8Array(bytes), name);
}

function read(bytes: Uint8Array): Bundle {
  const mostBytes = (path: string) => (Object.hasOwn(sizeLimits, path) ? (sizeLimits[path] as number) : null);
  const files = unzipped(bytes, mostBytes, bundleMaxBytes);
  const manifestFile = files.get(manifestPath);
  if (!manifestFile) throw new ZipError('holds no experiment of the lab');
  const { experiment, ownText, view, info, evaluations, runs } = parseManifest(
    jsonOf(manifestPath, manifestFile),
  );
  const bundle: Bundle = {
    experiment,
    ownText: ownText && { name: ownText.name, text: textOf(textPath, required(files, textPath)) },
    view,
    info,
    evaluations,
    curves: {},
    failures: {},
    gentler: {},
    checkpoints: {},
  };
  experiment.runs.forEach((run, i) => {
    const { failure, gentler, checkpoint } = runs[i] ?? { failure: null, gentler: null, checkpoint: null };
    if (failure) bundle.failures[run.id] = failure;
    if (gentler) bundle.gentler[run.id] = gentler;
    const curvesPath = runPath(i, 'curves.json');
    const curvesFile = files.get(curvesPath);
    if (curvesFile) bundle.curves[run.id] = curvesOf(curvesPath, curvesFile);
    if (!checkpoint || !info) return;
    const weights = required(files, runPath(i, 'model.safetensors'));
    const moments = required(files, runPath(i, 'optimizer.safetensors'));
    const config = modelConfig(experiment, run, info.vocab);
    bundle.checkpoints[run.id] = readCheckpoint(config, { weights, moments }, checkpoint);
  });
  return bundle;
}

function required(files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const found = files.get(path);
  if (!found) throw new Error(`“${path}” is missing from it.`);
  return found;
}

function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(`“${path}” in it is not valid UTF-8.`);
  }
}

function jsonOf(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(path, bytes));
  } catch {
    throw new Error(`“${path}” in it is not JSON.`);
  }
}

function curvesOf(path: string, bytes: Uint8Array): RunCurves {
  const parsed = curvesSchema.safeParse(jsonOf(path, bytes));
  if (!parsed.success)
    throw new Error(`“${path}” in it does not hold curves: ${parsed.error.issues[0]?.message}.`);
  return parsed.data;
}
