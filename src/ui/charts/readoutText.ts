/** Writes what the chart's cursor reads, for its table and for a screen reader. */
import { formatMeasured, formatPercent } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import type { LinkedValues, ValuesAt } from './readout';
import type { Reading } from './units';

/** Writes the link's accuracy, or its smoothed training loss and its validation loss. */
export function fromLink({ train, validation, accuracy }: LinkedValues, reading: Reading): string {
  if (reading.unit.isAccuracy) return accuracy === null ? '–' : formatPercent(accuracy);
  const text = (loss: number | null) => (loss === null ? '–' : formatMeasured(reading.value(loss), 3));
  return `${text(train)} / ${text(validation)}`;
}

interface ReadOut {
  values: ValuesAt;
  /** null where the link brought no curves of the run. */
  linked: LinkedValues | null;
}

/** Writes what a run's curves, and those of the link, have at a step: "train 2.312, validation 2.401". */
export function spokenValues(
  { values: { train, validation, accuracy }, linked }: ReadOut,
  reading: Reading,
): string {
  const text = (loss: number) => formatMeasured(reading.value(loss), 3);
  const own = reading.unit.isAccuracy
    ? [accuracy && t('charts.spoken.accuracy', { value: formatPercent(accuracy.value) })]
    : [
        train !== null && t('charts.spoken.train', { value: text(train) }),
        validation && t('charts.spoken.validation', { value: text(validation.value) }),
      ];
  return [...own, linked && t('charts.spoken.fromLink', { values: fromLink(linked, reading) })]
    .filter(Boolean)
    .join(t('charts.listSeparator'));
}
