/** Writes what is told of a mean over seeds: its standard error, or the lowest and the highest of the values. */
import { numberWords } from '../../format/language';
import type { Band, BandKind } from '../../measure/bands';

/** @param write a number in the value's unit */
export const bandText = ({ low, high }: Band, kind: BandKind, write: (value: number) => string): string =>
  kind === 'range' ? numberWords().range(write(low), write(high)) : `± ${write((high - low) / 2)}`;
