/**
 * Plays lessons on the page. A lesson is an experiment of its own among the saved ones: what was on the page stays as it is, and
 * can be had back on leaving. Each step is entered by its stage, whichever step was there before.
 */
import { pick } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabDocument } from '../../document/document';
import { trainsAlike } from '../../experiment/edit';
import type { Experiment } from '../../experiment/schema';
import { i18n, t } from '../../i18n/i18n';
import type { Answer } from '../../lessons/questions';
import { firstAnswer } from '../../lessons/questions';
import type { Lesson, LessonStep } from '../../lessons/schema';
import { type Stage, stageAt } from '../../lessons/stage';
import { textIn } from '../../lessons/text';
import { lastCapturedStep } from '../../runtime/runCaptures';
import { noResults, type Results, resultFields } from '../../runtime/runReducer';
import { restoreDocument, snapshotDocument } from '../document/documentSnapshot';
import { errorMessage } from '../errorMessage';
import type { RecordedPlace } from '../gallery/openRecorded';
import type { Drafts } from './drafts';
import { lessonInAddress, showLessonInAddress } from './lessonAddress';
import { LessonRecordings } from './lessonRecordings';
import { asksFirst, hasReached, type LessonState, noLesson, openStep } from './lessonState';
import { keepVisit, keptVisit } from './lessonVisit';
import { RecordingPlayback } from './recordingPlayback';

/** What a step came to in this visit: of its training, or what the reader made of an exercise. */
export interface KeptStep {
  experiment: Experiment;
  results: Results;
}

/** A lesson as its reader left it. */
export interface LeftLesson extends Pick<LessonState, 'answers'> {
  id: string;
  /** From 0. */
  at: number;
  /** By step id. */
  kept: ReadonlyMap<string, KeptStep>;
}

const nothingLeft: Pick<LeftLesson, 'answers' | 'kept'> = { answers: {}, kept: new Map() };

/** The lessons of one page. */
export class Lessons {
  readonly state: StoreApi<LessonState> = createStore<LessonState>()(() => noLesson);
  private readonly playback: RecordingPlayback;
  /** By step id. */
  private kept = new Map<string, KeptStep>();
  private readonly recordings = new LessonRecordings();
  /** Id of the experiment that was on the page before the lesson; null where none was. */
  private before: string | null = null;
  /** What was on the page before, where no storage keeps it. */
  private held: LabDocument | null = null;
  /** Counts what is entered: of two at a time the later is shown. */
  private entries = 0;

  constructor(
    private readonly place: RecordedPlace,
    private readonly drafts: Drafts,
  ) {
    const { document, session } = place;
    this.playback = new RecordingPlayback({
      document,
      runs: session.runs,
      onProgress: (playing) => this.state.setState({ playing }),
    });
    // A training that has come to where its step ends it is paused.
    session.runs.subscribe((runs) => {
      const step = openStep(this.state.getState());
      if (step && runs.state === 'training' && hasReached(step, runs)) void session.pause();
    });
    // Of another experiment than the page's, a recording has no place there.
    document.experiment.subscribe(() => this.dropPlaying());
    this.state.subscribe(({ open, answers }) => {
      if (open)
        keepVisit({
          lesson: open.lesson.id,
          at: open.at,
          experiment: this.experimentId,
          before: this.before,
          answers,
        });
    });
  }

  /** All lessons of the lab. Rejects where they cannot be fetched. */
  all = async (): Promise<readonly Lesson[]> => (await import('../../lessons')).lessons;

  /** Rejects with an Error for the reader where the lab has no such lesson. */
  private async named(id: string): Promise<Lesson> {
    const own = this.drafts.state.getState().drafts;
    const lesson = [...(await this.all()), ...own].find((one) => one.id === id);
    if (!lesson) throw new Error(t('lessons.unknown', { id }));
    return lesson;
  }

  /**
   * Opens the lesson that the page's address names; goes on with it where the page was reloaded. Where it cannot be had the list of
   * lessons opens, which says why. Never rejects.
   */
  async openAddressed(): Promise<void> {
    const named = lessonInAddress();
    if (!named) return;
    const isThere = await this.attempt(async () => {
      const lesson = await this.named(named.id);
      const at = Math.min(named.at, lesson.steps.length - 1);
      const visit = keptVisit();
      if (visit?.lesson === lesson.id && visit.experiment === this.experimentId) {
        this.before = visit.before;
        this.state.setState({ answers: visit.answers });
        // A link to another step than the tab was on is entered as any other.
        await (visit.at === at ? this.resume(lesson, at) : this.show(lesson, at));
      } else await this.begin(lesson, at);
    });
    if (!isThere) this.place.document.view.getState().set({ dialog: { kind: 'lessons' } });
  }

