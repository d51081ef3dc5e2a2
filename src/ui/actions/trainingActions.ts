/** Actions on the training of all runs; those that an embedded page has too. */
import { pick } from 'es-toolkit';
import { type Experiment, totalSteps } from '../../experiment/schema';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { newRunsLeft } from '../../runtime/raceStanding';
import { resultFields, resumeStep } from '../../runtime/runReducer';
import type { Action, PageState } from './action';

/** Tells whether the runs train, or are loaded for it. */
export const isTraining = ({ runs: { state } }: PageState) => state === 'training' || state === 'loading';

/** Whether Train resumes from a step: of a pause, or of checkpoints after a failure. */
function resumes({ runs }: PageState): boolean {
  if (runs.state === 'failed') return resumeStep(runs) !== null;
  const begun = (runs.progress?.step ?? 0) > 0 || Object.keys(runs.checkpoints).length > 0;
  return runs.state === 'paused' && begun;
}

/** How many new runs Train trains, where they alone are left as others are done; else 0. */
export const newToTrain = ({ experiment: { experiment }, runs }: PageState): number =>
  runs.state === 'paused' ? newRunsLeft(experiment, runs).length : 0;

export const train: Action = {
  id: 'train',
  name: () => t('actions.train.name'),
  label(state) {
    if (isTraining(state)) return t('actions.train.pause');
    const count = newToTrain(state);
    if (count > 0) return t('actions.train.newRuns', { count });
    return t(resumes(state) ? 'actions.train.resume' : 'actions.train.label');
  },
  keys: ['t'],
  part: 'runBar',
  enabled: ({ runs: { state } }) => state !== 'loading' && state !== 'finished',
  run: ({ session }) => void session.toggle(),
};

export const step: Action = {
  id: 'step',
  name: () => t('actions.step.name'),
  label: () => t('actions.step.label'),
  keys: ['s'],
  part: 'runBar',
  enabled: (state) => !isTraining(state) && state.runs.state !== 'finished',
  run: ({ session }) => void session.step(),
};

export const reset: Action = {
  id: 'reset',
  name: () => t('actions.reset.name'),
  label: () => t('actions.reset.label'),
  keys: ['r'],
  part: 'runBar',
  enabled: ({ runs: { state } }) => state !== 'empty',
  run({ document, session }) {
    const results = pick(session.runs.getState(), resultFields);
    const redo = () => void session.reset();
    const sideEffects = { undo: () => void session.restore(results), redo };
    const make = () => {
      redo();
      return true;
    };
    document.history.change(() => t('actions.reset.done'), make, { sideEffects });
  },
};

/** By as many steps as the schedule has. */
export const extend: Action = {
  id: 'extend',
  name: () => t('actions.extend.name'),
  label: ({ experiment: { experiment } }) =>
    t('actions.extend.label', { steps: formatCount(experiment.steps) }),
  keys: ['m'],
  part: 'runBar',
  enabled: ({ runs }) => runs.state === 'finished',
  run({ document, session }) {
    const { update } = document.experiment.getState();
    if (update((e) => ({ ...e, moreSteps: e.moreSteps + e.steps }))) void session.train();
  },
};

/** A new take: what was trained stays beside it. */
export const stretch: Action = {
  id: 'stretch',
  name: () => t('actions.stretch.name'),
  label: ({ experiment: { experiment } }) =>
    t('actions.stretch.label', { steps: formatCount(stretched(experiment)) }),
  keys: [],
  part: 'runBar',
  enabled: ({ runs }) => runs.state === 'finished',
  run({ document, session }) {
    const { update } = document.experiment.getState();
    if (update((e) => ({ ...e, steps: stretched(e), moreSteps: 0 }))) void session.train();
  },
};

/** As many steps as `extend` comes to, or as it came to before. */
const stretched = (e: Experiment) => (e.moreSteps > 0 ? totalSteps(e) : 2 * e.steps);

export const trainingActions: readonly Action[] = [train, step, extend, stretch, reset];
