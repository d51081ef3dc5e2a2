/** What a recording keeps of a training: curves with as many points as a chart shows, and captures spread over the steps. */
import { mapValues, omit, pick } from 'es-toolkit';
import { probeFor } from '../data/corpora';
import type { StoredCurves } from '../document/document';
import { probeText } from '../document/probeText';
import type { Recorded } from '../document/recording';
import { defaultView, type View } from '../document/view';
import { engineVersion } from '../engine/engine';
import type { Experiment } from '../experiment/schema';
import { withoutItems } from '../measure/evals/statistics';
import { decimate } from '../runtime/decimate';
import type { EngineInfo } from '../runtime/protocol';
import { lastCapturedStep, type RunCaptures, spreadCaptures } from '../runtime/runCaptures';
import type { Results, RunCurves } from '../runtime/runReducer';
import type { Series } from '../runtime/series';

/** Most points of one curve. */
const curvePoints = 600;
/** Captures of each run. */
export const recordedCaptures = 8;
/** What losses and shares are rounded to: finer than a chart or a table shows. */
const resolution = 1e5;

/** Returns the probe text that the page has when it opens the experiment. */
export const probeOf = (experiment: Experiment): string =>
  probeText(experiment, { ...defaultView, probe: probeFor(experiment.corpus, defaultView.probe) });

/** The view that a recording opens with: on its last captures. */
export function viewOnRecording({ task, corpus }: Experiment, captures: Recorded['captures']): View {
  return {
    ...defaultView,
    probe: probeFor(corpus, defaultView.probe),
    unit: task ? 'accuracy' : defaultView.unit,
    moment: lastCapturedStep(captures),
  };
}

/** Picks from results what is recorded. Seconds are left out: they are the machine's. */
export function recordedResults(
  { runs }: Experiment,
  results: Results,
  engine: EngineInfo,
): Pick<Recorded, 'results' | 'captures' | 'backend'> {
  const { info, evaluations, failures } = results;
  const inOrder = <T>(of: Readonly<Record<string, T>>) =>
    pick(
      of,
      runs.map(({ id }) => id).filter((id) => Object.hasOwn(of, id)),
    );
  return {
    results: {
      info,
      evaluations: mapValues(evaluations, (row) => ({
        ...row,
        outcomes: mapValues(row.outcomes, withoutItems),
      })),
      failures: inOrder(failures),
      heldOut: mapValues(inOrder(results.heldOut), ({ answers, lowest }) => ({
        answers,
        lowest: lowest && { ...lowest, windows: lowest.windows.map(rounded) },
      })),
      curves: mapValues(inOrder(results.curves), thinned),
    },
    // The losses that runs were measured at are left out, for the room that they take; the evaluations are there.
    captures: mapValues(inOrder<RunCaptures>(results.captures), (own) =>
      spreadCaptures(own, recordedCaptures).map((one) => omit(one, ['windows'])),
    ),
    backend: { ...pick(engine, ['name', 'adapter']), engineVersion },
  };
}

function thinned({ train, validation, accuracy }: RunCurves): StoredCurves {
  const few = ({ steps, values }: Series) => {
    const points = decimate(steps, values, curvePoints);
    return {
      steps: Float64Array.from(points, ({ x }) => x),
      values: Float64Array.from(points, ({ y }) => rounded(y)),
    };
  };
  return { train: few(train), validation: few(validation), accuracy: few(accuracy) };
}

const rounded = (value: number): number => Math.round(value * resolution) / resolution;
