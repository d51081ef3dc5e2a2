/** Shows the map that the view is on, large and alone. */
import { useMemo } from 'react';
import { t } from '../../i18n/i18n';
import { useChosenLayer, useChosenRun, useView } from '../AppContext';
import { BigMap } from '../heatmap/BigMap';
import { weightColouring } from '../heatmap/colouring';
import { shownMap } from '../heatmap/shownMap';
import { useCurrentProbe } from '../panels/attention/useCurrentProbe';
import classes from './Embed.module.css';

export function FramedMap() {
  const run = useChosenRun();
  const layer = useChosenLayer();
  const { head, mapKind: kind, mapScale, mapLow, mapHigh } = useView();
  const { probe, isLive } = useCurrentProbe();
  const shownHead = kind === 'heads' ? Math.min(head, (probe?.heads ?? 1) - 1) : 0;
  const values = useMemo(
    () => probe && shownMap(probe, { kind, layer, head: shownHead }),
    [probe, kind, layer, shownHead],
  );
  if (!probe) return <p className={classes.none}>{t(isLive ? 'maps.untrained' : 'maps.notCaptured')}</p>;
  if (!values) return <p className={classes.none}>{t('maps.indicators.none')}</p>;
  return (
    <div className={classes.map}>
      <BigMap
        attentionProbe={probe}
        values={values}
        layer={layer}
        head={shownHead}
        kind={kind}
        colouring={weightColouring({ mapScale, mapLow, mapHigh })}
        runName={run.name}
      />
    </div>
  );
}
