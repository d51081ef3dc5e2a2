/** Adds and removes sweeps, and deletes results, as entries of the history. What no longer is there stops training by itself. */
import type { Sentence } from '../../document/editHistory';
import { textHash } from '../../document/link/textSection';
import { mostSweeps, type Sweep } from '../../document/sweepsSchema';
import { type Experiment, parseExperiment } from '../../experiment/schema';
import { nameWithoutSeed } from '../../experiment/seedRuns';
import { type SweepChoice, sweepName, sweepRuns } from '../../experiment/sweeps/choice';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { uniqueId } from '../../platform/random';
import type { PageDocument } from '../document/pageDocument';
import { withoutResults, withResults } from '../document/sweepsStore';
import { trainedText } from './experimentText';

/** Edits of the sweeps of one page. */
export class SweepEdits {
  constructor(private readonly document: PageDocument) {}

  /**
   * Adds a sweep as an entry of the history.
   * @param over the page's experiment, perhaps with other settings
   * @returns the sentence that refuses it, or its id
   */
  add(
    choice: SweepChoice,
    over: Experiment = this.document.experiment.getState().experiment,
  ): { id: string } | { refused: string } {
    const { ownText } = this.document.experiment.getState();
    const parsed = parseExperiment(over);
    if (!parsed.ok) return { refused: parsed.message };
    const { experiment } = parsed;
    const listed = sweepRuns(experiment, choice);
    if (!listed.ok) return { refused: listed.message };
    if (this.sweeps.length >= mostSweeps)
      return { refused: t('app.session.sweeps.mostSweeps', { most: mostSweeps }) };
    const sweep = newSweep(choice, { experiment, ownText });
    this.changeSweeps(() => t('app.session.sweeps.added', { name: nameOf(sweep) }), [...this.sweeps, sweep]);
    return { id: sweep.id };
  }

  /** Removes a sweep with its results, which undo brings back. */
  remove(id: string): void {
    const sweep = this.find(id);
    if (!sweep) return;
    const others = this.sweeps.filter((one) => one.id !== id);
    this.changeSweeps(() => t('app.session.sweeps.removed', { name: nameOf(sweep) }), others);
  }

  /** Deletes the results of some runs, which count as not trained; undo brings them back. */
  removeResults(id: string, runIds: readonly string[]): void {
    const sweep = this.find(id);
    const removed = sweep?.results.filter(({ run }) => runIds.includes(run.id)) ?? [];
    const [first] = removed;
    if (!sweep || !first) return;
    const { sweeps: store, history } = this.document;
    const remove = () => store.setState((s) => ({ sweeps: withoutResults(s.sweeps, id, runIds) }));
    // What was trained again meanwhile stays.
    const bringBack = () => store.setState((s) => ({ sweeps: withResults(s.sweeps, id, removed) }));
    history.change(
      () =>
        t('app.session.sweeps.removedResults', {
          count: removed.length,
          results: formatCount(removed.length),
          run: isolated(removed.length === 1 ? first.run.name : nameWithoutSeed(first.run.name)),
        }),
      () => {
        remove();
        return true;
      },
      { sideEffects: { undo: bringBack, redo: remove } },
    );
  }

  private get sweeps(): readonly Sweep[] {
    return this.document.sweeps.getState().sweeps;
  }

  private find(id: string): Sweep | undefined {
    return this.sweeps.find((sweep) => sweep.id === id);
  }

  /** Undo and redo have back the sweep as it last was, with all of its results. */
  private changeSweeps(label: Sentence, sweeps: readonly Sweep[]): void {
    const { sweeps: store } = this.document;
    let other = this.sweeps;
    const set = (next: readonly Sweep[]) => {
      other = store.getState().sweeps;
      const present = new Map(other.map((sweep) => [sweep.id, sweep]));
      store.setState({ sweeps: next.map((sweep) => present.get(sweep.id) ?? sweep) });
    };
    const exchange = () => set(other);
    this.document.history.change(
      label,
      () => {
        set(sweeps);
        return true;
      },
      { sideEffects: { undo: exchange, redo: exchange } },
    );
  }
}

/** Makes a sweep over an experiment, of which nothing is trained. */
export function newSweep(choice: SweepChoice, edited: Parameters<typeof trainedText>[0]): Sweep {
  const text = trainedText(edited);
  const { experiment } = edited;
  return { id: uniqueId(), choice, experiment, textHash: text && textHash(text.text), results: [] };
}

const nameOf = ({ choice }: Sweep): string => sweepName(choice.sweep);
