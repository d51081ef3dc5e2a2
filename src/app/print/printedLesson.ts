/** A lesson as paper has it: each step as it is entered, with what its recording holds. Nothing is trained, nothing is kept. */
import { t } from '../../i18n/i18n';
import type { Lesson, LessonStep } from '../../lessons/schema';
import { type Stage, stageAt } from '../../lessons/stage';
import { lastCapturedStep } from '../../runtime/runCaptures';
import { noResults, type Results } from '../../runtime/runReducer';
import { type App, createApp } from '../app';
import { LessonRecordings } from '../lessons/lessonRecordings';

export interface PrintedStep {
  step: LessonStep;
  stage: Stage;
  /** Holds the stage, as the page would, so that the page's own figures draw it. It is not started. */
  app: App;
  /** The step shows a training whose recording could not be had. */
  lacksRecording: boolean;
}

export interface PrintedLesson {
  lesson: Lesson;
  /** It was written in this browser: no other one has it. */
  isOwn: boolean;
  steps: readonly PrintedStep[];
}

/**
 * Makes a lesson for paper. Rejects with an Error for the reader where the lab has no such lesson.
 * @param id of the lesson, of the lab or of this browser; null where the address names none
 * @param app of the page
 */
export async function printedLesson(id: string | null, { lessons, drafts }: App): Promise<PrintedLesson> {
  if (id === null) throw new Error(t('print.noLesson'));
  const own = drafts.state.getState().drafts.find((one) => one.id === id);
  const lesson = (await lessons.all()).find((one) => one.id === id) ?? own;
  if (!lesson) throw new Error(t('print.unknown', { id }));
  const recordings = new LessonRecordings();
  const steps = await Promise.all(lesson.steps.map((_, at) => printedStep(lesson, at, recordings)));
  return { lesson, isOwn: lesson === own, steps };
}

async function printedStep(lesson: Lesson, at: number, recordings: LessonRecordings): Promise<PrintedStep> {
  const stage = stageAt(lesson, at);
  const results = stage.trainedIn
    ? await recordings.of(lesson, stage.trainedIn).catch(() => null)
    : noResults;
  return {
    step: lesson.steps[at] as LessonStep,
    stage,
    app: appOf(stage, results ?? noResults),
    lacksRecording: results === null,
  };
}

function appOf({ experiment, view }: Stage, results: Results): App {
  const app = createApp();
  const { document, session } = app;
  // Not even its text is read: a sheet starts no worker.
  const change = () => document.experiment.setState({ experiment, ownText: null, error: null });
  session.edits.takeLink(change, true);
  document.view.getState().set({ ...view, moment: view.moment ?? lastCapturedStep(results.captures) });
  session.runs.setState(results);
  return app;
}
