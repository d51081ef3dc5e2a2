/** Takes a snapshot of the page's stores as a document, and restores a document into them. */
import { isEqual, mapValues } from 'es-toolkit';
import type { StoredCurves } from '../../document/document';
import type { Edited } from '../../document/editHistory';
import type { KeptDocument } from '../../document/keptDocument';
import { documentVersion } from '../../document/migrations';
import { viewOf } from '../../document/view';
import { totalSteps } from '../../experiment/schema';
import { longProbe } from '../../runtime/runCaptures';
import { noResults, type Results, type RunCurves, resumeStep } from '../../runtime/runReducer';
import { Series } from '../../runtime/series';
import type { RunsState, RunsStore } from '../session/runsStore';
import type { PageDocument } from './pageDocument';

/** Takes what the page holds now as a document, which no later change of the page reaches. */
export function snapshotDocument(page: PageDocument, runs: RunsState): KeptDocument {
  const { experiment, ownText } = page.experiment.getState();
  const { sweeps } = page.sweeps.getState();
  return {
    ...documentOf({ experiment, ownText, view: viewOf(page.view.getState()) }, runs),
    sweeps: [...sweeps],
  };
}

/** Makes a document of an experiment and its results, without sweeps, which no later change of them reaches. */
export function documentOf({ experiment, ownText, view }: Edited, results: Results): KeptDocument {
  const {
    info,
    evaluations,
    failures,
    gentler,
    heldOut,
    recorded,
    state,
    message,
    progress,
    attentionProbe,
    checkpoints,
    captures,
    trainedOn,
  } = results;
  const curves = mapValues(results.curves, toArrays);
  return {
    version: documentVersion,
    experiment,
    ownText,
    view,
    results: {
      info,
      evaluations,
      failures,
      gentler,
      heldOut,
      ...(recorded && { recorded }),
      curves,
      state,
      message,
      progress,
      // Of a long text it is megabytes to write with each change, and the newest capture is shown in its place.
      look: attentionProbe && attentionProbe.tokens.length <= longProbe ? attentionProbe : null,
    },
    checkpoints,
    captures: mapValues(captures, (own) => [...own]),
    sweeps: [],
    backend: trainedOn,
  };
}

/**
 * Restores a document on the page, as it was but for training, which is paused.
 * @returns `interrupted` where curves were left out, as no run has a checkpoint to resume from
 */
export function restoreDocument(
  page: PageDocument,
  runs: RunsStore,
  document: KeptDocument,
): { interrupted: boolean } {
  const { ownText, view } = document;
  // The same one stays, as what belongs to it does.
  const { experiment: edited } = page.experiment.getState();
  const experiment = isEqual(edited, document.experiment) ? edited : document.experiment;
  page.experiment.setState({ experiment, ownText, error: null });
  page.view.getState().set(view);
  page.sweeps.setState({ sweeps: document.sweeps });
  page.history.clear();
  const restored = resultsOf(document);
  runs.setState(restored ?? noResults);
  return { interrupted: !restored && Object.keys(document.results.curves).length > 0 };
}

/**
 * Reads the results of a document, with nothing under way; null where nothing is recorded, and no run has a checkpoint to resume
 * from or has failed.
 */
export function resultsOf(document: KeptDocument): Results | null {
  const { results, checkpoints, captures } = document;
  const { state, progress, curves, look, recorded = false, ...others } = results;
  if (!recorded && Object.keys({ ...checkpoints, ...results.failures }).length === 0) return null;
  return {
    ...noResults,
    ...others,
    recorded,
    state: recorded ? 'empty' : state === 'finished' || state === 'failed' ? state : 'paused',
    progress: progress ?? progressOf(document),
    curves: mapValues(curves, toSeries),
    checkpoints,
    captures,
    trainedOn: document.backend,
    attentionProbe: look,
  };
}

/** Derives progress from the checkpoints, or of a recording from its curves, for documents that tell none; null where there are none. */
function progressOf({ experiment, results, checkpoints }: KeptDocument) {
  const reached = results.recorded
    ? [Math.max(0, ...Object.values(results.curves).map(({ train }) => train.steps.at(-1) ?? 0))]
    : Object.values(checkpoints).map(({ steps }) => steps);
  if (reached.length === 0) return null;
  const step = resumeStep({ checkpoints, failures: results.failures }) ?? Math.min(...reached);
  return { step, steps: totalSteps(experiment), tokensPerSecond: 0, secondsLeft: null };
}

const toArrays = ({ train, validation, accuracy, seconds }: RunCurves): StoredCurves => {
  const arrays = ({ steps, values }: Series) => ({ steps: steps.slice(), values: values.slice() });
  return {
    train: arrays(train),
    validation: arrays(validation),
    accuracy: arrays(accuracy),
    ...(seconds && { seconds: arrays(seconds) }),
  };
};

const toSeries = ({ train, validation, accuracy, seconds }: StoredCurves): RunCurves => {
  const series = ({ steps, values }: StoredCurves['train']) => Series.of(steps, values);
  return {
    train: series(train),
    validation: series(validation),
    accuracy: series(accuracy),
    ...(seconds && { seconds: series(seconds) }),
  };
};
