/** What a headless run is given: an experiment as a file or as a link, and the text it may need beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { cannotBeRead } from '../../scripts/lib/outputs.mjs';
import { errorMessage, PlainError } from '../../scripts/lib/process.mjs';
import { ownTextId, parseOwnText } from '../data/corpora';
import { decodeText, undecoded } from '../data/decodeText';
import { decodeLink, looksLikeLink } from '../document/link/link';
import type { SharedText } from '../document/link/shared';
import { textHash } from '../document/link/textSection';
import { type Experiment, parseExperiment } from '../experiment/schema';
import { formatCount } from '../format/numbers';
import type { OwnText } from '../runtime/protocol';

export interface ExperimentSource {
  /** What the schema is to accept. */
  value: unknown;
  /** The text of a link, or what to know it by; null of a file. */
  text: SharedText | null;
  title: string;
  /** A sweep that stands beside the experiment; undefined for none. */
  sweep?: unknown;
}

/**
 * Reads a file or a link. A link must be whole: a night of training for half of what was meant helps nobody.
 * @param source a path, or a link with its address or without
 * @throws {PlainError} where it cannot be read
 */
export function readSource(source: string): ExperimentSource {
  const isFile = existsSync(source) || /\.json$/i.test(source) || !looksLikeLink(source);
  if (isFile) return { ...withoutSweep(readJSON(source)), text: null, title: basename(source) };
  const link = decodeLink(source);
  if (!link.ok) throw new PlainError(link.message);
  if (link.warnings.length > 0) throw new PlainError(link.warnings.join('\n'));
  const { experiment, text, sweep } = link.shared;
  return { value: experiment, text, title: 'Experiment of a link', sweep };
}

/** Takes the sweep off a file's experiment, which the schema of experiments does not know. */
function withoutSweep(value: unknown): Pick<ExperimentSource, 'value' | 'sweep'> {
  if (typeof value !== 'object' || value === null || !('sweep' in value)) return { value };
  const { sweep, ...experiment } = value;
  return { value: experiment, sweep };
}

/** Reads a file of JSON. @throws {PlainError} where it is none */
export function readJSON(file: string): unknown {
  const decoded = decodeText(readBytes(file));
  if (!decoded.ok) throw new PlainError(undecoded(file, decoded.why));
  try {
    return JSON.parse(decoded.text);
  } catch (error) {
    throw new PlainError(`${file} is not JSON: ${errorMessage(error)}`);
  }
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new PlainError(cannotBeRead(file, error));
  }
}

/**
 * The experiment at its own seed and at those that follow it.
 * @param name what a refusal calls it
 * @throws {PlainError} with the schema's message where one is refused
 */
export function experimentsOf(
  value: unknown,
  name: string,
  { seeds, steps }: { seeds: number; steps?: number | undefined },
): [Experiment, ...Experiment[]] {
  const parse = (value: unknown): Experiment => {
    const result = parseExperiment(value);
    if (!result.ok) throw new PlainError(`${name}: ${result.message}`);
    return result.experiment;
  };
  const isObject = typeof value === 'object' && value !== null;
  const first = parse(isObject && steps !== undefined ? { ...value, steps } : value);
  const later = Array.from({ length: seeds - 1 }, (_, i) => parse({ ...first, seed: first.seed + 1 + i }));
  return [first, ...later];
}

/**
 * The user's own text where the experiment trains on it: in the link, or in the file that --text names.
 * @param known what the link says of it
 * @throws {PlainError} where there is no such text, or it is not the one meant
 */
export function readTrainingText(
  { task, corpus, model }: Experiment,
  known: SharedText | null,
  file: string | undefined,
): OwnText | null {
  if (task || corpus !== ownTextId) {
    if (file === undefined) return null;
    throw new PlainError(`This experiment does not train on a text of one's own, so --text has no use.`);
  }
  if (known?.kind === 'text') {
    if (file === undefined) return { name: known.name, text: known.text };
    throw new PlainError('This link carries its text, so --text has no use.');
  }
  const wanted = known ? `${known.name}, of ${formatCount(known.bytes)} bytes` : "one's own text";
  if (file === undefined)
    throw new PlainError(
      `This experiment trains on ${wanted}, which is not in it. Bring it with --text FILE.`,
    );
  const read = parseOwnText(new Uint8Array(readBytes(file)), file, model.context);
  if (!read.ok) throw new PlainError(read.message);
  if (known && textHash(read.text) !== known.hash)
    throw new PlainError(`${file} is another text than the link's, which is ${wanted}.`);
  return { name: basename(file), text: read.text };
}
