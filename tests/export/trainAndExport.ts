/** What the test asks of the lab, in Node or in a page: to train runs a few steps, and to tell all that Python is held against. */
import { Random } from '../../src/data/random';
import type { Experiment } from '../../src/experiment/schema';
import type { ExportedFile } from '../../src/export/exportedFile';
import { startInThisThread } from '../../src/processor/startWorker';
import { machineDevices } from '../../src/runtime/devices';
import { type ChosenEngine, chooseEngine } from '../../src/runtime/engineChoice';
import { readData } from '../../src/runtime/experimentData';
import { exportRun } from '../../src/runtime/exportRun';
import type { LossPoint } from '../../src/runtime/protocol';
import { Race } from '../../src/runtime/race';
import { TextCache } from '../../src/runtime/textCache';

export interface Exported {
  backend: string;
  /** All tokens of the text, or none on a task. */
  encoded: number[];
  /** (rows, T) token ids. */
  tokens: Int32Array;
  /** Batches of the steps after the export, (rows, T) each. */
  batches: { inputs: Int32Array; targets: Int32Array }[];
  runs: {
    id: string;
    files: ExportedFile[];
    /** (rows, T, V) of `tokens`. */
    logits: Float32Array;
    validation: number;
    /** Of the steps after the export. */
    losses: LossPoint[];
  }[];
}

/** Trains each run `before` steps, exports it, and trains it `after` steps more. */
export async function trainAndExport(
  { engine, info }: ChosenEngine,
  experiment: Experiment,
  text: string | null,
  [before, after]: [number, number],
): Promise<Exported> {
  const texts = new TextCache(() => Promise.reject(new Error('The test brings its own text.')));
  const ownText = text === null ? null : { name: 'own.txt', text };
  const data = await readData(experiment, ownText, texts, () => {});
  const losses = new Map(experiment.runs.map(({ id }) => [id, [] as LossPoint[]]));
  const race = new Race(engine, experiment, data.source, (event) => {
    if (event.type === 'losses') losses.get(event.runId)?.push(...event.points);
  });
  await race.prepare(() => {});
  for (let i = 0; i < before; i++) await race.stepOnce();

  const rows = 2;
  const { context } = experiment.model;
  const { inputs: tokens } = data.source.validation(rows, new Random(experiment.seed).fork('test'));
  const runs: Exported['runs'] = [];
  for (const { id } of experiment.runs) {
    const files = await exportRun({ experiment, race, data }, id, 'pytorch');
    const { model } = race.trainer(id);
    runs.push({
      id,
      files,
      logits: await model.logits(tokens.slice(0, rows * context), rows, []),
      validation: (await race.trainer(id).validate()).loss,
      losses: [],
    });
  }
  for (let i = 0; i < after; i++) await race.stepOnce();
  for (const run of runs) run.losses = losses.get(run.id)?.slice(before) ?? [];

  const stream = data.source.batches(experiment.batch, new Random(experiment.seed).fork('batches'));
  const batches = Array.from({ length: before + after }, () => stream.next()).slice(before);
  await race.dispose();
  const vocabulary = data.vocabulary;
  return {
    backend: info.name,
    encoded: text === null ? [] : Array.from(vocabulary.encode(text)),
    tokens: tokens.slice(0, rows * context),
    batches,
    runs,
  };
}

/** The same on WebGPU, in a page. */
export async function onWebGPU(
  ...asked: [experiment: Experiment, text: string | null, steps: [number, number]]
): Promise<Exported> {
  const webgpu = await chooseEngine(
    { setting: 'webgpu', webgpuFailure: null },
    machineDevices(startInThisThread),
  );
  return trainAndExport(webgpu, ...asked);
}
