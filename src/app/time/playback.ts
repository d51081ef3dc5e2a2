/** Moves the page to another moment: from capture to capture, by hand or played; or live, to the runs as they are now. */
import { minBy } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { probeText } from '../../document/probeText';
import { capturedSteps } from '../../runtime/runCaptures';
import type { PageDocument } from '../document/pageDocument';
import { memoised } from '../memoised';
import type { Replays } from '../session/replays';
import type { RunsStore } from '../session/runsStore';

/** Paces, as multiples of the slowest. */
export const paces = [1, 2, 4] as const;
export type Pace = (typeof paces)[number];

/** Milliseconds between two captures at pace 1. */
const interval = 400;

interface PlaybackState {
  playing: boolean;
  pace: Pace;
}

/** The moment of one page. */
export class Playback {
  readonly state: StoreApi<PlaybackState> = createStore<PlaybackState>()(() => ({ playing: false, pace: 1 }));
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly findHeld = memoised(
    () => {
      const { probe, taskSample } = this.document.view.getState();
      return [
        this.document.experiment.getState().experiment,
        probe,
        taskSample,
        this.runs.getState().captures,
      ];
    },
    () => {
      const { experiment } = this.document.experiment.getState();
      const text = probeText(experiment, this.document.view.getState());
      return capturedSteps(this.runs.getState().captures, text);
    },
  );
  private readonly findSteps = memoised(
    () => [this.held, this.replays.reachable],
    () => [...new Set([...this.held, ...this.replays.reachable])].sort((a, b) => a - b),
  );

  constructor(
    private readonly document: PageDocument,
    private readonly runs: RunsStore,
    private readonly replays: Pick<Replays, 'reachable'>,
  ) {}

  /** Moves to the capture nearest to a step, or to the step of one that can be made anew; live beyond the last one. */
  moveTo(step: number): void {
    const { steps } = this;
    const isBeyond = step > (steps.at(-1) ?? Number.NEGATIVE_INFINITY);
    this.set(isBeyond ? null : (minBy(steps, (one) => Math.abs(one - step)) ?? null));
  }

  /** Moves so many captures on, live beyond the last one; back where `count` is below 0. */
  moveBy(count: number): void {
    const { steps, position } = this;
    if (count > 0) {
      const next = steps.filter((step) => step > position);
      this.set(next[count - 1] ?? null);
      return;
    }
    const before = steps.filter((step) => step < position);
    const step = before[Math.max(0, before.length + count)];
    if (step !== undefined) this.set(step);
  }

  /** Moves to the first capture. */
  first(): void {
    this.moveTo(0);
  }

  /** Shows the runs as they are now. */
  live(): void {
    this.set(null);
  }

  /** Plays from here, or from the first capture where it is live; pauses what plays. */
  toggle(): void {
    const { playing } = this.state.getState();
    if (playing) {
      this.pause();
      return;
    }
    const [first] = this.held;
    if (first === undefined) return;
    if (this.document.view.getState().moment === null) this.set(first);
    this.state.setState({ playing: true });
    this.schedule();
  }

  pause(): void {
    clearTimeout(this.timer);
    this.state.setState({ playing: false });
  }

  setPace(pace: Pace): void {
    this.state.setState({ pace });
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // Only through those that are held: it waits for none.
      this.set(this.held.find((step) => step > this.position) ?? null);
      if (this.document.view.getState().moment === null) this.pause();
      else this.schedule();
    }, interval / this.state.getState().pace);
  }

  /** Steps of which there are captures of the probe, or can be, rising. */
  private get steps(): readonly number[] {
    return this.findSteps();
  }

  /** Steps of which there are captures of the probe, rising. */
  private get held(): readonly number[] {
    return this.findHeld();
  }

  /** The moment, or the step that the runs have reached. */
  private get position(): number {
    return this.document.view.getState().moment ?? this.runs.getState().progress?.step ?? 0;
  }

  private set(moment: number | null): void {
    if (moment !== this.document.view.getState().moment) this.document.view.getState().set({ moment });
  }
}
