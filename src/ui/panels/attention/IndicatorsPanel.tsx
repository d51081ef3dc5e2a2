/** Shows the indicators and scores of one layer of the chosen run, for the probe that the maps are of. */

import { SegmentedControl } from '@mantine/core';
import { variant } from '../../../attention/variants';
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { useChosenLayer, useChosenRun, useView } from '../../AppContext';
import classes from '../../heatmap/heatmap.module.css';
import { Isolated } from '../../kit/Isolated';
import type { PanelProps } from '../panel';
import { IndicatorList } from './IndicatorList';
import { useCurrentProbe } from './useCurrentProbe';

export function IndicatorsPanel({ id, title }: PanelProps) {
  const run = useChosenRun();
  const layer = useChosenLayer();
  const set = useView((v) => v.set);
  const { probe: current, isLive } = useCurrentProbe();
  const chosen = current?.layers[layer];
  return (
    <section className={classes.panel} aria-label={title} data-testid={id}>
      <div className={classes.inputs}>
        <h2 className={classes.heading}>
          <Isolated text={run.name} />
        </h2>
        <SegmentedControl
          size="xs"
          aria-label={t('kit.layer')}
          data={run.layers.map((one, l) => ({
            value: String(l),
            label: `${l + 1} ${variant(one.variant).short}`,
          }))}
          value={String(layer)}
          onChange={(value) => set({ layer: Number(value) })}
        />
        {current && <p className="muted">{t('maps.indicators.step', { step: formatCount(current.step) })}</p>}
      </div>
      {!chosen ? (
        <p className="muted">{t(isLive ? 'maps.indicators.untrained' : 'maps.indicators.notCaptured')}</p>
      ) : (
        <IndicatorList layer={layer} probe={chosen} />
      )}
    </section>
  );
}
