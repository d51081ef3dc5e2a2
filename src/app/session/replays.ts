/**
 * Makes captures of earlier steps anew, where there are none of the probe that the page has: at the checkpoints along the way as soon as
 * the probe is another, at other steps where a person goes to them, trained again from the checkpoint before.
 */
import { debounce } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { probeText } from '../../document/probeText';
import { chosenRun } from '../../document/view';
import type { Experiment } from '../../experiment/schema';
import { captureBytes } from '../../measure/capture';
import { isCaptureStep } from '../../runtime/captureSteps';
import { proxy } from '../../runtime/client';
import type { ReplayEvent } from '../../runtime/protocol';
import { type Stretch, stepsToTrain, stretches } from '../../runtime/replayPlan';
import { longProbe, mostBytes } from '../../runtime/runCaptures';
import { reduceRunEvent } from '../../runtime/runReducer';
import type { Checkpoint } from '../../train/checkpoint';
import type { PageDocument } from '../document/pageDocument';
import { errorMessage } from '../errorMessage';
import { stepOf } from './resultsArchive';
import type { RunLifecycle } from './runLifecycle';

/** How long a moment, or a probe, stands before anything is trained again, in milliseconds. */
const settleDelay = 300;

/** What is trained again. */
export interface ReplayState {
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
  } | null;
  /** How the last one ended, where it did not come to its end. */
  note: 'stopped' | { error: string } | null;
}

type Planned = Stretch & { runId: string };

/** One replay at a time. */
export class Replays {
  readonly state: StoreApi<ReplayState> = createStore<ReplayState>()(() => ({ progress: null, note: null }));
  /** Counts replays and stops, so that what is over is heard no more. */
  private calls = 0;
  private readonly follow = debounce(() => void this.followPage(), settleDelay);
  /** The probe has changed since the captures were made. */
  private probeIsNew = false;

  /** Watches the page from now on. */
  constructor(
    private readonly document: PageDocument,
    private readonly lifecycle: RunLifecycle,
  ) {
    document.view.subscribe((now, before) => {
      const newProbe = now.probe !== before.probe || now.taskSample !== before.taskSample;
      if (!newProbe && now.moment === before.moment) return;
      this.probeIsNew ||= newProbe;
      this.end(null);
      this.follow();
    });
    document.experiment.subscribe((now, before) => {
      if (now.experiment !== before.experiment) this.end(null);
    });
  }

  /** Lists the steps of which captures can be made anew, and which are not held, of any run; rising. */
  get reachable(): number[] {
    const steps = this.runIds.flatMap((runId) => {
      const [first] = this.bases(runId);
      return first === undefined ? [] : this.missing(runId).filter((step) => step >= first);
    });
    return [...new Set(steps)].sort((a, b) => a - b);
  }

  /** Steps to train again to have every capture of the probe; null where there is nothing to make, or no room to hold it. */
  get stepsOfAll(): number | null {
    const plan = this.planOfAll();
    return plan.length === 0 || !this.hasRoom() ? null : stepsToTrain(plan);
  }

  /** Makes every capture anew that is due and not held. Never rejects: what failed is in the state. */
  makeAll(): Promise<void> {
    return this.run(this.planOfAll());
  }

  /** Ends what is trained again; captures that it made stay. */
  stop(): void {
    this.end('stopped');
  }

  private end(note: ReplayState['note']): void {
    this.calls++;
    this.follow.cancel();
    const { progress } = this.state.getState();
    if (!progress) {
      if (note === null) this.state.setState({ note });
      return;
    }
    this.state.setState({ progress: null, note });
    void this.lifecycle.client.call((lab) => lab.replay.cancel()).catch(() => {});
  }

  private followPage(): Promise<void> {
    const { moment } = this.document.view.getState();
    const plan = moment === null ? [] : this.runIds.flatMap((runId) => this.planOfMoment(runId, moment));
    const { lifecycle, probeIsNew } = this;
    this.probeIsNew = false;
    // Only what needs no training is made unasked.
    const isIdle = lifecycle.load && lifecycle.runs.getState().state !== 'training';
    const unasked = probeIsNew && isIdle ? this.runIds.flatMap((runId) => this.planOfBases(runId)) : [];
    return this.run([...plan, ...unasked]);
  }

  /** The run's capture at the moment, with those on the way to it; nothing where it is held. */
  private planOfMoment(runId: string, moment: number): Planned[] {
    const step = this.due(runId).findLast((due) => due <= moment);
    const missing = this.missing(runId);
    if (step === undefined || !missing.includes(step)) return [];
    const from = this.bases(runId).findLast((base) => base <= step);
    if (from === undefined) return [];
    const onTheWay = missing.filter((one) => one >= from && one <= step);
    return [{ runId, from, steps: this.isLong ? [step] : onTheWay }];
  }

  /** The run's captures at its bases: of a long probe at the first and the last alone. */
  private planOfBases(runId: string): Planned[] {
    const missing = this.missing(runId);
    const at = this.bases(runId).filter((base) => missing.includes(base));
    const few = this.isLong ? at.filter((_, i) => i === 0 || i === at.length - 1) : at;
    return few.map((from) => ({ runId, from, steps: [from] }));
  }

  private planOfAll(): Planned[] {
    if (this.isLong) return [];
    return this.runIds.flatMap((runId) =>
      stretches(this.missing(runId), this.bases(runId)).map((stretch) => ({ runId, ...stretch })),
    );
  }

