/** What the steps of the open lesson show of results: what the reader trained and evaluated in this visit, else their recordings. */
import { difference, isEqual, mapValues, pick } from 'es-toolkit';
import { trainsAlike } from '../../experiment/edit';
import type { Experiment } from '../../experiment/schema';
import type { Lesson, LessonStep } from '../../lessons/schema';
import { type Stage, stageAt } from '../../lessons/stage';
import { noResults, type Results, resultFields } from '../../runtime/runReducer';
import type { RecordedPlace } from '../gallery/openRecorded';
import type { Drafts } from './drafts';
import { LessonRecordings } from './lessonRecordings';
import { isStepEvaluated, type OpenLesson } from './lessonState';

/** What a step came to in this visit: of its training, or what the reader made of an exercise. */
export interface KeptStep {
  experiment: Experiment;
  results: Results;
}

/** A step's stage, and what is shown on it. */
export interface StagedStep {
  stage: Stage;
  shown: KeptStep;
}

export class StepResults {
  readonly recordings = new LessonRecordings();
  /** By step id. */
  private steps = new Map<string, KeptStep>();
  /** Ids of the steps whose evaluations the reader has made or was shown. */
  private evaluated = new Set<string>();

  constructor(
    private readonly place: Pick<RecordedPlace, 'document' | 'session'>,
    private readonly drafts: Drafts,
  ) {}

  get kept(): ReadonlyMap<string, KeptStep> {
    return this.steps;
  }

  /** Begins with what was left of a lesson, in place of all that is kept. */
  begin(kept: ReadonlyMap<string, KeptStep>): void {
    this.steps = new Map(kept);
    this.evaluated.clear();
  }

  /** Forgets what a step came to, so that it is shown as at first. */
  forget({ id }: LessonStep): void {
    this.steps.delete(id);
    this.evaluated.delete(id);
  }

  /** Keeps what the open step came to, by the step that trained it. */
  keep({ lesson, at, stage }: OpenLesson): void {
    const step = lesson.steps[at] as LessonStep;
    const { experiment } = this.place.document.experiment.getState();
    const results = pick(this.place.session.runs.getState(), resultFields);
    if (step.evaluate && isStepEvaluated(step, experiment, results)) this.evaluated.add(step.id);
    const isOfBefore = step.evaluate && trainsAlike(experiment, stage.experiment);
    const trained = step.train || step.exercise ? step : isOfBefore ? stage.trainedIn : null;
    if (!trained || !(step.exercise || results.state !== 'empty' || results.recorded)) return;
    const before = this.steps.get(trained.id)?.results;
    this.steps.set(trained.id, {
      experiment,
      results: before ? withEvaluationsOf(results, before) : results,
    });
  }

  /** Gives the stage of a step, and what is shown on it. Rejects with an Error for the reader where its recording cannot be had. */
  async staged(lesson: Lesson, at: number): Promise<StagedStep> {
    const stage = stageAt(lesson, at);
    const step = lesson.steps[at] as LessonStep;
    const { experiment, results } = await this.resultsOf(lesson, step, stage);
    const known = this.evaluated.has(step.id) ? (step.evaluate ?? []) : [];
    const unseen = difference(stage.unseen, known);
    return { stage, shown: { experiment, results: withoutEvaluations(results, unseen) } };
  }

  /**
   * Gives the recording that a step shows. Rejects as `staged`.
   * @param as the step shows it before it evaluates, or once it has
   */
  async recorded({ lesson, at, stage }: OpenLesson, as: 'entered' | 'evaluated'): Promise<Results> {
    const step = lesson.steps[at] as LessonStep;
    const results = await this.recordings.of(lesson, stage.trainedIn ?? step);
    const own = as === 'evaluated' ? (step.evaluate ?? []) : [];
    return withoutEvaluations(results, difference(stage.unseen, own));
  }

  /** Tells whether a lesson was written in this browser: it has no recordings of its own. */
  isOwn({ id }: Lesson): boolean {
    return this.drafts.state.getState().drafts.some((one) => one.id === id);
  }

  private async resultsOf(lesson: Lesson, step: LessonStep, stage: Stage): Promise<KeptStep> {
    const { experiment, trainedIn } = stage;
    const own = this.steps.get(step.id);
    if (own && (step.exercise || trainsAlike(own.experiment, experiment)))
      return { ...own, results: await this.whole(lesson, step, own.results) };
    if (!trainedIn) return { experiment, results: noResults };
    const trained = this.steps.get(trainedIn.id);
    if (trained && trainsAlike(trained.experiment, experiment))
      return { experiment, results: await this.whole(lesson, trainedIn, trained.results) };
    const recorded = this.recordings.of(lesson, trainedIn);
    // A lesson of one's own has no recording: what was not trained is shown untrained.
    return {
      experiment,
      results: await (this.isOwn(lesson) ? recorded.catch(() => noResults) : recorded),
    };
  }

  /** Gives results with all evaluations of their recording, of which a step may have shown a part. */
  private async whole(lesson: Lesson, step: LessonStep, results: Results): Promise<Results> {
    if (!results.recorded || !step.train) return results;
    const recorded = await this.recordings.of(lesson, step).catch(() => results);
    return { ...results, evaluations: recorded.evaluations };
  }
}

/** Gives results without evaluations of these ids. */
export function withoutEvaluations(results: Results, ids: readonly string[]): Results {
  if (ids.length === 0) return results;
  const rows = Object.entries(results.evaluations).flatMap(([id, { step, outcomes }]) => {
    const shown = Object.entries(outcomes).filter(([evaluation]) => !ids.includes(evaluation));
    return shown.length > 0 ? [[id, { step, outcomes: Object.fromEntries(shown) }] as const] : [];
  });
  return { ...results, evaluations: Object.fromEntries(rows) };
}

/** Gives results with what was evaluated of the same training before, and was not shown since. */
function withEvaluationsOf(results: Results, before: Results): Results {
  const isSame =
    results.recorded === before.recorded && isEqual(results.progress?.step, before.progress?.step);
  if (!isSame) return results;
  const evaluations = mapValues({ ...before.evaluations, ...results.evaluations }, (row, id) => {
    const earlier = before.evaluations[id];
    return earlier?.step === row.step ? { ...row, outcomes: { ...earlier.outcomes, ...row.outcomes } } : row;
  });
  return { ...results, evaluations };
}
