/** The legend of a map's colours: the scale with the values at its ends and in its middle. */
import { memo } from 'react';
import { formatRounded } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { Sentence } from '../kit/Sentence';
import { useLanguage } from '../useLanguage';
import type { Colouring } from './colouring';
import classes from './heatmap.module.css';

/** A value on a legend, in at most three digits, with the sign where both are there. */
export const legendValue = (value: number, { kind }: Colouring): string =>
  `${kind === 'differences' && value > 0 ? '+' : ''}${formatRounded(value, 3)}`;

interface Props {
  colouring: Colouring;
  testId: string;
}

export const ColourLegend = memo(function ColourLegend({ colouring, testId }: Props) {
  useLanguage();
  const [low, middle, high] = colouring.ends.map((value) => legendValue(value, colouring));
  const background = `linear-gradient(90deg, ${colouring.stops.map((c) => `rgb(${c.join(' ')})`).join(', ')})`;
  return (
    <span className={classes.scale} data-testid={testId}>
      <Sentence
        id={`maps.legend.${colouring.kind}`}
        values={{ low: low as string, high: high as string }}
        components={{ bar: <span className={classes.bar} style={{ background }} /> }}
      />
      <small>
        {colouring.isPerRow
          ? t('maps.legend.perRow')
          : colouring.kind === 'weights' && t('maps.legend.middle', { middle: middle as string })}
      </small>
    </span>
  );
});
