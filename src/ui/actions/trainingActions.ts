/** Actions on the training of all runs; those that an embedded page has too. */
import { resumeStep } from '../../runtime/runReducer';
import { type Action, always, type PageState } from './action';

/** Tells whether the runs train, or are loaded for it. */
export const isTraining = ({ runs: { state } }: PageState) => state === 'training' || state === 'loading';

/** Whether Train resumes from a step: of a pause, or of checkpoints after a failure. */
function resumes({ runs }: PageState): boolean {
  if (runs.state === 'failed') return resumeStep(runs) !== null;
  return runs.state === 'paused' && (runs.progress?.step ?? 0) > 0;
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
  enabled: always,
  run: ({ session }) => void session.reset(),
};

export const trainingActions: readonly Action[] = [train, step, reset];
