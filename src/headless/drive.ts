/** Trains and evaluates an experiment as the page would, over the worker's protocol, and returns what came of it. */

import { sampleText } from '../data/vocabulary';
import { type Experiment, textSettings } from '../experiment/schema';
import type { ExportedFile } from '../export/exportedFile';
import { worded } from '../format/words';
import type { LayerProbe } from '../measure/capture';
import { evaluationsFor } from '../measure/evals';
import type {
  AblationEvent,
  EngineInfo,
  EngineSetting,
  EvaluationEvent,
  LabWorker,
  LoadedInfo,
  LossPoint,
  OwnText,
  RunEvent,
  ValidationPoint,
} from '../runtime/protocol';
import { noResults, type Results, reduceOutcome, reduceRunEvent } from '../runtime/runReducer';
import { insideOf, type RunInside } from './inside';

export interface Work {
  experiment: Experiment;
  ownText: OwnText | null;
  engine: EngineSetting;
  /** The text that runs are captured with; left out for no captures. */
  watched?: string | undefined;
  /** Whether the inside of runs is told, for which they are captured with the probe where nothing is watched. */
  inside?: boolean | undefined;
}

export interface DriveProgress {
  what: string;
  /** Of what is under way; null where that is not known. */
  secondsLeft: number | null;
}

export interface RunRecord {
  losses: LossPoint[];
  validation: ValidationPoint[];
  /** Why it stopped early; null where it did not. */
  failed: string | null;
}

export interface TrainedExperiment {
  engine: EngineInfo;
  info: LoadedInfo;
  trainSeconds: number;
  /** By run id. */
  runs: Record<string, RunRecord>;
  /** By run or baseline id. */
  evaluations: Results['evaluations'];
  /** What the attention probe finds in every layer of each run, by run id. */
  indicators: { probe: string; layers: Record<string, Omit<LayerProbe, 'map'>[]> };
  /** By run id, where it was asked for. */
  inside?: Record<string, RunInside> | undefined;
}

/** `error` is a message for the reader. */
export type DriveResult = TrainedExperiment | { error: string };

export interface Listeners {
  onProgress(progress: DriveProgress): unknown;
  /** If given, gets the PyTorch folder of each run once it is trained. */
  onExport?: ((runId: string, files: ExportedFile[]) => unknown) | undefined;
  /** If given, gets everything once it is evaluated. */
  onResults?: ((results: Results) => unknown) | undefined;
  /** If given, resolves with why it is to end before it is done. */
  stop?: Promise<string> | undefined;
}

export interface Thread {
  /** Resolves with a message when the worker is of no more use. */
  crashed: Promise<string>;
  /** Marks a callback where the worker is in another thread. */
  proxy?<T extends object>(callback: T): T;
}

