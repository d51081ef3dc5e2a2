/** What the reader does in the step of a lesson that is on the page: predicts, has its recording played, evaluates, and switches parts off. */
import type { StoreApi } from 'zustand/vanilla';
import { type Answer, firstAnswer } from '../../lessons/questions';
import type { LessonStep } from '../../lessons/schema';
import type { RecordedPlace } from '../gallery/openRecorded';
import { asksFirst, hasReached, type LessonState, openStep } from './lessonState';
import type { RecordingPlayback } from './recordingPlayback';
import type { StepResults } from './stepResults';
import { ablationOf, partsName } from './withoutParts';

interface StepActsOptions {
  place: RecordedPlace;
  /** Of the lesson on the page. */
  state: StoreApi<LessonState>;
  results: StepResults;
  playback: RecordingPlayback;
  /** Tells the state that something is under way, and why it failed. */
  attempt(change: () => Promise<void>): Promise<boolean>;
}

/** The acts of one page's reader; what opens and leaves lessons is `lessons.ts`. */
export class StepActs {
  private readonly state: StoreApi<LessonState>;

  constructor(private readonly options: StepActsOptions) {
    const { place, state, playback } = options;
    this.state = state;
    const { document, session } = place;
    // A training that has come to where its step ends it is paused.
    session.runs.subscribe((runs) => {
      const step = openStep(state.getState());
      if (step && runs.state === 'training' && hasReached(step, runs)) void session.pause();
    });
    // Of another experiment than the page's, a recording has no place there.
    document.experiment.subscribe(() => {
      if (state.getState().playing === null) return;
      playback.drop();
      state.setState({ playing: null });
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
    const { place, results, playback, attempt } = this.options;
    await attempt(async () => {
      const recorded = await results.recorded(open, 'entered');
      if (openStep(this.state.getState()) !== step) return;
      await place.session.clear();
      playback.play(recorded);
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
    const { place, results, attempt } = this.options;
    const { document, session } = place;
    const { evaluation, runs } = session;
    if (!open || !step?.evaluate || asksFirst(state) || evaluation.state.getState().progress) return;
    if (!runs.getState().recorded) {
      // It is of the runs as they are now, and so are its results.
      document.view.getState().set({ moment: null });
      return evaluation.start(step.evaluate);
    }
    await attempt(async () => {
      const { evaluations } = await results.recorded(open, 'evaluated');
      if (openStep(this.state.getState()) === step) runs.setState({ evaluations });
    });
  }

  /** Measures the run without the parts that the step switches off; the session's ablation tells what comes of it. Never rejects. */
  async switchOff(): Promise<void> {
    const state = this.state.getState();
    const { document, session } = this.options.place;
    const { without } = openStep(state) ?? {};
    if (!without || asksFirst(state) || session.runs.getState().recorded) return;
    const { moment } = document.view.getState();
    await session.ablation.measure(without.run, ablationOf(without), partsName(without), moment);
  }

  /** Shows all of the recording that plays. */
  finishPlaying(): void {
    this.options.playback.finish();
  }

  private note(step: LessonStep, value: Answer, locked: boolean): void {
    this.state.setState(({ answers }) => ({ answers: { ...answers, [step.id]: { value, locked } } }));
  }
}
