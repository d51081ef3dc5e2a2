/** Measures case after case, each in a worker of its own, so that none has the other's memory or compiled code. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { errorMessage } from '../../src/app/errorMessage';
import { type ConnectLab, proxy } from '../../src/runtime/client';
import type { LabWorker, TimingProgress } from '../../src/runtime/protocol';
import { browserFacts } from './browser';
import { casesOn, experimentOf, type TimedCase } from './cases';
import type { Machine, Outcome } from './markdown';

export interface MeasurementState {
  phase: 'idle' | 'running' | 'done' | 'stopped';
  /** null before it is known. */
  machine: Machine | null;
  /** Of all cases; none before the machine is known. */
  cases: readonly TimedCase[];
  /** Of the cases that are done, in turn. */
  outcomes: readonly Outcome[];
  /** The case that is measured, and how far it is. */
  current: (TimedCase & TimingProgress) | null;
  /** Why nothing could be measured at all, a sentence; else null. */
  failure: string | null;
}

const nothing = { machine: null, cases: [], outcomes: [], current: null, failure: null };

export class Measurement {
  readonly state: StoreApi<MeasurementState> = createStore<MeasurementState>()(() => ({
    phase: 'idle',
    ...nothing,
  }));
  private stopping = new AbortController();

  /**
   * @param connect starts a worker
   * @param seconds that each case is timed for
   */
  constructor(
    private readonly connect: ConnectLab,
    readonly seconds: number,
  ) {}

  /** Measures every case, anew. Resolves when all are done or it is stopped. */
  async start(): Promise<void> {
    this.stop();
    const { signal } = this.stopping;
    const update = (change: Partial<MeasurementState>) => {
      if (!signal.aborted) this.state.setState(change);
    };
    update({ phase: 'running', ...nothing });
    let machine: Machine;
    try {
      machine = { ...(await this.inWorker(signal, (lab) => lab.speed.machine())), ...(await browserFacts()) };
    } catch (error) {
      update({ phase: 'stopped', failure: errorMessage(error) });
      return;
    }
    const cases = casesOn(machine);
    update({ machine, cases });
    for (const timed of cases) {
      if (signal.aborted) return;
      const report = (progress: TimingProgress) => update({ current: { ...timed, ...progress } });
      report({ phase: 'preparing', share: 0 });
      const outcome = await this.measure(timed, signal, report);
      update({ outcomes: [...this.state.getState().outcomes, outcome] });
    }
    update({ phase: 'done', current: null });
  }

  /** Ends what is measured; what is done stays. */
  stop(): void {
    this.stopping.abort();
    this.stopping = new AbortController();
    if (this.state.getState().phase === 'running') this.state.setState({ phase: 'stopped', current: null });
  }

  private async measure(
    timed: TimedCase,
    signal: AbortSignal,
    report: (progress: TimingProgress) => void,
  ): Promise<Outcome> {
    try {
      const timing = await this.inWorker(signal, (lab) =>
        lab.speed.time(timed.engine, experimentOf(timed.size), this.seconds, proxy(report)),
      );
      return { ...timed, timing };
    } catch (error) {
      return { ...timed, failure: errorMessage(error) };
    }
  }

  /** Rejects where the worker crashes too, or the signal says so. */
  private inWorker<T>(signal: AbortSignal, use: (lab: LabWorker) => Promise<T>): Promise<T> {
    let end = () => {};
    return new Promise<T>((resolve, reject) => {
      const { lab, terminate } = this.connect((message) => reject(new Error(message)));
      end = terminate;
      signal.addEventListener('abort', () => reject(new Error('It was stopped.')));
      use(lab).then(resolve, reject);
    }).finally(() => end());
  }
}
