/**
 * Keeps the results of runs that an edit changed or removed. Where the same training is edited again, by undo or by hand, it
 * has its curves, evaluations, captures and checkpoint back.
 */
import { isEqual, maxBy, omit, sumBy } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Lineage, lineageOf } from '../../experiment/branches';
import { type Experiment, type Run, totalSteps } from '../../experiment/schema';
import type { OwnText, RunEvent } from '../../runtime/protocol';
import { raceStanding, stepOf } from '../../runtime/raceStanding';
import { capturesBytes, type RunCaptures } from '../../runtime/runCaptures';
import {
  eventOfRuns,
  noResults,
  type Results,
  type RunCurves,
  reduceRunEvent,
} from '../../runtime/runReducer';
import type { Series } from '../../runtime/series';
import { checkpointBytes, type KeptCheckpoint } from '../../train/packedCheckpoint';
import { trainedText } from './experimentText';

/** Most that is kept, in bytes; the oldest results go first. */
export const archiveBytes = 64 * 2 ** 20;

/** An experiment with the text it may train on. */
export interface Edited {
  experiment: Experiment;
  ownText: OwnText | null;
}

/** All that the training of one run depends on: equal ones train to the same curves, as far as they go. */
export interface Training {
  run: Pick<Run, 'id'> & Lineage;
  settings: Omit<Experiment, 'runs' | 'moreSteps'>;
  text: OwnText | null;
}

type SharedResults = Pick<Results, 'info' | 'trainedOn' | 'evaluations'>;

/** What is kept of one run. */
export interface ArchivedRun {
  training: Training;
  curves: RunCurves;
  checkpoint: KeptCheckpoint | undefined;
  heldOut: Results['heldOut'][string] | undefined;
  failure: Results['failures'][string] | undefined;
  gentler: Results['gentler'][string] | undefined;
  evaluated: Results['evaluations'][string] | undefined;
  captures: RunCaptures | undefined;
  /** Of the run, where it was the one that was probed. */
  probe: Results['attentionProbe'];
  /** What the runs of one experiment share; an object that runs archived together have in common. */
  shared: SharedResults;
  /** The experiment it was a run of; an object that runs archived together have in common. */
  edited: Edited;
  bytes: number;
}

const sharedOf = ({ experiment, ownText }: Edited): Omit<Training, 'run'> => ({
  settings: omit(experiment, ['runs', 'moreSteps']),
  text: trainedText({ experiment, ownText }),
});

/** Gives all that the training of one run depends on. */
export function trainingOf(edited: Edited, run: Run): Training {
  return { run: { id: run.id, ...lineageOf(edited.experiment, run) }, ...sharedOf(edited) };
}

/** Tells whether two experiments share settings and text, whatever their runs. */
export const shareSettings = (a: Edited, b: Edited): boolean => isEqual(sharedOf(a), sharedOf(b));

/** What a run had learned before an edit changed it. */
export interface EarlierRun {
  /** The run as it was. */
  run: Pick<Run, 'id' | 'layers' | 'overrides'>;
  curves: RunCurves;
}

/** The archive of one page. */
export class ResultsArchive {
  readonly state: StoreApi<{ archived: readonly ArchivedRun[]; isFull: boolean }> = createStore(() => ({
    /** Oldest first. */
    archived: [] as readonly ArchivedRun[],
    /** Something was forgotten, as there was no more room. */
    isFull: false,
  }));
  /** Runs that were training when an edit archived them, until their last checkpoint is here; by run id. */
  private readonly underWay = new Map<string, ArchivedRun>();

