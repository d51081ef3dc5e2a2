/** Tabulates FLOPs, cache and activations of one layer of each variant, each with its formula. */

import { layerCost, layerOf } from '../../../attention/layers';
import { variants } from '../../../attention/variants';
import { formatBytes } from '../../../format/bytes';
import { formatCompact, formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { useExperiment } from '../../AppContext';
import { ScrollBox } from '../../kit/ScrollBox';
import { Tex } from '../../kit/Tex';
import classes from './CostsPanel.module.css';

export function VariantCosts() {
  const { model, batch } = useExperiment((e) => e.experiment);
  const sizes = { B: batch, L: model.context, d: model.dModel, h: model.heads };
  return (
    <div className={classes.part}>
      <h2>{t('costs.variants.heading')}</h2>
      <ScrollBox label={t('costs.variants.label')}>
        <table className={`${classes.table} ${classes.pairs}`}>
          <caption className="muted">
            {t('costs.variants.caption', {
              batch: sizes.B,
              length: formatCount(sizes.L),
              width: sizes.d,
              heads: sizes.h,
            })}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('costs.variants.variant')}</th>
              <th scope="col">{t('costs.variants.prefill')}</th>
              <th scope="col">{t('costs.variants.decode')}</th>
              <th scope="col">{t('costs.variants.cache')}</th>
              <th scope="col">{t('costs.variants.activations')}</th>
            </tr>
          </thead>
          <tbody>
            {variants.map(({ id, name, cost }) => {
              const { prefillFlops, decodeFlops, cacheBytes, activationBytes } = layerCost(
                layerOf(id),
                sizes,
              );
              return (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  <Pair value={formatCompact(prefillFlops)} tex={cost.prefillTex} />
                  <Pair value={formatCompact(decodeFlops)} tex={cost.decodeTex} />
                  <Pair value={formatBytes(cacheBytes)} tex={cost.cacheTex} />
                  <Pair value={formatBytes(activationBytes)} tex={cost.activationTex} />
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
      <p className="muted">{t('costs.variants.about')}</p>
    </div>
  );
}

/** A value and the formula that it comes of. */
const Pair = ({ value, tex }: { value: string; tex: string }) => (
  <td>
    <span className={classes.pair}>
      <span>{value}</span>
      <Tex tex={tex} />
    </span>
  </td>
);
