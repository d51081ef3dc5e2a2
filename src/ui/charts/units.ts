/**
 * The registry of what the chart can show: a loss in one of several units, or a task's accuracy. A new one is an entry
 * here.
 */

import { useMemo } from 'react';
import type { chartUnits } from '../../document/view';
import { useExperiment, useRuns, useView } from '../AppContext';

export interface Unit {
  id: (typeof chartUnits)[number];
  name: string;
  /** Accuracies are shown; losses beside them stay in nats per token. */
  isAccuracy: boolean;
  /** What stands beside the axis. */
  axis: string;
  /** Decimal places in a table. */
  digits: number;
  /**
   * A loss in this unit.
   * @param loss nats per token
   * @param bytesPerToken bytes of text that a token stands for
   */
  of(loss: number, bytesPerToken: number): number;
}

export const units: readonly Unit[] = [
  { id: 'loss', name: 'Loss', isAccuracy: false, axis: 'nats per token', digits: 4, of: (loss) => loss },
  {
    id: 'perplexity',
    name: 'Perplexity',
    isAccuracy: false,
    axis: 'perplexity',
    digits: 3,
    of: (loss) => Math.exp(loss),
  },
  {
    id: 'bitsPerByte',
    name: 'Bits per byte',
    isAccuracy: false,
    axis: 'bits per byte',
    digits: 4,
    // A token may be a letter or a word: only a byte is the same to every tokenizer.
    of: (loss, bytesPerToken) => loss / Math.LN2 / bytesPerToken,
  },
  {
    id: 'accuracy',
    name: 'Accuracy',
    isAccuracy: true,
    axis: 'right answers',
    digits: 4,
    of: (loss) => loss,
  },
];

/** The chosen unit of those offered, and its conversion of a loss. */
export interface Reading {
  unit: Unit;
  /** All of them, but per byte only where the tokens stand for text, and accuracy only for a task. */
  offered: readonly Unit[];
  value(loss: number): number;
}

/** Returns the chosen unit, or the first offered where that one is not. */
export function useReading(): Reading {
  const chosen = useView((v) => v.unit);
  const onTask = useExperiment((e) => e.experiment.task !== null);
  const bytesPerToken = useRuns((r) => (r.info ? r.info.bytesPerToken : 1));
  return useMemo(() => {
    const offered = units.filter(({ id, isAccuracy }) =>
      isAccuracy ? onTask : id !== 'bitsPerByte' || (bytesPerToken !== null && !onTask),
    );
    const unit = offered.find(({ id }) => id === chosen) ?? (offered[0] as Unit);
    return { unit, offered, value: (loss) => unit.of(loss, bytesPerToken ?? 1) };
  }, [chosen, onTask, bytesPerToken]);
}