  /**
   * Gives the results of an edited experiment: of runs that train as before those there are, of others what the archive has of
   * them. Archives the rest.
   * @returns the results, of no training under way, and the ids of the runs that train as before
   */
  exchange(results: Results, before: Edited, now: Edited): { results: Results; kept: ReadonlySet<string> } {
    const trainings = before.experiment.runs.map((run) => trainingOf(before, run));
    const total = totalSteps(now.experiment);
    const furthest = this.furthestRuns(now);
    const isKept = (run: Run) => {
      const step = stepOf(results.curves[run.id], results.checkpoints[run.id]);
      const isFurther = (one: ArchivedRun) =>
        one.training.run.id === run.id && stepOf(one.curves, one.checkpoint) > step;
      const same = trainings.some((training) => isEqual(training, trainingOf(now, run)));
      return same && step <= total && !furthest.some(isFurther);
    };
    const kept = new Set(now.experiment.runs.filter(isKept).map(({ id }) => id));
    // An undo of an extension has back what the runs were before it.
    const isExtended = total > totalSteps(before.experiment);
    const outgoing = this.outgoing(results, before, trainings, isExtended ? new Set() : kept);
    const restored = furthest.filter(({ training }) => !kept.has(training.run.id));
    for (const one of restored)
      if (this.underWay.get(one.training.run.id) === one) this.underWay.delete(one.training.run.id);
    for (const one of outgoing) this.underWay.set(one.training.run.id, one);
    const stay = this.archived.filter((one) => !restored.includes(one));
    this.keep([...stay, ...outgoing]);
    const shared = shareSettings(before, now) ? results : (restored.at(-1)?.shared ?? noResults);
    return { results: composed(results, now.experiment, kept, restored, shared), kept };
  }

  private get archived(): readonly ArchivedRun[] {
    return this.state.getState().archived;
  }

  /** Adds what a training that is being ended still tells of archived runs. */
  note(event: RunEvent): void {
    for (const [id, one] of this.underWay) {
      const own = eventOfRuns(event, new Set([id]));
      if (!own) continue;
      const before = {
        ...noResults,
        curves: { [id]: one.curves },
        heldOut: one.heldOut ? { [id]: one.heldOut } : {},
        captures: { [id]: one.captures ?? [] },
      };
      const { curves, heldOut, checkpoints, failures, captures } = reduceRunEvent(before, own);
      one.curves = curves[id] ?? one.curves;
      one.heldOut = heldOut[id] ?? one.heldOut;
      one.checkpoint = checkpoints[id] ?? one.checkpoint;
      one.failure = failures[id] ?? one.failure;
      one.captures = captures[id];
    }
  }

  /** Gives what is kept of an experiment's runs, with nothing under way. */
  resultsOf(edited: Edited): Results {
    const own = this.furthestRuns(edited);
    return composed(noResults, edited.experiment, new Set(), own, own.at(-1)?.shared ?? noResults);
  }

  /** Adds results of an experiment, as an edit of it would. */
  add(edited: Edited, results: Results): void {
    const trainings = edited.experiment.runs.map((run) => trainingOf(edited, run));
    const added = this.outgoing(results, edited, trainings, new Set());
    this.keep([...this.archived, ...added]);
  }

  private keep(all: readonly ArchivedRun[]): void {
    const archived = bounded(all);
    this.state.setState(({ isFull }) => ({ archived, isFull: isFull || archived.length < all.length }));
  }

  /** Forgets everything. */
  clear(): void {
    this.underWay.clear();
    this.state.setState({ archived: [], isFull: false });
  }

  /** The training has ended. */
  endNotes(): void {
    this.underWay.clear();
  }

  /** Finds what is archived of each run of an experiment, as far as its steps go. */
  private furthestRuns(edited: Edited): ArchivedRun[] {
    const total = totalSteps(edited.experiment);
    return edited.experiment.runs.flatMap((run) => this.furthest(trainingOf(edited, run), total) ?? []);
  }

  /** Finds the archived run of a training that went furthest, of those that went no further than `total` steps. */
  private furthest(training: Training, total: number): ArchivedRun | undefined {
    const within = this.archived.filter(
      (one) => isEqual(one.training, training) && stepOf(one.curves, one.checkpoint) <= total,
    );
    return maxBy(within, (one) => stepOf(one.curves, one.checkpoint));
  }

