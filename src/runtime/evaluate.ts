/** Evaluates models on copies of their weights, so that training may go on, and n-gram baselines beside them. */
import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches';
import { type Evaluation, getEvaluations, type Outcome } from '../measure/evals';
import { baselines, NgramCounts } from '../measure/evals/ngrams';
import { batchCount, scoreRequests, scoresFromLogits } from '../measure/evals/score';
import type { EvalData, EvalModel, Prepared } from '../measure/evals/types';
import { nonStandardLayers } from '../model/config';
import { forward } from '../model/forward';
import { createModel, disposeModel, type Model, readModel } from '../model/model';
import type { Trainer } from '../train/trainer';
import { nextTask } from './nextTask';
import type { EvaluationEvent } from './protocol';

/** Logits of a batch are read back whole: at most so many numbers, 64 MiB of them. */
const mostLogits = 2 ** 24;

/** A trained model as evaluations see it. */
export function evalModel(model: Model, batch: number): EvalModel {
  const { context, vocab, layers } = model.config;
  const rows = Math.max(1, Math.min(batch, Math.floor(mostLogits / (context * vocab))));
  const left = nonStandardLayers(layers);
  return {
    context,
    rows,
    canSkip: left.length > 0,
    async score(inputs, targets, { skip }) {
      const logits = tf.tidy(() =>
        forward(model, tf.tensor2d(inputs, [rows, context], 'int32'), { skip: new Set(skip ? left : []) }),
      );
      try {
        return scoresFromLogits((await logits.data()) as Float32Array, targets, vocab);
      } finally {
        logits.dispose();
      }
    },
  };
}

interface Job {
  trainers: { runId: string; trainer: Trainer }[];
  /** Ids of the evaluations asked for. */
  evals: readonly string[];
  data: EvalData;
  /** What the baselines are counted on. */
  counted: Pick<Batch, 'inputs' | 'targets'>;
  vocab: number;
  /** The experiment's windows in a batch. */
  batch: number;
}

/** One model's turn: its weights are taken when it begins. */
interface Entry {
  id: string;
  rows: number;
  canSkip: boolean;
  open(): Promise<{ model: EvalModel; step: number | null; close(): void }>;
}

/**
 * Answers each evaluation for each run and each baseline, and says what it finds as it goes. Rejects with the signal's
 * reason where it is aborted; what was found until then stands, and nothing is left on the device.
 */
export async function evaluateAll(
  job: Job,
  onEvent: (event: EvaluationEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const chosen = getEvaluations(job.evals).map((evaluation) => ({
    evaluation,
    prepared: evaluation.prepare(job.data),
  }));
  const entries = [...runEntries(job), ...baselineEntries(job)];
  const asked = (entry: Entry, { skip }: Evaluation, prepared: Prepared) =>
    'requests' in prepared && !(skip && !entry.canSkip) ? batchCount(entry, prepared.requests) : 0;
  const total = entries
    .flatMap((entry) => chosen.map(({ evaluation, prepared }) => asked(entry, evaluation, prepared)))
    .reduce((a, b) => a + b, 0);
  const started = performance.now();
  let done = 0;
  const onBatch = async () => {
    done++;
    const seconds = (performance.now() - started) / 1000;
    onEvent({ type: 'progress', done, total, secondsLeft: (seconds / done) * (total - done) });
    await nextTask();
  };
  for (const entry of entries) {
    signal.throwIfAborted();
    const { model, step, close } = await entry.open();
    try {
      for (const { evaluation, prepared } of chosen) {
        const outcome = await answer(model, evaluation.skip, prepared, { signal, onBatch });
        onEvent({ type: 'outcome', rowId: entry.id, evalId: evaluation.id, step, outcome });
      }
    } finally {
      close();
    }
  }
}

async function answer(
  model: EvalModel,
  skip: boolean,
  prepared: Prepared,
  options: { signal: AbortSignal; onBatch(): Promise<void> },
): Promise<Outcome> {
  if (skip && !model.canSkip) return { unavailable: 'no layer to leave out' };
  if (!('requests' in prepared)) return prepared;
  return prepared.measure(await scoreRequests(model, prepared.requests, { skip, ...options }));
}

function runEntries({ trainers, batch }: Job): Entry[] {
  return trainers.map(({ runId, trainer }) => {
    const { rows, canSkip } = evalModel(trainer.model, batch);
    return {
      id: runId,
      rows,
      canSkip,
      async open() {
        // The device is asked for the weights before a training step can come between: they are of this step.
        const { steps } = trainer;
        const copy = createModel(trainer.model.config, await readModel(trainer.model));
        return { model: evalModel(copy, batch), step: steps, close: () => disposeModel(copy) };
      },
    };
  });
}

function baselineEntries({ counted, vocab, data, batch }: Job): Entry[] {
  const counts = new NgramCounts(counted, vocab);
  const shape = { context: data.context, rows: batch };
  return baselines.map((baseline) => ({
    id: baseline.id,
    rows: batch,
    canSkip: false,
    open: async () => ({ model: baseline.model(counts, shape), step: null, close() {} }),
  }));
}
