/** Trains a sweep without the page, and reports what came of it. */
import { writeOrPrint } from '../../scripts/lib/outputs.mjs';
import { PlainError } from '../../scripts/lib/process.mjs';
import { textHash } from '../document/link/textSection';
import type { Experiment } from '../experiment/schema';
import type { EngineSetting, OwnText } from '../runtime/protocol';
import type { HeadlessEngine } from './headlessEngine';
import { progressLine } from './progressLine';
import { sweepJSON, sweepReport } from './sweepReport';
import type { AskedSweep } from './sweepRequest';

/** What it trains on, and where the results go. */
interface Outputs {
  engine: EngineSetting;
  /** Path that gets everything as JSON. */
  json?: string | undefined;
  /** Path to which the table is appended. */
  markdown?: string | undefined;
  /** What to type to have it again. */
  command: string;
}

/**
 * Prints the table, and writes what is asked for; also of the runs before a failure.
 * @throws {PlainError} where the engine fails, or something could not be written
 */
export async function runSweep(
  engine: HeadlessEngine,
  { engine: setting, json, markdown, command }: Outputs,
  {
    experiment,
    ownText,
    title,
    asked,
  }: {
    experiment: Experiment;
    ownText: OwnText | null;
    title: string;
    asked: AskedSweep;
  },
): Promise<void> {
  const line = progressLine(1);
  line.seed(experiment.seed);
  const runs = asked.runs.map(({ run }) => run);
  const trained = await engine.sweep(
    { experiment, ownText, engine: setting, runs },
    { onProgress: line.show },
  );
  line.done();
  const failures = [trained.error];
  if (trained.results.length > 0) {
    const facts = { command, title, where: engine.version, experiment, asked };
    const table = sweepReport(trained, facts);
    console.log(`\n${table}`);
    if (markdown) failures.push(writeOrPrint(markdown, `\n${table}`, { append: true }));
    const hash = ownText && textHash(ownText.text);
    if (json)
      failures.push(writeOrPrint(json, `${JSON.stringify(sweepJSON(trained, facts, hash), null, 2)}\n`));
  }
  const sentences = failures.filter((failure) => failure !== null);
  if (sentences.length > 0) throw new PlainError(sentences.join('\n'));
}
