/** Trains the runs of a sweep as the page would, over the worker's protocol, and returns what came of them. */
import type { SweepResult } from '../document/sweepsSchema';
import type { Run } from '../experiment/schema';
import { formatCount } from '../format/numbers';
import { worded } from '../format/words';
import type { EngineInfo, LabWorker, SweepEvent } from '../runtime/protocol';
import type { Listeners, Thread, Work } from './drive';

export interface SweepWork extends Omit<Work, 'watched'> {
  runs: Run[];
}

export interface TrainedSweep {
  /** null where none started. */
  engine: EngineInfo | null;
  trainSeconds: number;
  /** In the order in which they ended. */
  results: SweepResult[];
  /** Why it ended before all runs were done, a message for the reader; null where it did not. */
  error: string | null;
}

/** Never rejects. */
export async function driveSweep(
  lab: LabWorker,
  { experiment, ownText, engine: setting, runs }: SweepWork,
  { crashed, proxy = (callback) => callback }: Thread,
  { onProgress }: Pick<Listeners, 'onProgress'>,
): Promise<TrainedSweep> {
  const request = { setting, webgpuFailure: null };
  const results: SweepResult[] = [];
  let engine: EngineInfo | null = null;
  let started = performance.now();
  const onEvent = (event: SweepEvent) => {
    if (event.type === 'result') {
      const { failed, ...result } = event.result;
      results.push({ ...result, failed: failed && worded(failed) });
    }
    if (event.type === 'preparing') onProgress({ what: worded(event.what), secondsLeft: null });
    if (event.type !== 'progress') return;
    const what = `${formatCount(results.length)} of ${formatCount(runs.length)} runs done`;
    onProgress({ what, secondsLeft: event.secondsLeft });
  };
  const train = async () => {
    engine = await lab.device.engine(request);
    started = performance.now();
    await lab.sweep.run(experiment, runs, ownText, proxy(onEvent), { engine: request });
    return null;
  };
  const error = await Promise.race([train(), crashed]).catch((reason: unknown) =>
    reason instanceof Error ? reason.message : String(reason),
  );
  return { engine, trainSeconds: (performance.now() - started) / 1000, results, error };
}
