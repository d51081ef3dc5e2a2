/**
 * The registry of what the chart can show: a loss in one of several units, or a task's accuracy. A new one is an entry
 * here.
 */

import { useMemo } from 'react';
import type { chartUnits } from '../../document/view';
import { t } from '../../i18n/i18n';
import { useExperiment, useRuns, useView } from '../AppContext';

export interface ChartUnit {
  id: (typeof chartUnits)[number];
  name(): string;
  /** Accuracies are shown; losses beside them stay in nats per token. */
  isAccuracy: boolean;
  /** What stands beside the axis. */
  axis(): string;
  /** Decimal places in a table. */
  digits: number;
  /**
   * A loss in this unit.
   * @param loss nats per token
   * @param bytesPerToken bytes of text that a token stands for
   */
  of(loss: number, bytesPerToken: number): number;
  /** Derivative of `of`, which carries an error of a loss over. */
  slope(loss: number, bytesPerToken: number): number;
}

export const units: readonly ChartUnit[] = [
  {
    id: 'loss',
    name: () => t('charts.units.loss.name'),
    isAccuracy: false,
    axis: () => t('charts.units.loss.axis'),
    digits: 4,
    of: (loss) => loss,
    slope: () => 1,
  },
  {
    id: 'perplexity',
    name: () => t('charts.units.perplexity.name'),
    isAccuracy: false,
    axis: () => t('charts.units.perplexity.axis'),
    digits: 3,
    of: (loss) => Math.exp(loss),
    slope: (loss) => Math.exp(loss),
  },
  {
    id: 'bitsPerByte',
    name: () => t('charts.units.bitsPerByte.name'),
    isAccuracy: false,
    axis: () => t('charts.units.bitsPerByte.axis'),
    digits: 4,
    // A token may be a letter or a word: only a byte is the same to every tokenizer.
    of: (loss, bytesPerToken) => loss / Math.LN2 / bytesPerToken,
    slope: (_loss, bytesPerToken) => 1 / Math.LN2 / bytesPerToken,
  },
  {
    id: 'accuracy',
    name: () => t('charts.units.accuracy.name'),
    isAccuracy: true,
    axis: () => t('charts.units.accuracy.axis'),
    digits: 4,
    of: (loss) => loss,
    slope: () => 1,
  },
];

/** The chosen unit of those offered, and its conversion of a loss. */
export interface Reading {
  unit: ChartUnit;
  /** All of them, but per byte only where the tokens stand for text, and accuracy only for a task. */
  offered: readonly ChartUnit[];
  value(loss: number): number;
  /** How much the value rises with the loss, there. */
  slope(loss: number): number;
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
    const unit = offered.find(({ id }) => id === chosen) ?? (offered[0] as ChartUnit);
    const bytes = bytesPerToken ?? 1;
    return {
      unit,
      offered,
      value: (loss) => unit.of(loss, bytes),
      slope: (loss) => unit.slope(loss, bytes),
    };
  }, [chosen, onTask, bytesPerToken]);
}
