/** Evaluates what is loaded, one evaluation at a time. */
import { Random } from '../../data/random';
import { evaluateAll } from '../evaluate';
import { evalData } from '../experimentData';
import type { LoadedSlot } from '../loadedExperiment';
import type { EvaluationEvent, EvaluationService } from '../protocol';

/** Aborts one evaluation for the next. */
export class Evaluation implements EvaluationService {
  private running: AbortController | null = null;

  constructor(private readonly slot: LoadedSlot) {}

  async run(evals: string[], onEvent: (event: EvaluationEvent) => void | Promise<void>): Promise<boolean> {
    const { experiment, race, data, unloaded } = this.slot.require();
    this.running?.abort();
    const controller = new AbortController();
    this.running = controller;
    const abort = () => controller.abort();
    unloaded.addEventListener('abort', abort);
    const job = {
      // Looked up when it is due: a run that fails meanwhile gets another.
      trainers: experiment.runs.map(({ id }) => ({ runId: id, trainer: () => race.trainer(id) })),
      evals,
      data: evalData(data, experiment),
      ngramData: data.source.ngramData(new Random(experiment.seed).fork('baselines')),
      vocab: data.source.vocab,
      batch: experiment.batch,
    };
    try {
      await evaluateAll(job, onEvent, controller.signal);
      return true;
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      return false;
    } finally {
      unloaded.removeEventListener('abort', abort);
    }
  }

  async cancel(): Promise<void> {
    this.running?.abort();
  }
}
