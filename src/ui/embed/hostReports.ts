/** Tells the page around a frame where it stands: at each change, and when a training or its recording has come to its end. */
import { isEqual } from 'es-toolkit';
import type { App } from '../../app/app';
import type { FrameMessage, FrameRun, FrameStatus } from '../../app/frame/messages';
import { isStepTrained, openStep } from '../../app/lessons/lessonState';
import { totalSteps } from '../../experiment/schema';

/** Follows the page from now on. @param send posts a message to the page around */
export function reportToHost(app: App, send: (message: FrameMessage) => void): void {
  let told = statusOf(app);
  let wasUnderWay: string | null = null;
  const tell = () => {
    const status = statusOf(app);
    if (isEqual(status, told)) return;
    told = status;
    send({ type: 'step', ...status });
  };
  /** Which training is under way, by its lesson's step; null for none. */
  const underWay = () => {
    const state = app.lessons.state.getState();
    const goes = app.session.runs.getState().state === 'training' || state.playing !== null;
    return goes ? keyOf(app) : null;
  };
  const watch = () => {
    const before = wasUnderWay;
    wasUnderWay = underWay();
    if (before === null || wasUnderWay !== null || before !== keyOf(app) || !isDone(app)) return;
    tell();
    send({ type: 'finished', ...statusOf(app), ...outcomeOf(app) });
  };
  // All of it at once where a run ends; what grows meanwhile as often as the page itself draws it.
  app.session.runs.subscribe(watch);
  app.shownRuns.subscribe(tell);
  app.lessons.state.subscribe(() => {
    tell();
    watch();
  });
  send({ type: 'ready', ...told });
}

const keyOf = ({ lessons }: App): string => {
  const state = lessons.state.getState();
  return `${state.open?.lesson.id ?? ''} ${openStep(state)?.id ?? ''}`;
};

function isDone({ lessons, session }: App): boolean {
  const runs = session.runs.getState();
  const state = lessons.state.getState();
  return openStep(state)?.train ? isStepTrained(state, runs) : runs.state === 'finished';
}

function statusOf({ document, session, lessons }: App): FrameStatus {
  const { state, progress } = session.runs.getState();
  const { open } = lessons.state.getState();
  const steps = totalSteps(document.experiment.getState().experiment);
  return {
    training: { state, step: progress?.step ?? 0, steps },
    lesson: open && { id: open.lesson.id, step: open.at + 1, steps: open.lesson.steps.length },
  };
}

function outcomeOf({ document, session }: App): { recorded: boolean; runs: FrameRun[] } {
  const { curves, recorded } = session.runs.getState();
  const last = (id: string, of: 'train' | 'validation' | 'accuracy') => curves[id]?.[of].last?.value ?? null;
  const { runs } = document.experiment.getState().experiment;
  return {
    recorded,
    runs: runs.map(({ id, name }) => ({
      id,
      name,
      train: last(id, 'train'),
      validation: last(id, 'validation'),
      accuracy: last(id, 'accuracy'),
    })),
  };
}