  /** Opens a lesson with what was left of it, as a frame that is loaded again. Never rejects. @returns whether it is on the page */
  openLeft({ id, at, answers, kept }: LeftLesson): Promise<boolean> {
    return this.attempt(async () => {
      const lesson = await this.named(id);
      await this.begin(lesson, Math.min(at, lesson.steps.length - 1), { answers, kept });
    });
  }

  /** What is left of the lesson where the page goes away now; null where none is on it. */
  left(): LeftLesson | null {
    const { open, answers } = this.state.getState();
    if (!open) return null;
    this.keep();
    return { id: open.lesson.id, at: open.at, answers, kept: this.kept };
  }

  /** Opens a lesson at a step, from 0. Never rejects. @returns whether it is on the page */
  open(lesson: Lesson, at = 0): Promise<boolean> {
    return this.attempt(() => this.begin(lesson, at));
  }

  /** Goes to a step, from 0; nothing where there is no such one. Never rejects. */
  async goTo(at: number): Promise<void> {
    const { open } = this.state.getState();
    if (!open || at < 0 || at >= open.lesson.steps.length) return;
    await this.attempt(() => this.enter(open.lesson, at));
  }

  /** Goes so many steps on; back where `count` is below 0. Never rejects. */
  async move(count: number): Promise<void> {
    const { open } = this.state.getState();
    if (open) await this.goTo(open.at + count);
  }

  /** Shows the step's stage again, as it is entered for the first time. Never rejects. */
  async restage(): Promise<void> {
    const { open } = this.state.getState();
    const step = openStep(this.state.getState());
    if (!open || !step) return;
    await this.attempt(async () => {
      await this.place.session.pause();
      this.kept.delete(step.id);
      await this.show(open.lesson, open.at);
    });
  }

  /** Takes an answer that is not locked in yet. */
  answer(value: Answer): void {
    const step = openStep(this.state.getState());
    if (!step?.question || this.state.getState().answers[step.id]?.locked) return;
    this.note(step, value, false);
  }

  /** Locks in the answer that is there, or the one to begin with. @returns whether there was one */
  lockIn(): boolean {
    const state = this.state.getState();
    const step = openStep(state);
    if (!step?.question) return false;
    const value = state.answers[step.id]?.value ?? firstAnswer(step.question);
    if (value === null) return false;
    this.note(step, value, true);
    return true;
  }

  /** Plays the recording of the step's training. Never rejects. */
  async play(): Promise<void> {
    const state = this.state.getState();
    const step = openStep(state);
    const { open } = state;
    if (!open || !step?.train || asksFirst(state)) return;
    await this.attempt(async () => {
      const results = await this.recordings.of(open.lesson, step);
      if (openStep(this.state.getState()) !== step) return;
      await this.place.session.clear();
      this.playback.play(results);
    });
  }

  /** Shows all of the recording that plays. */
  finishPlaying(): void {
    this.playback.finish();
  }

  /**
   * Leaves the lesson.
   * @param then `keep` leaves on the page what the lesson has there; `back` opens what was there before
   */
  async leave(then: 'keep' | 'back'): Promise<void> {
    this.entries++;
    this.playback.finish();
    const { before, held } = this;
    this.state.setState(noLesson);
    showLessonInAddress(null);
    keepVisit(null);
    this.kept.clear();
    this.before = null;
    this.held = null;
    if (then === 'keep' || before === null) return;
    const { document, session } = this.place;
    if (held) {
      await session.clear();
      restoreDocument(document, session.runs, held);
      return;
    }
    const refusal = await this.place.autosave.open(before).catch(errorMessage);
    if (refusal) this.state.setState({ error: refusal });
  }

  private get experimentId(): string {
    return this.place.autosave.state.getState().current.id;
  }

  private note(step: LessonStep, value: Answer, locked: boolean): void {
    this.state.setState(({ answers }) => ({ answers: { ...answers, [step.id]: { value, locked } } }));
  }

  /** Makes the lesson an experiment of its own, and enters it. */
  private async begin(lesson: Lesson, at: number, { answers, kept } = nothingLeft): Promise<void> {
    const { document, session, autosave, links } = this.place;
    // From lesson to lesson the same stays what was there before.
    if (!this.state.getState().open) {
      this.before = this.experimentId;
      const isStored = autosave.state.getState().database !== null;
      this.held = isStored ? null : snapshotDocument(document, session.runs.getState());
    }
    this.playback.drop();
    this.kept = new Map(kept);
    this.state.setState({ open: null, answers, playing: null });
    const name = t('lessons.savedName', { title: textIn(lesson.title, i18n.language) });
    const shown = await this.staged(lesson, at);
    await autosave.startNew(name, () => {
      links.forget();
      this.put(lesson, at, shown);
    });
    await autosave.writeNow();
  }

