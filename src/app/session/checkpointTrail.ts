/** Keeps checkpoints along the way of the runs as they train, in the storage: what captures are made anew from. */
import { uniqBy } from 'es-toolkit';
import { byteSize } from '../../document/records';
import type { RunEvent } from '../../runtime/protocol';
import type { KeptCheckpoint, KeptCheckpoints } from '../../train/packedCheckpoint';
import type { ExperimentStore } from '../document/experimentStore';
import type { TrailStorage } from '../library/trailStore';
import { trainingOf } from './resultsArchive';
import { type TrailEntry, thinnedTrail } from './trail';
import { trainingKey } from './trainingKey';

/** Those of one experiment at a time. Without a storage it keeps none: then every step is trained again from the start. */
export class CheckpointTrail {
  private storage: TrailStorage | null = null;
  private kept: readonly TrailEntry[] = [];
  /** Settles with the last change of the storage, as changes follow one another. */
  private changing: Promise<void> = Promise.resolve();

  constructor(private readonly experiment: ExperimentStore) {}

  /** Keeps them there from now on. @param known trainings whose checkpoints stay; those of others are deleted */
  async open(storage: TrailStorage | null, known: ReadonlySet<string>): Promise<void> {
    this.storage = storage;
    this.kept = [];
    // What the page shows is read first.
    await Promise.resolve();
    if (storage !== this.storage) return;
    const entries = await storage?.entries().catch(failed);
    if (!entries || storage !== this.storage) return;
    // A checkpoint that came meanwhile is among both.
    const all = uniqBy([...this.kept, ...entries], idOf);
    this.replace(
      all.filter(({ training }) => known.has(training) || this.current.has(training)),
      all,
    );
  }

  /** Takes the checkpoint that an event replaces. @param checkpoints the newest of each run before the event */
  note(event: RunEvent, checkpoints: KeptCheckpoints): void {
    if (event.type === 'checkpoint')
      for (const [runId, { steps }] of Object.entries(event.checkpoints)) {
        const { [runId]: before } = checkpoints;
        const training = this.trainingOf(runId);
        if (before && training !== null && before.steps < steps) this.keep(training, before);
      }
    // What was trained after it is another training from here on.
    if (event.type === 'rewound') {
      const training = this.trainingOf(event.runId);
      const stay = (one: TrailEntry) => one.training !== training || one.step <= event.step;
      this.replace(this.kept.filter(stay), this.kept);
    }
  }

  /** What is kept of every training; another list with each change. */
  get entries(): readonly TrailEntry[] {
    return this.kept;
  }

  /** Lists what is kept of a run, by its rate factor, the steps rising. */
  entriesOf(runId: string, rateFactor: number): readonly TrailEntry[] {
    const training = this.trainingOf(runId);
    return this.kept
      .filter((one) => one.training === training && one.rateFactor === rateFactor)
      .sort((a, b) => a.step - b.step);
  }

  /** Reads a checkpoint; undefined where the storage has it no longer. */
  async read(entry: TrailEntry): Promise<KeptCheckpoint | undefined> {
    await this.changing;
    return this.storage?.read(entry).catch(failed);
  }

  private keep(training: string, checkpoint: KeptCheckpoint): void {
    if (!this.storage) return;
    const { steps: step, rateFactor } = checkpoint;
    const entry = { training, step, rateFactor, bytes: byteSize(checkpoint) };
    const others = this.kept.filter((one) => one.training !== training || one.step !== step);
    const all = [...others, entry];
    this.replace(thinnedTrail(all, this.current), this.kept, { entry, checkpoint });
  }

  private replace(
    next: readonly TrailEntry[],
    before: readonly TrailEntry[],
    added: { entry: TrailEntry; checkpoint: KeptCheckpoint } | null = null,
  ): void {
    const { storage } = this;
    this.kept = next;
    const ids = new Set(next.map(idOf));
    const dropped = before.filter((one) => !ids.has(idOf(one)));
    const stays = added && ids.has(idOf(added.entry)) ? added : null;
    if (!storage || (dropped.length === 0 && !stays)) return;
    this.changing = this.changing
      .then(() => storage.change(dropped, stays))
      .catch((error) => {
        // Without it a step is trained again from an earlier one; a storage that is full is told by the autosave.
        failed(error);
        if (stays) this.kept = this.kept.filter((one) => one !== stays.entry);
      });
  }

  private trainingOf(runId: string): string | null {
    const { experiment, ownText } = this.experiment.getState();
    const run = experiment.runs.find(({ id }) => id === runId);
    return run ? trainingKey(trainingOf({ experiment, ownText }, run)) : null;
  }

  private get current(): ReadonlySet<string> {
    const { experiment } = this.experiment.getState();
    return new Set(experiment.runs.map(({ id }) => this.trainingOf(id) as string));
  }
}

const idOf = ({ training, step, rateFactor, bytes }: TrailEntry) =>
  JSON.stringify([training, step, rateFactor, bytes]);

const failed = (error: unknown): undefined => void console.warn(error);