/** Never rejects. */
export async function driveWorker(
  lab: LabWorker,
  work: Work,
  { crashed, proxy = (callback) => callback }: Thread,
  listeners: Listeners,
): Promise<DriveResult> {
  try {
    return await Promise.race([
      trainAndEvaluate(lab, work, proxy, listeners),
      crashed.then((error) => ({ error })),
      ...(listeners.stop ? [listeners.stop.then((error) => ({ error }))] : []),
    ]);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

async function trainAndEvaluate(
  lab: LabWorker,
  { experiment, ownText, engine: setting, watched, inside = false }: Work,
  proxy: NonNullable<Thread['proxy']>,
  { onProgress, onExport, onResults }: Listeners,
): Promise<TrainedExperiment> {
  const request = { setting, webgpuFailure: null };
  let engine: EngineInfo;
  let results = noResults;
  /** By run id, one for each point of its loss curve, which has none. */
  const gradNorms: Record<string, number[]> = {};

  /** Resolves when every run is done. Rejects where none comes to its end. */
  const train = (): Promise<LoadedInfo> =>
    new Promise((resolve, reject) => {
      let info: LoadedInfo;
      const onEvent = (event: RunEvent) => {
        results = reduceRunEvent(results, event);
        if (event.type === 'losses') {
          gradNorms[event.runId] ??= [];
          gradNorms[event.runId]?.push(...event.points.map(({ gradNorm }) => gradNorm));
        }
        if (event.type === 'preparing') onProgress({ what: worded(event.what), secondsLeft: null });
        if (event.type === 'progress')
          onProgress({ what: `step ${event.step} of ${event.steps}`, secondsLeft: event.secondsLeft });
        if (results.state === 'finished') resolve(info);
        if (results.state === 'failed')
          reject(
            new Error(
              (results.message && worded(results.message)) ??
                'Every run failed: their losses were no longer numbers.',
            ),
          );
      };
      lab.training
        .load(experiment, ownText, proxy(onEvent), { engine: request })
        .then((loaded) => {
          ({ info, engine } = loaded);
          return lab.training.train();
        })
        .catch(reject);
    });

  const evaluate = async () => {
    const onEvent = (event: EvaluationEvent) => {
      if (event.type === 'outcome') results = reduceOutcome(results, event);
      else
        onProgress({
          what: `evaluating, batch ${event.done} of ${event.total}`,
          secondsLeft: event.secondsLeft,
        });
    };
    const ids = evaluationsFor(experiment.task !== null).map(({ id }) => id);
    await lab.evaluation.run(ids, proxy(onEvent));
  };

  /** Of the beginning of the text, a context of it; of a task, a sample. */
  const probeText = async () =>
    experiment.task
      ? sampleText(experiment.task, experiment.model.context, experiment.seed, 0)
      : (await lab.text.describe(textSettings(experiment), ownText)).sample;

  const probeAttention = async (probe: string) => {
    const layers: TrainedExperiment['indicators']['layers'] = {};
    for (const { id } of experiment.runs) {
      const found = await lab.probe.attention(id, probe);
      layers[id] = found.layers.map(({ map: _, ...summaries }) => summaries);
    }
    return { probe, layers };
  };

  /** By run id: each without each of its heads and layers in turn. */
  const ablate = async () => {
    const found: Record<string, AblationEvent[]> = {};
    for (const { id, name } of experiment.runs) {
      const own: AblationEvent[] = [];
      found[id] = own;
      const onEvent = (event: AblationEvent) => {
        own.push(event);
        if (event.type === 'part')
          onProgress({
            what: `${name} without its parts, ${event.done} of ${event.total}`,
            secondsLeft: event.secondsLeft,
          });
      };
      await lab.ablation.grid(id, proxy(onEvent));
    }
    return found;
  };

  // Before the clock starts.
  engine = await lab.device.engine(request);
  const probe = await probeText();
  const captured = watched ?? (inside ? probe : undefined);
  if (captured !== undefined) await lab.probe.watch(captured);
  const started = performance.now();
  const info = await train();
  const trainSeconds = (performance.now() - started) / 1000;
  if (onExport)
    for (const { id } of experiment.runs) await onExport(id, await lab.files.exportRun(id, 'pytorch'));
  await evaluate();
  onResults?.({ ...results, info });
  const runs = Object.fromEntries(
    experiment.runs.map(({ id }) => [id, recordOf(results, id, gradNorms[id] ?? [])]),
  );
  const { evaluations } = results;
  return {
    engine,
    info,
    trainSeconds,
    runs,
    evaluations,
    indicators: await probeAttention(probe),
    inside: inside ? insideOf(experiment, results, await ablate()) : undefined,
  };
}

/** A run's curves as points. @param gradNorms one for each point of its training loss */
function recordOf({ curves, failures }: Results, runId: string, gradNorms: readonly number[]): RunRecord {
  const own = curves[runId];
  const failure = failures[runId]?.message;
  const failed = failure === undefined ? null : worded(failure);
  if (!own) return { losses: [], validation: [], failed };
  const { train, validation, accuracy } = own;
  const accuracies = new Map(Array.from(accuracy.steps, (step, i) => [step, accuracy.values[i] as number]));
  return {
    losses: Array.from(train.steps, (step, i) => ({
      step,
      loss: train.values[i] as number,
      gradNorm: gradNorms[i] as number,
    })),
    validation: Array.from(validation.steps, (step, i) => ({
      step,
      loss: validation.values[i] as number,
      accuracy: accuracies.get(step) ?? null,
    })),
    failed,
  };
}
