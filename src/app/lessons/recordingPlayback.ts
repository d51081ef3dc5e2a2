/** Plays a recording: its curves and maps grow on the page as if they were trained now. */
import { mapValues } from 'es-toolkit';
import { mediaMatches } from '../../platform/layout';
import { capturesUpTo, lastCapturedStep } from '../../runtime/runCaptures';
import { type Results, truncated } from '../../runtime/runReducer';
import type { PageDocument } from '../document/pageDocument';
import type { RunsStore } from '../session/runsStore';

/** Milliseconds that a recording plays for, and between two pictures of it. */
const duration = 6000;
const interval = 80;

interface PlaybackOptions {
  document: PageDocument;
  runs: RunsStore;
  /** Called with each picture, and with null once all of it is shown. */
  onProgress(progress: { step: number; steps: number } | null): void;
}

/** Plays one recording at a time on one page. */
export class RecordingPlayback {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private shown: Results | null = null;

  constructor(private readonly options: PlaybackOptions) {}

  /** Plays from the start; all at once where the reader asked for less motion. @param results of the recording */
  play(results: Results): void {
    this.drop();
    this.shown = results;
    const steps = lastStep(results);
    if (mediaMatches('(prefers-reduced-motion: reduce)') || steps === 0) {
      this.finish();
      return;
    }
    const began = performance.now();
    const advance = () => {
      const step = Math.round((steps * (performance.now() - began)) / duration);
      if (step >= steps) {
        this.finish();
        return;
      }
      this.show(resultsUpTo(results, step, steps));
      this.options.onProgress({ step, steps });
      this.timer = setTimeout(advance, interval);
    };
    advance();
  }

  /** Shows all of what plays at once. */
  finish(): void {
    const { shown } = this;
    if (!shown) return;
    this.drop();
    this.show(shown);
    this.options.onProgress(null);
  }

  /** Ends it where it stands, as another step takes the page. */
  drop(): void {
    clearTimeout(this.timer);
    this.shown = null;
  }

  private show(results: Results): void {
    const { document, runs } = this.options;
    runs.setState(results);
    const moment = lastCapturedStep(results.captures);
    if (document.view.getState().moment !== moment) document.view.getState().set({ moment });
  }
}

/** The last step of any curve. */
const lastStep = ({ curves }: Results): number =>
  Math.max(0, ...Object.values(curves).map(({ train }) => train.last?.step ?? 0));

/** Gives what a recording had at a step: no evaluations, which came at its end. */
function resultsUpTo(results: Results, step: number, steps: number): Results {
  return {
    ...results,
    progress: { step, steps, tokensPerSecond: 0, secondsLeft: null },
    curves: mapValues(results.curves, (own) => truncated(own, step)),
    captures: mapValues(results.captures, (own) => capturesUpTo(own, step)),
    heldOut: {},
    evaluations: {},
  };
}
