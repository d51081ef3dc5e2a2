/**
 * Times a few small runs on the processor as a sweep trains them, beside one another and with their evaluations, so that the time of the first
 * sweep is told by what runs take there: alone and in a burst each takes less.
 */
import { meanBy, range } from 'es-toolkit';
import { setModel, setSettings, type Transition } from '../../experiment/edit';
import { applyPreset, small } from '../../experiment/presets';
import { type Experiment, type Run, totalSteps } from '../../experiment/schema';
import { experimentOfRuns } from '../../experiment/sweeps/choice';
import { stepsAndEvaluations, trainingCost } from '../../measure/trainingCost';
import type { OwnText, RunTiming } from '../../runtime/protocol';
import type { WorkerClient } from './workerClient';

/** What small runs came to. */
export interface ProbedSpeed {
  /** Seconds that a run takes whatever its size, shared among those beside it. */
  runSeconds: number;
  /** Seconds of a step of usual size, and its FLOPs. */
  stepSeconds: number;
  stepFlops: number;
}

/**
 * Steps of short and long runs of usual size: what the long ones take beyond the short ones is steps alone. All together take about two
 * seconds where a step takes 100 ms beside another.
 */
const usualSteps = { short: 2, long: 8 };
/** Layers of a run, at the most: what more of them take is told by their FLOPs. */
const mostLayers = 4;
/** Steps of a run of least size. */
const leastSteps = 2;
/** Runs of least size on each core, and short ones of usual size; the first of them warm it up. */
const leastRuns = 3;
const usualRuns = 2;

/** As little work in a step as the layers allow; a task keeps the context that it needs. */
export const smallest: Transition = (e) => ({
  ...setModel({
    dModel: 8,
    heads: 1,
    kvHeads: 1,
    ffn: 8,
    context: e.task ? e.model.context : 8,
  })(e),
  batch: 1,
});

/** Of the size that most train at; a task keeps the context that it needs. */
export const usualSize: Transition = (e) =>
  setModel(e.task ? { context: e.model.context } : {})(applyPreset(small)(e));

/** So many steps, with evaluations of a third of a step. */
const brief =
  (steps: number): Transition =>
  (e) =>
    setSettings({ steps, moreSteps: 0, evalInterval: steps, evalWindows: e.batch })(e);

const copies = (run: Run, count: number): Run[] =>
  range(count).map((i) => ({ id: `probe-${i}`, name: `${i}`, layers: run.layers }));

/** Seconds of a whole run. */
const wholeSeconds = (experiment: Experiment, { runSeconds, stepSeconds }: RunTiming) =>
  runSeconds + (stepSeconds ?? 0) * stepsAndEvaluations(experiment, totalSteps(experiment));

/**
 * @param experiment whose first stack is timed, or the bottom of it @param cores that train a run each @param vocab size of the vocabulary
 * @returns null where something else trained meanwhile. Rejects as `timeRuns` does
 */
export async function probeSpeed(
  client: Pick<WorkerClient, 'call'>,
  { experiment, ownText }: { experiment: Experiment; ownText: OwnText | null },
  { cores, vocab }: { cores: number; vocab: number },
): Promise<ProbedSpeed | null> {
  const [first] = experiment.runs;
  if (!first) return null;
  const run: Run = { id: first.id, name: first.name, layers: first.layers.slice(0, mostLayers) };
  const time = async (of: Experiment, count: number) => {
    const runs = copies(run, count);
    const timed = experimentOfRuns(of, runs.slice(0, 1));
    return client.call((lab) => lab.speed.timeRuns(timed, runs, ownText));
  };
  const tiny = brief(leastSteps)(smallest(experiment));
  const short = brief(usualSteps.short)(usualSize(experiment));
  const long = brief(usualSteps.long)(usualSize(experiment));
  const ofTiny = await time(tiny, leastRuns * cores);
  const ofShort = await time(short, usualRuns * cores);
  const ofLong = await time(long, cores);
  if (ofTiny.length < leastRuns * cores || ofShort.length < usualRuns * cores || ofLong.length < cores)
    return null;
  const whole = (of: Experiment, timings: readonly RunTiming[]) =>
    meanBy(timings.slice(-cores), (timing) => wholeSeconds(of, timing));
  const [shortSeconds, longSeconds] = [whole(short, ofShort), whole(long, ofLong)];
  const steps = usualSteps.long - usualSteps.short;
  // Where something else held the short runs up, a step takes at least half of its share of a long one.
  const least = longSeconds / 2 / stepsAndEvaluations(long, usualSteps.long);
  return {
    runSeconds: whole(tiny, ofTiny),
    stepSeconds: Math.max(least, (longSeconds - shortSeconds) / steps),
    stepFlops: trainingCost(long, run, vocab).stepFlops,
  };
}
