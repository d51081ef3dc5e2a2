/** Between the page's stores and the file that holds everything of an experiment. */

import type { Experiment } from '../experiment/schema';
import type { Bundle } from '../export/bundle';
import type { RunCurves as SavedCurves } from '../export/bundleSchema';
import type { OwnText } from '../runtime/protocol';
import { type RunCurves, useRuns } from './runsStore';
import { Series } from './series';
import { useView } from './viewStore';

/** UTF-16 units of a probe text that are saved: more than any context shows. */
const longestProbe = 20_000;

/** What the page knows of an experiment; weights are with the worker. */
export function pagePart(edited: {
  experiment: Experiment;
  ownText: OwnText | null;
}): Omit<Bundle, 'checkpoints'> {
  const { info, evaluations, curves, failures } = useRuns.getState();
  const { runId, layer, head, probe, taskSample, chart } = useView.getState();
  return {
    ...edited,
    view: { runId, layer, head, probe: probe.slice(0, longestProbe), taskSample, chart },
    info,
    evaluations,
    curves: Object.fromEntries(Object.entries(curves).map(([id, own]) => [id, plain(own)])),
    failures,
  };
}

/** The view as it was saved; its chart has settings of its own. */
export function viewOf({ view }: Bundle) {
  const { chart: _, ...rest } = view;
  return rest;
}

/** Puts saved results in the place of those there are. */
export function showResults({ info, evaluations, curves, failures, checkpoints, experiment }: Bundle): void {
  const steps = Object.values(checkpoints).map((checkpoint) => checkpoint.steps);
  const going = experiment.runs.filter(({ id }) => checkpoints[id] && !failures[id]);
  const reached = going.length > 0 ? going.map(({ id }) => checkpoints[id]?.steps ?? 0) : steps;
  useRuns.setState({
    info,
    evaluations,
    failures,
    curves: Object.fromEntries(Object.entries(curves).map(([id, own]) => [id, grown(own)])),
    version: useRuns.getState().version + 1,
    progress:
      reached.length === 0
        ? null
        : { step: Math.min(...reached), steps: experiment.steps, tokensPerSecond: 0, secondsLeft: null },
  });
}

/** Resolves once the worker has said all it has to say of a training that was paused. */
export function untilQuiet(): Promise<void> {
  const quiet = () => !['training', 'loading'].includes(useRuns.getState().state);
  return new Promise((resolve) => {
    if (quiet()) return resolve();
    const stop = useRuns.subscribe(() => {
      if (!quiet()) return;
      stop();
      resolve();
    });
  });
}

const plain = ({ train, validation, accuracy }: RunCurves): SavedCurves => {
  const arrays = ({ steps, values }: Series) => ({ steps: Array.from(steps), values: Array.from(values) });
  return { train: arrays(train), validation: arrays(validation), accuracy: arrays(accuracy) };
};

const grown = ({ train, validation, accuracy }: SavedCurves): RunCurves => {
  const series = ({ steps, values }: SavedCurves['train']) => {
    const own = new Series();
    steps.forEach((step, i) => {
      own.push(step, values[i] as number);
    });
    return own;
  };
  return { train: series(train), validation: series(validation), accuracy: series(accuracy) };
};
