/** What the reader does in the step of a lesson that is on the page: predicts, has its recording played, evaluates, and switches parts off. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Answer, firstAnswer } from '../../lessons/questions';
import type { LessonStep } from '../../lessons/schema';
import { errorMessage } from '../errorMessage';
import type { RecordedPlace } from '../gallery/openRecorded';
import type { Drafts } from './drafts';
import { asksFirst, hasReached, type LessonState, noLesson, openStep } from './lessonState';
import { RecordingPlayback } from './recordingPlayback';
import { StepResults } from './stepResults';
import { ablationOf, partsName } from './withoutParts';

/** The open step of one page; what opens and leaves lessons is made on it. @see lessons.ts */
export class StepActs {
  readonly state: StoreApi<LessonState> = createStore<LessonState>()(() => noLesson);
  protected readonly results: StepResults;
  protected readonly playback: RecordingPlayback;

  constructor(
    protected readonly place: RecordedPlace,
    drafts: Drafts,
  ) {
    const { document, session } = place;
    this.results = new StepResults(place, drafts);
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
    document.experiment.subscribe(() => {
      if (this.state.getState().playing === null) return;
      this.playback.drop();
      this.state.setState({ playing: null });
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
      const results = await this.results.recorded(open, 'entered');
      if (openStep(this.state.getState()) !== step) return;
      await this.place.session.clear();
      this.playback.play(results);
    });
  }

  /**
   * Evaluates what the step asks for; of a recording it shows what was evaluated with it. Resolves when that has ended, which the
   * session's evaluation tells. Never rejects.
   */
  async evaluate(): Promise<void> {
    const state = this.state.getState();
    const step = openStep(state);
    const { open } = state;
    const { document, session } = this.place;
    const { evaluation, runs } = session;
    if (!open || !step?.evaluate || asksFirst(state) || evaluation.state.getState().progress) return;
    if (!runs.getState().recorded) {
      // It is of the runs as they are now, and so are its results.
      document.view.getState().set({ moment: null });
      return evaluation.start(step.evaluate);
    }
    await this.attempt(async () => {
      const { evaluations } = await this.results.recorded(open, 'evaluated');
      if (openStep(this.state.getState()) === step) runs.setState({ evaluations });
    });
  }

  /** Measures the run without the parts that the step switches off; the session's ablation tells what comes of it. Never rejects. */
  async switchOff(): Promise<void> {
    const state = this.state.getState();
    const { document, session } = this.place;
    const { without } = openStep(state) ?? {};
    if (!without || asksFirst(state) || session.runs.getState().recorded) return;
    const { moment } = document.view.getState();
    await session.ablation.measure(without.run, ablationOf(without), partsName(without), moment);
  }

  /** Shows all of the recording that plays. */
  finishPlaying(): void {
    this.playback.finish();
  }

  private note(step: LessonStep, value: Answer, locked: boolean): void {
    this.state.setState(({ answers }) => ({ answers: { ...answers, [step.id]: { value, locked } } }));
  }

  /** Tells the state that something is under way, and why it failed. @returns whether it did not */
  protected async attempt(change: () => Promise<void>): Promise<boolean> {
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
