/** A grid of layers × heads: the loss without each, and how much higher that is than the run's own. */
import { range } from 'es-toolkit';
import { partKey } from '../../../app/session/ablationStudy';
import { mixingOf } from '../../../attention/layers';
import { variant } from '../../../attention/variants';
import type { Run } from '../../../experiment/schema';
import { formatCount, formatFixed, formatMeasured, formatPercent } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { useExperiment } from '../../AppContext';
import { type ExcessScale, excessLevel, excessScale } from '../../charts/excessScale';
import shadedCell from '../../kit/shadedCell.module.css';
import shades from '../../kit/TokenText.module.css';
import classes from './InsidePanels.module.css';
import { accuracyText, differenceText, type ShownGrid } from './shownGrid';

/** Key of a head, or with null of the layer. */
export const keyOf = (layer: number, head: number | null) =>
  partKey(head === null ? { layers: [layer] } : { layer, head });

/** The scale of what the grid shows: of heads and single layers. */
export function gridScale({ whole, without }: ShownGrid): ExcessScale {
  const cells = Object.values(without).filter(({ part }) => 'head' in part || part.layers.length === 1);
  return excessScale(cells.map(({ loss }) => loss - whole.loss));
}

interface Props {
  run: Run;
  grid: ShownGrid;
  scale: ExcessScale;
}

export function AblationGridTable({ run, grid, scale }: Props) {
  const heads = useExperiment((e) => e.experiment.model.heads);
  const { step, whole } = grid;
  return (
    <section
      className={`${classes.scroll} ${shades.shades}`}
      aria-label={t('inside.ablation.grid')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: where there is little room it scrolls sideways, which takes the focus
      tabIndex={0}
    >
      <table className={classes.grid} data-testid="ablation-grid">
        <caption className="muted">
          {t('inside.ablation.whole', { step: formatCount(step), loss: formatFixed(whole.loss, 4) })}
          {whole.accuracy !== null &&
            ` ${t('inside.ablation.accuracy', { accuracy: formatPercent(whole.accuracy, 1) })}`}
        </caption>
        <thead>
          <tr>
            <td />
            {range(heads).map((head) => (
              <th key={head} scope="col">
                {t('inside.head', { head: head + 1 })}
              </th>
            ))}
            <th scope="col">{t('inside.ablation.layer')}</th>
          </tr>
        </thead>
        <tbody>
          {run.layers.map((layer, l) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
            <tr key={l}>
              <th scope="row">
                {t('inside.layer', { layer: l + 1 })} <small>{variant(layer.variant).short}</small>
              </th>
              {!mixingOf(layer) && (
                <td colSpan={heads} className="muted">
                  {t('inside.ablation.noHeads')}
                </td>
              )}
              {[...(mixingOf(layer) ? range(heads) : []), null].map((head) => {
                const key = keyOf(l, head);
                const without = grid.without[key];
                const difference = without ? without.loss - whole.loss : 0;
                return (
                  <td key={head}>
                    <div className={shadedCell.cell} data-level={excessLevel(difference, scale) || undefined}>
                      {without ? formatMeasured(without.loss, 3) : '–'}
                      <small>
                        {without?.accuracy === null ? differenceText(grid, key) : accuracyText(grid, key)}
                      </small>
                    </div>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
