/** Trains and evaluates an experiment at several seeds without the page, and reports what came of it. */
import { accessSync, appendFileSync, constants, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ViteDevServer } from 'vite';
import { PlainError } from '../../scripts/lib/process.mjs';
import type { Experiment } from '../experiment/schema';
import type { OwnText } from '../runtime/protocol';
import { exportFolder, writeExport } from './exportFolders';
import type { HeadlessEngine } from './headlessEngine';
import { experimentsOf, readSource, readTrainingText } from './input';
import { type EngineOptions, openEngine } from './openEngine';
import { progressLine } from './progressLine';
import { asJSON, report, type SeedResult } from './report';

/** As `npm run experiment` is asked. */
export interface ExperimentRequest extends EngineOptions {
  /** A path or a link. */
  source: string;
  /** How many, from 1. */
  seeds: number;
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
  /** What to type to have it again. */
  command: string;
}

/**
 * Prints the tables, and writes what is asked for.
 * @param server loads src for a page
 * @throws {PlainError} where the request cannot be met, or every run fails
 */
export async function runExperiment(request: ExperimentRequest, server: ViteDevServer): Promise<void> {
  const { source, json, markdown, exportTo, command } = request;
  for (const path of [json, markdown, exportTo]) if (path !== undefined) mustBeWritable(path);
  const { value, text, title } = readSource(source);
  const experiments = experimentsOf(value, source, request);
  const ownText = readTrainingText(experiments[0], text, request.text);
  const engine = await openEngine(request, server);
  try {
    const seeds = await trainAll(engine, request, experiments, ownText);
    const facts = { command, title, where: engine.version };
    const tables = report(seeds, facts);
    console.log(`\n${tables}`);
    if (markdown) appendFileSync(markdown, `\n${tables}`);
    if (json) writeFileSync(json, `${JSON.stringify(asJSON(seeds, facts), null, 2)}\n`);
  } finally {
    await engine.close();
  }
}

/** Said before a night of training, not after it. */
function mustBeWritable(path: string): void {
  try {
    accessSync(dirname(resolve(path)), constants.W_OK);
  } catch {
    throw new PlainError(`${path} cannot be written: there is no such folder, or it is read-only.`);
  }
}

async function trainAll(
  engine: HeadlessEngine,
  { engine: setting, exportTo }: ExperimentRequest,
  experiments: readonly [Experiment, ...Experiment[]],
  ownText: OwnText | null,
): Promise<[SeedResult, ...SeedResult[]]> {
  const count = experiments.length;
  const line = progressLine(count);
  const train = async (experiment: Experiment): Promise<SeedResult> => {
    line.seed(experiment.seed);
    const result = await engine.run(
      { experiment, ownText, engine: setting },
      {
        onProgress: line.show,
        onExport:
          exportTo === undefined
            ? undefined
            : (runId, files) => writeExport(join(exportTo, exportFolder(experiment, runId, count)), files),
      },
    );
    line.done();
    if ('error' in result) throw new PlainError(result.error);
    return { experiment, ...result };
  };
  const [first, ...later] = experiments;
  const seeds: [SeedResult, ...SeedResult[]] = [await train(first)];
  for (const experiment of later) seeds.push(await train(experiment));
  return seeds;
}
