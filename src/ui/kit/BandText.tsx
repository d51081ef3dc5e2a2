/** Renders what is told of a mean over seeds. */
import type { Band, BandKind } from '../../measure/bands';
import { bandText } from './bandText';
import classes from './DeltaText.module.css';

interface Props {
  band: Band;
  kind: BandKind;
  /** Writes a number in the value's unit. */
  write(value: number): string;
}

export function BandText({ band, kind, write }: Props) {
  return (
    <span className={classes.band} data-kind={kind}>
      {bandText(band, kind, write)}
    </span>
  );
}
