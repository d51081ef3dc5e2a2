/** Trains and evaluates an experiment at several seeds without the page, and reports what came of it. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cannotBeWritten, writeOrPrint } from '../../scripts/lib/outputs.mjs';
import { errorMessage, PlainError } from '../../scripts/lib/process.mjs';
import { textHash } from '../document/link/textSection';
import type { Experiment } from '../experiment/schema';
import type { ExportedFile } from '../export/exportedFile';
import type { OwnText } from '../runtime/protocol';
import { exportFolder, writeExport } from './exportFolders';
import type { HeadlessEngine } from './headlessEngine';
import { experimentsOf, readSource, readTrainingText } from './input';
import { checkHandIn } from './lessons/checkHandIn';
import { type EngineOptions, openEngine, type StartServer } from './openEngine';
import { progressLine } from './progressLine';
import { asJSON, report, type SeedResult } from './report';
import { runSweep } from './runSweep';
import { askedSweep } from './sweepRequest';

/** As `npm run experiment` is asked, its paths checked. */
export interface ExperimentRequest extends EngineOptions {
  /** A path or a link. */
  source: string;
  /** How many, from 1; 1 where it is left out, or as many as the sweep says. */
  seeds?: number | undefined;
  /** A sweep to train instead of the runs: see askedSweep. */
  sweep?: string | undefined;
  /** Instead of the experiment's own. */
  steps?: number | undefined;
  /** Path that gets everything as JSON. */
  json?: string | undefined;
  /** Path to which the tables are appended. */
  markdown?: string | undefined;
  /** Path of one's own text. */
  text?: string | undefined;
  /** Folder that gets a PyTorch folder for each run. */
  exportTo?: string | undefined;
  /** The exercise that it is held against, and nothing else is done: see checkHandIn. */
  check?: string | undefined;
  /** What to type to have it again. */
  command: string;
}

/**
 * Prints the tables, and writes what is asked for. What cannot be written is printed or put elsewhere, before it throws.
 * @param startServer see openEngine
 * @throws {PlainError} where the request cannot be met, every run fails, or something could not be written
 */
export async function runExperiment(request: ExperimentRequest, startServer: StartServer): Promise<void> {
  const { source, json, markdown, command, check } = request;
  if (check !== undefined) return checkHandIn({ ...request, check });
  const { value, text, title, sweep } = readSource(source);
  const [alone] = experimentsOf(value, source, { ...request, seeds: 1 });
  const asked = askedSweep(alone, request.sweep, sweep, request.seeds);
  if (asked && request.exportTo !== undefined)
    throw new PlainError('--export writes the runs of an experiment; those of a sweep leave no weights.');
  const seedCount = asked ? 1 : (request.seeds ?? 1);
  const experiments = experimentsOf(value, source, { ...request, seeds: seedCount });
  const ownText = readTrainingText(experiments[0], text, request.text);
  const engine = await openEngine(request, startServer);
  try {
    if (asked) return await runSweep(engine, request, { experiment: alone, ownText, title, asked });
    const { seeds, failures } = await trainAll(engine, request, experiments, ownText);
    const [first, ...later] = seeds;
    if (first) {
      const facts = { command, title, where: engine.version };
      const tables = report([first, ...later], facts);
      console.log(`\n${tables}`);
      if (markdown) failures.push(writeOrPrint(markdown, `\n${tables}`, { append: true }));
      if (json) {
        const everything = asJSON([first, ...later], facts, ownText && textHash(ownText.text));
        failures.push(writeOrPrint(json, `${JSON.stringify(everything, null, 2)}\n`));
      }
    }
    const sentences = failures.filter((failure) => failure !== null);
    if (sentences.length > 0) throw new PlainError(sentences.join('\n'));
  } finally {
    await engine.close();
  }
}

/** Trains at each seed until one fails. @returns what came of those before it, and what went wrong, for the reader */
async function trainAll(
  engine: HeadlessEngine,
  { engine: setting, exportTo, json }: ExperimentRequest,
  experiments: readonly Experiment[],
  ownText: OwnText | null,
): Promise<{ seeds: SeedResult[]; failures: (string | null)[] }> {
  const count = experiments.length;
  const line = progressLine(count);
  const seeds: SeedResult[] = [];
  const failures: (string | null)[] = [];
  for (const experiment of experiments) {
    line.seed(experiment.seed);
    const result = await engine.run(
      { experiment, ownText, engine: setting, inside: json !== undefined },
      {
        onProgress: line.show,
        onExport:
          exportTo === undefined
            ? undefined
            : (runId, files) => {
                failures.push(writeExportSafely(exportTo, exportFolder(experiment, runId, count), files));
              },
      },
    );
    line.done();
    if ('error' in result) {
      failures.push(seeds.length > 0 ? `Seed ${experiment.seed}: ${result.error}` : result.error);
      break;
    }
    seeds.push({ experiment, ...result });
  }
  return { seeds, failures };
}

/** Writes an exported run; where that fails, into a temporary folder, so that a night of training is not lost. */
function writeExportSafely(exportTo: string, folder: string, files: readonly ExportedFile[]): string | null {
  const path = join(exportTo, folder);
  try {
    writeExport(path, files);
    return null;
  } catch (error) {
    const why = cannotBeWritten(path, error);
    try {
      const instead = join(mkdtempSync(join(tmpdir(), 'attention-lab-export-')), folder);
      writeExport(instead, files);
      return `${why} Its files are in ${instead}.`;
    } catch (second) {
      return `${why} They could not be put elsewhere either: ${errorMessage(second)}.`;
    }
  }
}
