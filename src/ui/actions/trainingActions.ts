/** Actions on the training of all runs; those that an embedded page has too. */
import { pick } from 'es-toolkit';
import { formatCount } from '../../format/numbers';
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

export const train: Action = {
  id: 'train',
  name: 'Train or pause',
  label: (state) => (isTraining(state) ? 'Pause' : resumes(state) ? 'Resume' : 'Train'),
  keys: ['t'],
  enabled: ({ runs: { state } }) => state !== 'loading' && state !== 'finished',
  run: ({ session }) => void session.toggle(),
};

export const step: Action = {
  id: 'step',
  name: 'Train one step',
  label: () => 'Step',
  keys: ['s'],
  enabled: (state) => !isTraining(state) && state.runs.state !== 'finished',
  run: ({ session }) => void session.step(),
};

export const reset: Action = {
  id: 'reset',
  name: 'Reset to untrained models',
  label: () => 'Reset',
  keys: ['r'],
  enabled: ({ runs: { state } }) => state !== 'empty',
  run({ document, session }) {
    const results = pick(session.runs.getState(), resultFields);
    const redo = () => void session.reset();
    const sideEffects = { undo: () => void session.restore(results), redo };
    const make = () => {
      redo();
      return true;
    };
    document.history.change('Reset the runs.', make, { sideEffects });
  },
};

/** By as many steps as the schedule has. */
export const extend: Action = {
  id: 'extend',
  name: 'Train on at the lowest rate',
  label: ({ experiment: { experiment } }) => `Train ${formatCount(experiment.steps)} more`,
  keys: ['m'],
  enabled: ({ runs }) => runs.state === 'finished',
  run({ document, session }) {
    const { update } = document.experiment.getState();
    if (update((e) => ({ ...e, moreSteps: e.moreSteps + e.steps }))) void session.train();
  },
};

export const trainingActions: readonly Action[] = [train, step, extend, reset];
