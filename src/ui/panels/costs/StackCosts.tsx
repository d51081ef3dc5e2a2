/** Tabulates what each layer of every run costs at the present length, and all of them together, with the difference of that to the pinned run's. */
import { range } from 'es-toolkit';
import { layerName } from '../../../attention/layers';
import type { CostSizes } from '../../../attention/variant';
import { variant } from '../../../attention/variants';
import { formatBytes } from '../../../format/bytes';
import { formatCompact, formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { type CostMeasureId, costMeasures, costOf } from '../../../measure/costCurves';
import type { CostItem } from '../../charts/costLines';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import { ScrollBox } from '../../kit/ScrollBox';
import { CostDifference } from './CostDifference';
import classes from './CostsPanel.module.css';

interface Props {
  measure: CostMeasureId;
  items: readonly CostItem[];
  /** What the others are held against, which may be none of them; null where no run is pinned. */
  pinned: CostItem | null;
  sizes: CostSizes;
}

export function StackCosts({ measure, items, pinned, sizes }: Props) {
  const { unit, ofLayer } = costMeasures[measure];
  const text = unit === 'bytes' ? formatBytes : formatCompact;
  const deepest = Math.max(0, ...items.map(({ layers }) => layers.length));
  return (
    <ScrollBox label={t('costs.stacks.label')}>
      <table className={classes.table} data-testid="stack-costs">
        <caption className="muted">
          {t('costs.stacks.caption', {
            measure: t(`costs.byLength.${measure}`),
            unit: t(`costs.byLength.${unit}`),
            length: formatCount(sizes.L),
          })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('kit.run')}</th>
            <th scope="col">{t('costs.stacks.total')}</th>
            {range(deepest).map((l) => (
              <th key={l} scope="col">
                {t('costs.stacks.layer', { layer: l + 1 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(({ id, name, style, layers }) => (
            <tr key={id}>
              <th scope="row">
                <RunSwatch style={style} /> <Isolated text={name} />
              </th>
              <td>
                <strong>{text(costOf(measure, layers, sizes))}</strong>
                {pinned && id !== pinned.id && (
                  <CostDifference
                    value={costOf(measure, layers, sizes)}
                    pinned={costOf(measure, pinned.layers, sizes)}
                    write={text}
                  />
                )}
              </td>
              {range(deepest).map((l) => {
                const layer = layers[l];
                return (
                  <td key={l} title={layer && layerName(layer)}>
                    {layer ? `${variant(layer.variant).short} ${text(ofLayer(layer, sizes))}` : '–'}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {pinned && <p className="muted">{t('costs.against', { run: isolated(pinned.name) })}</p>}
    </ScrollBox>
  );
}
