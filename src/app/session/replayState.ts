/** How runs stand that are trained again. */

/** What is trained again. */
export interface ReplayState {
  /** Captures are being made for the page, or are about to be. */
  isDue: boolean;
  /** null while nothing is. */
  progress: {
    runId: string;
    /** Where the stretch begins, and where it is. */
    from: number;
    step: number;
    /** Steps trained again, of all that are to be. */
    done: number;
    total: number;
    secondsLeft: number | null;
    /** It is of every capture that is not held, not of a moment alone. */
    ofAll: boolean;
  } | null;
  /** How the last one ended, where it did not come to its end. */
  note: 'stopped' | { error: string } | null;
}