  private async enter(lesson: Lesson, at: number): Promise<void> {
    await this.place.session.pause();
    this.keep();
    await this.show(lesson, at);
  }

  /** Keeps what the open step came to; not a part of a recording, which its question would be held against. */
  private keep(): void {
    const { document, session } = this.place;
    const step = openStep(this.state.getState());
    if ((!step?.train && !step?.exercise) || this.state.getState().playing) return;
    const { experiment } = document.experiment.getState();
    const results = pick(session.runs.getState(), resultFields);
    if (step.exercise || results.state !== 'empty' || results.recorded)
      this.kept.set(step.id, { experiment, results });
  }

  private async show(lesson: Lesson, at: number): Promise<void> {
    const entry = ++this.entries;
    const shown = await this.staged(lesson, at);
    if (entry !== this.entries) return;
    this.playback.drop();
    // What is reset at once is followed at once by what takes its place; the worker may take its time.
    const cleared = this.place.session.clear();
    this.put(lesson, at, shown);
    await cleared;
  }

  /** Gives the stage of a step, and what is shown on it. */
  private async staged(lesson: Lesson, at: number): Promise<{ stage: Stage; kept: KeptStep }> {
    const stage = stageAt(lesson, at);
    const step = lesson.steps[at] as LessonStep;
    const own = this.kept.get(step.id);
    if (own && (step.exercise || trainsAlike(own.experiment, stage.experiment))) return { stage, kept: own };
    const { experiment, trainedIn } = stage;
    if (!trainedIn) return { stage, kept: { experiment, results: noResults } };
    const trained = this.kept.get(trainedIn.id);
    const isOfStage = trained && trainsAlike(trained.experiment, experiment);
    if (isOfStage) return { stage, kept: { experiment, results: trained.results } };
    // A lesson of one's own has no recording: what was not trained is shown untrained.
    const isOwn = this.drafts.state.getState().drafts.some(({ id }) => id === lesson.id);
    const recorded = this.recordings.of(lesson, trainedIn);
    return {
      stage,
      kept: { experiment, results: await (isOwn ? recorded.catch(() => noResults) : recorded) },
    };
  }

  /** Puts a step on the page, of which nothing trains. */
  private put(
    lesson: Lesson,
    at: number,
    { stage, kept: { experiment, results } }: Awaited<ReturnType<typeof this.staged>>,
  ): void {
    const { document, session } = this.place;
    document.experiment.setState({ experiment, ownText: null, error: null });
    const moment = stage.view.moment ?? (results.recorded ? lastCapturedStep(results.captures) : null);
    document.view.getState().set({ ...stage.view, moment, enlarged: false, dialog: null });
    document.history.clear();
    session.runs.setState(results);
    this.opened(lesson, at, stage);
  }

  /** Goes on at a step of a page that was reloaded, which has all else. */
  private async resume(lesson: Lesson, at: number): Promise<void> {
    const stage = stageAt(lesson, at);
    const { experiment } = this.place.document.experiment.getState();
    const { recorded, state } = this.place.session.runs.getState();
    const isThere = trainsAlike(experiment, stage.experiment) && (recorded || state !== 'empty');
    if (isThere || lesson.steps[at]?.exercise) this.opened(lesson, at, stage);
    else await this.show(lesson, at);
  }

  private opened(lesson: Lesson, at: number, stage: Stage): void {
    this.state.setState({ open: { lesson, at, stage }, playing: null });
    showLessonInAddress({ id: lesson.id, at });
    // The next thing that is wanted, so that no one waits for it.
    const soon = lesson.steps[at]?.train ? lesson.steps[at] : lesson.steps[at + 1];
    if (soon?.train) void this.recordings.of(lesson, soon).catch(console.warn);
  }

  private dropPlaying(): void {
    if (this.state.getState().playing === null) return;
    this.playback.drop();
    this.state.setState({ playing: null });
  }

  private async attempt(change: () => Promise<void>): Promise<boolean> {
    this.state.setState({ fetching: true, error: null });
    try {
      await change();
      return true;
    } catch (error) {
      this.state.setState({ error: errorMessage(error) });
      return false;
    } finally {
      this.state.setState({ fetching: false });
    }
  }
}
