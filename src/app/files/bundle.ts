/** Between the page's stores and the file that holds everything of an experiment. */

import type { Bundle } from '../../document/file/bundle';
import type { RunCurves as SavedCurves } from '../../document/file/bundleSchema';
import { useExperiment } from '../session/experimentStore';
import { type RunCurves, stepToGoOnFrom, useRuns } from '../session/runsStore';
import { Series } from '../session/series';
import { textOf } from '../session/texts';
import { useView } from '../session/viewStore';

/** UTF-16 units of a probe text that are saved: more than any context shows. */
const longestProbe = 20_000;

/** What the page holds of an experiment. */
export function pageBundle(): Bundle {
  const { experiment, ownText } = useExperiment.getState();
  const { info, evaluations, curves, failures, gentler, checkpoints } = useRuns.getState();
  const { runId, layer, head, probe, taskSample, chart } = useView.getState();
  return {
    experiment,
    ownText: textOf({ experiment, ownText }),
    view: { runId, layer, head, probe: probe.slice(0, longestProbe), taskSample, chart },
    info,
    evaluations,
    curves: Object.fromEntries(Object.entries(curves).map(([id, own]) => [id, plain(own)])),
    failures,
    gentler,
    checkpoints,
  };
}

/** Puts it on the page, from which all results are gone. Throws with a sentence where the experiment is refused. */
export function showBundle({ experiment, ownText, view, curves, ...results }: Bundle): void {
  const { info, evaluations, failures, gentler, checkpoints } = results;
  const refusal = useExperiment.getState().apply(() => experiment, ownText);
  if (refusal !== null) throw new Error(refusal);
  const { chart, ...look } = view;
  useView.getState().set(look);
  useView.getState().setChart(chart);
  const reached = Object.values(checkpoints).map(({ steps }) => steps);
  const step = stepToGoOnFrom(results) ?? Math.min(...reached);
  useRuns.setState({
    info,
    evaluations,
    failures,
    gentler,
    checkpoints,
    curves: Object.fromEntries(Object.entries(curves).map(([id, own]) => [id, grown(own)])),
    version: useRuns.getState().version + 1,
    progress:
      reached.length === 0 ? null : { step, steps: experiment.steps, tokensPerSecond: 0, secondsLeft: null },
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
  const series = ({ steps, values }: SavedCurves['train']) => Series.of(steps, values);
  return { train: series(train), validation: series(validation), accuracy: series(accuracy) };
};
