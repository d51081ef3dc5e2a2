/** Shows the indicators and scores of one layer of the chosen run, for the probe that the maps are of. */

import { SegmentedControl } from '@mantine/core';
import { variant } from '../../../attention/variants';
import { formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useChosenLayer, useChosenRun, useExperiment, useView } from '../../AppContext';
import classes from '../../heatmap/heatmap.module.css';
import { Isolated } from '../../kit/Isolated';
import { useShownProbe } from '../../time/useMoment';
import type { PanelProps } from '../panel';
import { IndicatorList } from './IndicatorList';
import { useCurrentProbe } from './useCurrentProbe';

export function IndicatorsPanel({ id, title }: PanelProps) {
  const run = useChosenRun();
  const layer = useChosenLayer();
  const set = useView((v) => v.set);
  const { probe: current, isLive } = useCurrentProbe();
  const chosen = current?.layers[layer];
  const pinnedRun = useView((v) => v.pinnedRun);
  const pinned = useExperiment((e) => e.experiment.runs.find(({ id }) => id === pinnedRun));
  const { probe: other } = useShownProbe(pinned?.id ?? run.id);
  const against = pinned && pinned.id !== run.id ? (other?.layers[layer] ?? null) : null;
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
        <>
          <IndicatorList layer={layer} probe={chosen} pinned={against} />
          {pinned && other && against && (
            <p className="muted">
              {t('maps.indicators.toPinned', {
                run: isolated(pinned.name),
                step: formatCount(other.step),
              })}
            </p>
          )}
        </>
      )}
    </section>
  );
}
