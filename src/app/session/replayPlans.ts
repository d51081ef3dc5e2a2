/** Plans what is trained again to make captures of earlier steps anew: which are missing, and from where each can be made. */
import { probeText } from '../../document/probeText';
import { chosenRun } from '../../document/view';
import type { Experiment } from '../../experiment/schema';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { captureBytes } from '../../measure/capture';
import { isCaptureStep } from '../../runtime/captureSteps';
import { stepOf } from '../../runtime/raceStanding';
import { type Stretch, stepsToTrain, stretches } from '../../runtime/replayPlan';
import { longProbe, mostBytes } from '../../runtime/runCaptures';
import type { PageDocument } from '../document/pageDocument';
import { memoised } from '../memoised';
import type { ReplayBases } from './replayBases';
import type { RunLifecycle } from './runLifecycle';

/** Steps of one run, and where it is trained again from. */
export type Planned = Stretch & { runId: string };

/** For the probe that the page has. */
export class ReplayPlans {
  /** Asked for with every move of the slider. */
  private readonly found = memoised(
    () => this.inputs,
    () => ({ reachable: this.findReachable(), stepsOfAll: this.findStepsOfAll() }),
  );

  constructor(
    private readonly document: PageDocument,
    private readonly lifecycle: RunLifecycle,
    private readonly bases: ReplayBases,
  ) {}

  /** Lists the steps of which captures can be made anew, and which are not held, of any run; rising. */
  get reachable(): readonly number[] {
    return this.found().reachable;
  }

  /** Steps to train again to have every capture; null where there is nothing to make, or no room to hold it. */
  get stepsOfAll(): number | null {
    return this.found().stepsOfAll;
  }

  /** The run's capture at the moment, with those on the way to it; nothing where it is held. */
  ofMoment(runId: string, moment: number): Planned[] {
    const step = this.due(runId).findLast((due) => due <= moment);
    const missing = this.missing(runId);
    if (step === undefined || !missing.includes(step)) return [];
    const from = this.bases.stepsOf(runId).findLast((base) => base <= step);
    if (from === undefined) return [];
    const onTheWay = missing.filter((one) => one >= from && one <= step);
    return [{ runId, from, steps: this.isLong ? [step] : onTheWay }];
  }

  /** Nothing of a run that is at the step now. @throws Error for the reader where it cannot be trained again */
  ofCheckpoint(runId: string, moment: number): Planned[] {
    const step = this.due(runId).findLast((due) => due <= moment);
    if (step === undefined || step >= this.lastStep(runId)) return [];
    const from = this.bases.stepsOf(runId).findLast((base) => base <= step);
    if (from !== undefined) return [{ runId, from, steps: [step] }];
    const { name = '' } = this.experiment.runs.find(({ id }) => id === runId) ?? {};
    throw new Error(t('app.session.replay.before', { run: isolated(name), step: formatCount(step) }));
  }

  /** The run's captures at its bases, and as it stands now: of a long probe at the first and the last alone. */
  ofBases(runId: string): Planned[] {
    const { recorded } = this.lifecycle.runs.getState();
    const held = this.held(runId);
    // Between two captures too: live, the runs are compared where they stand.
    const wanted = new Set(recorded ? [] : [...this.due(runId), this.lastStep(runId)]);
    const at = this.bases.stepsOf(runId).filter((base) => wanted.has(base));
    const few = this.isLong ? at.filter((_, i) => i === 0 || i === at.length - 1) : at;
    return few.filter((base) => !held.has(base)).map((from) => ({ runId, from, steps: [from] }));
  }

  /** Every capture that is due and not held; of a long probe those at the bases, of runs that have none where they stand. */
  ofAll(): Planned[] {
    if (this.isLong)
      return this.runIds
        .filter((runId) => !this.held(runId).has(this.lastStep(runId)))
        .flatMap((runId) => this.ofBases(runId));
    return this.runIds.flatMap((runId) =>
      stretches(this.missing(runId), this.bases.stepsOf(runId)).map((stretch) => ({ runId, ...stretch })),
    );
  }

  /** Lists the run ids, the chosen run first. */
  get runIds(): string[] {
    const { runs } = this.experiment;
    const chosen = chosenRun(runs, this.document.view.getState().runId);
    return [chosen, ...runs.filter((run) => run !== chosen)].map(({ id }) => id);
  }

  private get experiment(): Experiment {
    return this.document.experiment.getState().experiment;
  }

  /** What is probed. */
  get text(): string {
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
    const last = this.lastStep(runId);
    if (this.lifecycle.runs.getState().recorded || last === 0) return [];
    const steps: number[] = [];
    for (let step = this.bases.firstStep(runId); step <= last; step++)
      if (isCaptureStep(step, this.experiment)) steps.push(step);
    return steps;
  }

  /** Steps that the run has taken, as far as its loss was a number. */
  private lastStep(runId: string): number {
    const { curves, checkpoints, failures } = this.lifecycle.runs.getState();
    const { [runId]: failure } = failures;
    return Math.min(
      stepOf(curves[runId], checkpoints[runId]),
      failure ? failure.step - 1 : Number.POSITIVE_INFINITY,
    );
  }

  private missing(runId: string): number[] {
    const held = this.held(runId);
    return this.due(runId).filter((step) => !held.has(step));
  }

  /** Steps of which the run has a capture of the probe. */
  private held(runId: string): ReadonlySet<number> {
    const { text } = this;
    const { [runId]: captures = [] } = this.lifecycle.runs.getState().captures;
    return new Set(captures.filter((one) => one.text === text).map(({ step }) => step));
  }

  private findReachable(): number[] {
    const steps = this.runIds.flatMap((runId) => {
      const [first] = this.bases.stepsOf(runId);
      return first === undefined ? [] : this.missing(runId).filter((step) => step >= first);
    });
    return [...new Set(steps)].sort((a, b) => a - b);
  }

  private findStepsOfAll(): number | null {
    const plan = this.ofAll();
    return plan.length === 0 || !(this.isLong || this.hasRoom()) ? null : stepsToTrain(plan);
  }

  /** What is missing, and what it can be made from, depends on these. */
  private get inputs(): readonly unknown[] {
    const { probe, taskSample, runId } = this.document.view.getState();
    const { experiment, ownText } = this.document.experiment.getState();
    const { captures, checkpoints, gentler, curves, failures, recorded } = this.lifecycle.runs.getState();
    const results = [captures, checkpoints, gentler, curves, failures, recorded];
    return [experiment, ownText, probe, taskSample, runId, ...results, this.lifecycle.trail.entries];
  }
}
