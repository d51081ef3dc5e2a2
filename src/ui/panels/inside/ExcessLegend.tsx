/** The legend of losses that are shaded by how far they lie from the whole run's: where each shade begins, and how far it goes. */
import { formatRounded } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { type ExcessScale, excessLegend } from '../../charts/excessScale';
import shades from '../../kit/TokenText.module.css';

export function ExcessLegend({ scale }: { scale: ExcessScale }) {
  const levels = excessLegend(scale);
  if (levels.length === 0) return <p className="muted">{t('inside.ablation.scale.none')}</p>;
  return (
    <p className={`${shades.scale} muted`} data-testid="ablation-scale">
      {t('inside.ablation.scale.from')}{' '}
      {levels.map(({ level, from }) => (
        <span key={level} data-level={level}>
          <span className={shades.step}>{formatRounded(from, 2)}</span>
        </span>
      ))}{' '}
      {scaleWords(scale)}
    </p>
  );
}

/** Says how far the scale goes, and how its steps follow each other. */
export const scaleWords = ({ largest, factor }: ExcessScale): string =>
  factor === null
    ? t('inside.ablation.scale.linear', { largest: formatRounded(largest, 2) })
    : t('inside.ablation.scale.log', {
        largest: formatRounded(largest, 2),
        factor: formatRounded(factor, 2),
      });