  /** Ids of the runs, that which the view is on first. */
  private get runIds(): string[] {
    const { runs } = this.experiment;
    const chosen = chosenRun(runs, this.document.view.getState().runId);
    return [chosen, ...runs.filter((run) => run !== chosen)].map(({ id }) => id);
  }

  private get experiment(): Experiment {
    return this.document.experiment.getState().experiment;
  }

  private get text(): string {
    return probeText(this.experiment, this.document.view.getState());
  }

  /** Where no capture tells, a text counts as long as the context allows. */
  private get isLong(): boolean {
    const { text } = this;
    const { captures } = this.lifecycle.runs.getState();
    const known = Object.values(captures)
      .flat()
      .find((one) => one.text === text);
    return (known?.tokens.length ?? this.experiment.model.context) > longProbe;
  }

  /** Whether all captures that are due fit the memory of a run; also where none is there to tell. */
  private hasRoom(): boolean {
    const { text, runIds } = this;
    const { captures } = this.lifecycle.runs.getState();
    return runIds.every((runId) => {
      const one = captures[runId]?.find((own) => own.text === text);
      return !one || captureBytes(one) * this.due(runId).length <= mostBytes(runIds.length);
    });
  }

  /** Steps at which the run was captured, or would have been, as far as it has come. */
  private due(runId: string): number[] {
    const { curves, checkpoints, failures, recorded } = this.lifecycle.runs.getState();
    const { [runId]: failure } = failures;
    const last = Math.min(
      stepOf(curves[runId], checkpoints[runId]),
      failure ? failure.step - 1 : Number.POSITIVE_INFINITY,
    );
    if (recorded || last === 0) return [];
    const steps: number[] = [];
    for (let step = this.firstStep(runId); step <= last; step++)
      if (isCaptureStep(step, this.experiment)) steps.push(step);
    return steps;
  }

  private missing(runId: string): number[] {
    const { text } = this;
    const { [runId]: captures = [] } = this.lifecycle.runs.getState().captures;
    const held = new Set(captures.filter((one) => one.text === text).map(({ step }) => step));
    return this.due(runId).filter((step) => !held.has(step));
  }

  /** Where the run begins: a branch begins at a step of another run. */
  private firstStep(runId: string): number {
    return this.experiment.runs.find(({ id }) => id === runId)?.branchOf?.step ?? 0;
  }

  /** Factor of the run's learning rates since it last resumed at a lower one. */
  private rateFactor(runId: string): number {
    const { checkpoints, gentler } = this.lifecycle.runs.getState();
    return checkpoints[runId]?.rateFactor ?? gentler[runId]?.rateFactor ?? 1;
  }

  /** Steps that a run can be trained again from: what came before it resumed at a lower rate was trained at another. */
  private bases(runId: string): number[] {
    const { checkpoints, gentler } = this.lifecycle.runs.getState();
    const factor = this.rateFactor(runId);
    // What a branch begins from is kept nowhere.
    const isWhole = this.firstStep(runId) === 0 && (factor === 1 || gentler[runId]?.step === 0);
    const fromStart = isWhole ? [0] : [];
    const along = this.lifecycle.trail.entriesOf(runId, factor).map(({ step }) => step);
    const { [runId]: newest } = checkpoints;
    const all = [...fromStart, ...along, ...(newest ? [newest.steps] : [])];
    return [...new Set(all)].sort((a, b) => a - b);
  }

  /** Reads where a stretch begins: null for the start, undefined where the storage has it no longer. */
  private async readBase(runId: string, from: number): Promise<Checkpoint | null | undefined> {
    if (from === 0) return null;
    const { [runId]: newest } = this.lifecycle.runs.getState().checkpoints;
    if (newest?.steps === from) return newest;
    const entry = this.lifecycle.trail
      .entriesOf(runId, this.rateFactor(runId))
      .find(({ step }) => step === from);
    return entry && this.lifecycle.trail.read(entry);
  }

  private async run(plan: readonly Planned[]): Promise<void> {
    this.end(null);
    if (plan.length === 0) return;
    const { state } = this;
    const call = this.calls;
    const isOver = () => call !== this.calls;
    const { text } = this;
    const total = stepsToTrain(plan);
    const began = performance.now();
    let done = 0;
    try {
      for (const { runId, from, steps } of plan) {
        const tell = (step: number) => {
          const now = done + step - from;
          const seconds = (performance.now() - began) / 1000;
          const secondsLeft = now > 0 ? (seconds / now) * (total - now) : null;
          state.setState({ progress: { runId, from, step, done: now, total, secondsLeft } });
        };
        tell(from);
        const base = await this.readBase(runId, from);
        if (isOver()) return;
        if (base === undefined) throw new Error(gone);
        const onEvent = proxy((event: ReplayEvent) => {
          if (isOver()) return;
          if (event.type === 'progress') tell(event.step);
          else this.lifecycle.runs.setState((results) => reduceRunEvent(results, { ...event, runId }));
        });
        const rateFactor = this.rateFactor(runId);
        await this.lifecycle.call(async (lab) => {
          if (!isOver()) await lab.replay.run({ runId, from: base, rateFactor, steps, text }, onEvent);
        });
        if (isOver()) return;
        done += (steps.at(-1) as number) - from;
      }
      state.setState({ progress: null });
    } catch (error) {
      if (!isOver()) state.setState({ progress: null, note: { error: errorMessage(error) } });
    }
  }
}

const gone =
  'The checkpoint of this step is not in the storage any more. Go to another step, or train the run again.';
