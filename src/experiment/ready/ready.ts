/** What a ready experiment is: a claim of the paper, or of the atlas, with an experiment that shows it, and a recording of a real run of it. */
import { type Experiment, parseExperiment } from '../schema';

/** How the recording was made, told before it is fetched: what the recording itself says. */
interface RecordedOn {
  /** "WebAssembly SIMD", as the engine tells. */
  adapter: string;
  /** @see src/engine/engine.ts */
  engineVersion: number;
  /** Size of the vocabulary. */
  vocab: number;
}

export interface ReadyExperiment {
  id: string;
  /** What it is called on the page and among the saved experiments. */
  name: string;
  /** The claim, one sentence. */
  title: string;
  /** Where the paper makes it, or where else it was found. */
  paper: string;
  experiment: Experiment;
  /** Path of the recording, from the site's address. */
  recording: string;
  recordedOn: RecordedOn;
}

/**
 * Makes an entry of the registry.
 * @param source the experiment's JSON, from which `npm run record` made the recording
 * @throws Error where it is no experiment
 */
export function defineReady({
  source,
  ...entry
}: Omit<ReadyExperiment, 'experiment'> & { source: unknown }): ReadyExperiment {
  const parsed = parseExperiment(source);
  if (!parsed.ok) throw new Error(`The ready experiment ${entry.id} is none: ${parsed.message}`);
  return { ...entry, experiment: parsed.experiment };
}
