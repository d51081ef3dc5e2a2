/** Writes what is told of a mean over seeds: its standard error, or the lowest and the highest of the values. */
import { numberWords } from '../../format/language';
import type { Band, BandKind } from '../../measure/bands';
import classes from './DeltaText.module.css';

interface Props {
  band: Band;
  kind: BandKind;
  /** Writes a number in the value's unit. */
  write(value: number): string;
}

export function BandText({ band: { low, high }, kind, write }: Props) {
  return (
    <span className={classes.band}>
      {kind === 'range' ? numberWords().range(write(low), write(high)) : `± ${write((high - low) / 2)}`}
    </span>
  );
}