  private outgoing(
    results: Results,
    edited: Edited,
    trainings: Training[],
    kept: ReadonlySet<string>,
  ): ArchivedRun[] {
    const { info, trainedOn, attentionProbe } = results;
    const ids = trainings.map(({ run }) => run.id);
    const shared = { info, trainedOn, evaluations: omit(results.evaluations, ids) };
    return trainings.flatMap((training): ArchivedRun[] => {
      const { id } = training.run;
      const { [id]: curves } = results.curves;
      if (kept.has(id) || !curves) return [];
      const { [id]: checkpoint } = results.checkpoints;
      const { [id]: captures } = results.captures;
      return [
        {
          training,
          curves,
          checkpoint,
          heldOut: results.heldOut[id],
          failure: results.failures[id],
          gentler: results.gentler[id],
          evaluated: results.evaluations[id],
          captures,
          probe: attentionProbe?.runId === id ? attentionProbe : null,
          shared,
          edited,
          bytes: bytesOf(curves, checkpoint) + capturesBytes(captures ?? []),
        },
      ];
    });
  }
}

/**
 * Finds what each run of an experiment had learned last before it was changed, with the settings and the text that the
 * experiment has.
 */
export function earlierRuns(archived: readonly ArchivedRun[], edited: Edited): EarlierRun[] {
  return edited.experiment.runs.flatMap((run) => {
    const { run: own, settings, text } = trainingOf(edited, run);
    const earlier = archived.findLast(
      ({ training }) =>
        training.run.id === run.id &&
        !isEqual(training.run, own) &&
        training.text === text &&
        isEqual(training.settings, settings),
    );
    return earlier ? [{ run: earlier.training.run, curves: earlier.curves }] : [];
  });
}

function composed(
  results: Results,
  experiment: Experiment,
  kept: ReadonlySet<string>,
  restored: readonly ArchivedRun[],
  shared: SharedResults,
): Results {
  const merged = <T>(of: Record<string, T>, read: (one: ArchivedRun) => T | undefined): Record<string, T> => {
    const own: Record<string, T> = {};
    for (const { id } of experiment.runs) {
      const found = restored.find(({ training }) => training.run.id === id);
      const value = kept.has(id) ? of[id] : found && read(found);
      if (value !== undefined) own[id] = value;
    }
    return own;
  };
  const curves = merged(results.curves, (one) => one.curves);
  if (Object.keys(curves).length === 0) return noResults;
  const probe = results.attentionProbe;
  const baselines = omit(shared.evaluations, Object.keys(results.curves));
  return withState(
    {
      ...noResults,
      info: shared.info,
      trainedOn: shared.trainedOn,
      curves,
      checkpoints: merged(results.checkpoints, (one) => one.checkpoint),
      heldOut: merged(results.heldOut, (one) => one.heldOut),
      captures: merged(results.captures, (one) => one.captures),
      failures: merged(results.failures, (one) => one.failure),
      gentler: merged(results.gentler, (one) => one.gentler),
      evaluations: { ...baselines, ...merged(results.evaluations, (one) => one.evaluated) },
      attentionProbe:
        probe && kept.has(probe.runId) ? probe : (restored.find((one) => one.probe)?.probe ?? null),
    },
    experiment,
  );
}

/** Completes results by how their runs stand, with none of them under way. */
export function withState(results: Results, experiment: Experiment): Results {
  const steps = totalSteps(experiment);
  const { done, next, step } = raceStanding(experiment, results);
  const state = next.length > 0 ? 'paused' : done.length > 0 ? 'finished' : 'failed';
  return {
    ...results,
    state,
    message: null,
    preparing: null,
    progress: { step, steps, tokensPerSecond: 0, secondsLeft: null },
  };
}

function bounded(archived: readonly ArchivedRun[]): ArchivedRun[] {
  let bytes = 0;
  const from = archived.findLastIndex((one) => {
    bytes += one.bytes;
    return bytes > archiveBytes;
  });
  return archived.slice(from + 1);
}

function bytesOf(curves: RunCurves, checkpoint: KeptCheckpoint | undefined): number {
  const points = sumBy(Object.values(curves) as Series[], ({ length }) => length);
  return 16 * points + (checkpoint ? checkpointBytes(checkpoint) : 0);
}
