/** A lesson as paper has it: each step as it is entered, with what its recording holds. Nothing is trained, nothing is kept. */
import { t } from '../../i18n/i18n';
import type { Lesson, LessonStep } from '../../lessons/schema';
import { type Stage, stageAt } from '../../lessons/stage';
import { lastCapturedStep } from '../../runtime/runCaptures';
import { noResults, type Results } from '../../runtime/runReducer';
import { type App, createApp } from '../app';
import { LessonRecordings } from '../lessons/lessonRecordings';
import { withoutEvaluations } from '../lessons/stepResults';

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
  const lesson = await lessons.find(id);
  if (!lesson) throw new Error(t('print.unknown', { id }));
  const isOwn = drafts.state.getState().drafts.includes(lesson);
  const recordings = new LessonRecordings();
  // A lesson of one's own has no recording: what it trains is not shown.
  const results = (step: LessonStep) =>
    recordings.of(lesson, step).catch((): Results | null => (isOwn ? noResults : null));
  const steps = await Promise.all(lesson.steps.map((_, at) => printedStep(lesson, at, results)));
  return { lesson, isOwn, steps };
}

async function printedStep(
  lesson: Lesson,
  at: number,
  results: (step: LessonStep) => Promise<Results | null>,
): Promise<PrintedStep> {
  const stage = stageAt(lesson, at);
  const trained = stage.trainedIn ? await results(stage.trainedIn) : noResults;
  return {
    step: lesson.steps[at] as LessonStep,
    stage,
    // What a step asks for, and evaluates then, is not told beside the question.
    app: appOf(stage, withoutEvaluations(trained ?? noResults, stage.unseen)),
    lacksRecording: trained === null,
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
