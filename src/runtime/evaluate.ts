/** Evaluates models on copies of their weights, while training continues, and n-gram baselines beside them. */
import { clamp, sumBy } from 'es-toolkit';
import type { Batch } from '../data/batches';
import type { EngineModel } from '../engine/engine';
import { getEvaluations, type Outcome } from '../measure/evals';
import { baselines, NgramCounts } from '../measure/evals/ngrams';
import { reasons } from '../measure/evals/reasons';
import { batchCount, scoreRequests, scoresFromLogits } from '../measure/evals/score';
import { withoutItems } from '../measure/evals/statistics';
import type { EvalData, EvalModel, Prepared } from '../measure/evals/types';
import { nonStandardLayers } from '../model/config';
import type { Trainer } from '../train/trainer';
import { askTrainer } from './askTrainer';
import { nextTask } from './nextTask';
import type { EvaluationEvent } from './protocol';

/** Logits of a batch are read back whole: at most so many numbers, 64 MiB of them. */
const maxLogits = 2 ** 24;

/** Least time between two progress events, in milliseconds: a small model's batch takes less than the page's drawing. */
const progressInterval = 100;

/** Wraps a trained model as evaluations see it. @param batch most windows in a batch of its */
export function evalModel(model: EngineModel, batch: number): EvalModel {
  const { context, vocab, layers } = model.config;
  const rows = clamp(Math.floor(maxLogits / (context * vocab)), 1, batch);
  const skippable = nonStandardLayers(layers);
  return {
    context,
    rows,
    canSkip: skippable.length > 0,
    async score(inputs, targets, { skip }) {
      const logits = await model.logits(inputs, rows, skip ? skippable : []);
      return scoresFromLogits(logits, targets, vocab);
    },
  };
}

interface Job {
  trainers: { runId: string; trainer(): Trainer }[];
  /** Ids of the evaluations asked for. */
  evals: readonly string[];
  data: EvalData;
  /** What the n-gram baselines are counted on. */
  ngramData: Pick<Batch, 'inputs' | 'targets'>;
  vocab: number;
  /** The experiment's windows in a batch. */
  batch: number;
}

/**
 * Runs each evaluation on each run and each baseline, and emits outcomes and, now and then, progress. Rejects with the signal's
 * reason where it is aborted; what was found until then stands, and nothing is left on the device. Each event is waited
 * for: they come over a channel of their own, and none may arrive after the end.
 */
export async function evaluateAll(
  { trainers, evals, data, ngramData, vocab, batch }: Job,
  onEvent: (event: EvaluationEvent) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const prepared = getEvaluations(evals).map((evaluation) => ({
    ...evaluation,
    requests: evaluation.prepare(data),
  }));
  const evaluateModel = async (
    rowId: string,
    step: number | null,
    model: EvalModel,
    onBatch: () => Promise<void>,
  ): Promise<void> => {
    for (const { id: evalId, skip, requests } of prepared) {
      const found = await outcomeOf(model, skip, requests, { signal, onBatch });
      // Baselines are not compared item by item.
      const outcome = step === null ? withoutItems(found) : found;
      await onEvent({ type: 'outcome', rowId, evalId, step, outcome });
    }
  };

  // Counting takes no time to speak of, so it comes first and is left out of the progress.
  const counts = new NgramCounts(ngramData, vocab);
  for (const { id, model } of baselines)
    await evaluateModel(id, null, model(counts, { context: data.context, rows: batch }), nextTask);

  const models = trainers.map(({ trainer }) => evalModel(trainer().model, batch));
  const total = sumBy(models, (model) =>
    sumBy(prepared, ({ skip, requests }) => batchesOf(model, skip, requests)),
  );
  const started = performance.now();
  let toldAt = -Infinity;
  let done = 0;
  const countBatch = async () => {
    done++;
    const now = performance.now();
    if (done === total || now - toldAt >= progressInterval) {
      toldAt = now;
      const seconds = (now - started) / 1000;
      await onEvent({ type: 'progress', done, total, secondsLeft: (seconds / done) * (total - done) });
    }
    await nextTask();
  };
  for (const { runId, trainer } of trainers) {
    signal.throwIfAborted();
    // The engine is asked for the weights before a training step can come between: they are of this step.
    const { step, copy } = await askTrainer(trainer, async (now) => ({
      step: now.steps,
      copy: await now.copy(),
    }));
    try {
      await evaluateModel(runId, step, evalModel(copy, batch), countBatch);
    } finally {
      copy.dispose();
    }
  }
}

const canEvaluate = (model: EvalModel, skip: boolean) => !skip || model.canSkip;

const batchesOf = (model: EvalModel, skip: boolean, prepared: Prepared): number =>
  'requests' in prepared && canEvaluate(model, skip) ? batchCount(model, prepared.requests) : 0;

/** Puts an evaluation's requests to a model. Rejects with the signal's reason where it is aborted. @param onBatch see scoreRequests */
export async function outcomeOf(
  model: EvalModel,
  skip: boolean,
  prepared: Prepared,
  options: { signal: AbortSignal; onBatch(): Promise<void> },
): Promise<Outcome> {
  if (!canEvaluate(model, skip)) return { unavailable: reasons.nothingToSkip };
  if (!('requests' in prepared)) return prepared;
  return prepared.measure(await scoreRequests(model, prepared.requests, { skip, ...options }));
}
