/** The registry of units a loss is read in. A new one is an entry here. */
import { useMemo } from 'react';
import { useRuns } from '../../store/runsStore';
import { type LossUnit, useView } from '../../store/viewStore';

export interface Unit {
  id: LossUnit;
  name: string;
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
  { id: 'loss', name: 'Loss', axis: 'nats per token', digits: 4, of: (loss) => loss },
  { id: 'perplexity', name: 'Perplexity', axis: 'perplexity', digits: 3, of: (loss) => Math.exp(loss) },
  {
    id: 'bitsPerByte',
    name: 'Bits per byte',
    axis: 'bits per byte',
    digits: 4,
    // A token may be a letter or a word: only a byte is the same to every tokenizer.
    of: (loss, bytesPerToken) => loss / Math.LN2 / bytesPerToken,
  },
];

/** The chosen unit out of those offered, and how it turns a loss of the loaded text into a value. */
export interface Reading {
  unit: Unit;
  /** All of them, but per byte only where the tokens stand for text. */
  offered: readonly Unit[];
  value(loss: number): number;
}

export function useReading(): Reading {
  const chosen = useView((v) => v.chart.unit);
  const bytesPerToken = useRuns((r) => (r.info ? r.info.bytesPerToken : 1));
  return useMemo(() => {
    const offered = units.filter(({ id }) => bytesPerToken !== null || id !== 'bitsPerByte');
    const unit = offered.find(({ id }) => id === chosen) ?? (offered[0] as Unit);
    return { unit, offered, value: (loss) => unit.of(loss, bytesPerToken ?? 1) };
  }, [chosen, bytesPerToken]);
}
