/**
 * Plays lessons on the page. A lesson is an experiment of its own among the saved ones: what was on the page stays as it is, and
 * can be had back on leaving. Each step is entered by its stage, whichever step was there before.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { trainsAlike } from '../../experiment/edit';
import { i18n, t } from '../../i18n/i18n';
import { decodeLesson, isLessonLink } from '../../lessons/link';
import type { Lesson } from '../../lessons/schema';
import { type Stage, stageAt } from '../../lessons/stage';
import { textIn } from '../../lessons/text';
import { lastCapturedStep } from '../../runtime/runCaptures';
import { attempt } from '../attempt';
import { isFrame } from '../frame/frameAddress';
import type { RecordedPlace } from '../gallery/openRecorded';
import type { Drafts } from './drafts';
import { lessonInAddress, showLessonInAddress } from './lessonAddress';
import { type LessonState, noLesson, openStep } from './lessonState';
import { keepVisit, keptVisit } from './lessonVisit';
import { PageBefore } from './pageBefore';
import { RecordingPlayback } from './recordingPlayback';
import { StepActs } from './stepActs';
import { type KeptStep, type StagedStep, StepResults } from './stepResults';

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
  /** What the reader does in the step that is open. */
  readonly acts: StepActs;
  private readonly results: StepResults;
  private readonly playback: RecordingPlayback;
  private readonly before: PageBefore;
  /** Counts what is entered: of two at a time the later is shown. */
  private entries = 0;

  constructor(
    private readonly place: RecordedPlace,
    private readonly drafts: Drafts,
  ) {
    const { state } = this;
    this.results = new StepResults(place, drafts);
    this.playback = new RecordingPlayback({
      document: place.document,
      runs: place.session.runs,
      onProgress: (playing) => state.setState({ playing }),
    });
    this.acts = new StepActs({
      place,
      state,
      results: this.results,
      playback: this.playback,
      attempt: (change) => this.attempt(change),
    });
    this.before = new PageBefore(place);
    this.state.subscribe(({ open, answers }) => {
      if (open)
        keepVisit({
          lesson: open.lesson.id,
          at: open.at,
          experiment: this.experimentId,
          before: this.before.id,
          answers,
        });
    });
  }

  /** All lessons of the lab. Rejects where they cannot be fetched. */
  all = async (): Promise<readonly Lesson[]> => (await import('../../lessons')).lessons;

  /** Finds a lesson of the lab or of this browser; undefined where there is none. Rejects as `all`. */
  async find(id: string): Promise<Lesson | undefined> {
    const own = this.drafts.state.getState().drafts;
    return [...(await this.all()), ...own].find((one) => one.id === id);
  }

  /** Rejects with an Error for the reader where there is no such lesson. */
  private async named(id: string): Promise<Lesson> {
    const lesson = await this.find(id);
    if (!lesson) throw new Error(t('lessons.unknown', { id }));
    return lesson;
  }

  /**
   * Opens the lesson that the page's address names; goes on with it where the page was reloaded. Where it cannot be had the list of
   * lessons opens, which says why. Never rejects.
   */
  async openAddressed(): Promise<void> {
    if (await this.openLinked()) return;
    const named = lessonInAddress();
    if (!named) return;
    await this.attemptOrList(async () => {
      const lesson = await this.named(named.id);
      const at = Math.min(named.at, lesson.steps.length - 1);
      const visit = keptVisit();
      if (visit?.lesson === lesson.id && visit.experiment === this.experimentId) {
        this.before.id = visit.before;
        this.state.setState({ answers: visit.answers });
        // A link to another step than the tab was on is entered as any other.
        await (visit.at === at ? this.resume(lesson, at) : this.show(lesson, at));
      } else await this.begin(lesson, at);
    });
  }

  /**
   * Opens the lesson that the address's hash carries, and keeps it in this browser; a frame keeps nothing. Where it cannot be read the
   * list of lessons opens, which says why. Never rejects. @returns whether the hash is of a lesson at all
   */
  async openLinked(): Promise<boolean> {
    const { hash } = location;
    if (!isLessonLink(hash)) return false;
    await this.attemptOrList(() =>
      this.begin(isFrame() ? decodeLesson(hash) : this.drafts.takeLink(hash), 0),
    );
    return true;
  }

  /** Tells the state that something is under way, and why it failed. @returns whether it did not */
  private attempt(change: () => Promise<void>): Promise<boolean> {
    return attempt(this.state, { meanwhile: { fetching: true }, after: { fetching: false } }, change);
  }

  /** Opens the list of lessons where that fails: it says why. */
  private async attemptOrList(change: () => Promise<void>): Promise<void> {
    if (!(await this.attempt(change)))
      this.place.document.view.getState().set({ dialog: { kind: 'lessons' } });
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
    return { id: open.lesson.id, at: open.at, answers, kept: this.results.kept };
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
      this.results.forget(step);
      await this.show(open.lesson, open.at);
    });
  }

  /**
   * Leaves the lesson.
   * @param then `keep` leaves on the page what the lesson has there; `back` opens what was there before
   */
  async leave(then: 'keep' | 'back'): Promise<void> {
    this.entries++;
    this.playback.finish();
    const isBack = then === 'back' && this.before.id !== null;
    this.state.setState(noLesson);
    showLessonInAddress(null);
    keepVisit(null);
    this.results.begin(new Map());
    if (!isBack) {
      this.before.forget();
      return;
    }
    const refusal = await this.before.bringBack();
    if (refusal) this.state.setState({ error: refusal });
  }

  private get experimentId(): string {
    return this.place.autosave.state.getState().current.id;
  }

  /** Makes the lesson an experiment of its own, and enters it. */
  private async begin(lesson: Lesson, at: number, { answers, kept } = nothingLeft): Promise<void> {
    const { autosave, links } = this.place;
    // From lesson to lesson the same stays what was there before.
    if (!this.state.getState().open) this.before.note();
    this.playback.drop();
    this.results.begin(kept);
    this.state.setState({ open: null, answers, playing: null });
    const name = t('lessons.savedName', { title: textIn(lesson.title, i18n.language) });
    const staged = await this.results.staged(lesson, at);
    await autosave.startNew(name, () => {
      links.forget();
      this.put(lesson, at, staged);
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
    const { open, playing } = this.state.getState();
    if (open && !playing) this.results.keep(open);
  }

  private async show(lesson: Lesson, at: number): Promise<void> {
    const entry = ++this.entries;
    const staged = await this.results.staged(lesson, at);
    if (entry !== this.entries) return;
    this.playback.drop();
    // What is reset at once is followed at once by what takes its place; the worker may take its time.
    const cleared = this.place.session.clear();
    this.put(lesson, at, staged);
    await cleared;
  }

  /** Puts a step on the page, of which nothing trains. */
  private put(lesson: Lesson, at: number, { stage, shown: { experiment, results } }: StagedStep): void {
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
    const { recordings } = this.results;
    const step = lesson.steps[at];
    this.state.setState({
      open: { lesson, at, stage },
      playing: null,
      hasRecording: !this.results.isOwn(lesson),
    });
    showLessonInAddress({ id: lesson.id, at });
    // The next thing that is wanted, so that no one waits for it.
    const soon = step?.train ? step : lesson.steps[at + 1];
    if (!soon?.train) return;
    const isThere = () => {
      if (openStep(this.state.getState()) === soon) this.state.setState({ hasRecording: true });
    };
    recordings.of(lesson, soon).then(isThere, console.warn);
  }
}
