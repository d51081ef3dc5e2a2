/** Shows what is measured of all layers at once, at the moment: as lines over the layers, and as a radar a layer (paper Fig. 1). */
import { range } from 'es-toolkit';
import { referenceRun } from '../../../document/view';
import { formatFixed } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { layerMeasures } from '../../../measure/layerMeasures';
import { useApp, useChosenRun, useExperiment, useView } from '../../AppContext';
import { type MeasuredRun, namesWithoutMap } from '../../charts/layerAxis';
import { radarEnd } from '../../charts/radar';
import { figureFacts } from '../../figures/facts';
import { layersFigure } from '../../figures/layersFigure';
import { radarsFigure } from '../../figures/radarsFigure';
import { CopyTable } from '../../kit/CopyButtons';
import { Disclosure } from '../../kit/Disclosure';
import { MeasureName } from '../../kit/MeasureName';
import { RunSwatch } from '../../kit/RunSwatch';
import { SaveFigure } from '../../kit/SaveFigure';
import type { PanelProps } from '../panel';
import classes from './InsidePanels.module.css';
import { LayerLines } from './LayerLines';
import { LayerRadar } from './LayerRadar';
import { LayerTable, layersTable } from './layerTable';
import { useShownRuns } from './useShownRuns';

export function ByLayerPanel({ id, title }: PanelProps) {
  const app = useApp();
  const { shown, pinned } = useShownRuns();
  const chosen = useChosenRun();
  const pinnedRun = useView((v) => v.pinnedRun);
  const reference = useExperiment((e) => referenceRun(e.experiment.runs, { pinnedRun }));
  const drawing = useView((v) => v.seedDrawing);
  const overlaid = shown.filter(
    ({ seeds, isProbed }) =>
      isProbed && seeds.some(({ run }) => run.id === chosen.id || run.id === reference.id),
  );
  const isGrouped = shown.some(({ seeds }) => seeds.length > 1);
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <h2>{title}</h2>
      {shown.length === 0 ? (
        <p className="muted">{t('inside.byLayer.none')}</p>
      ) : (
        <>
          <div className={classes.row}>
            <p className="muted">
              {t('inside.byLayer.about')} {isGrouped && drawing !== 'each' && t(`inside.byLayer.${drawing}`)}
            </p>
            <SaveFigure
              what={t('inside.byLayer.save')}
              testId="save-indicators"
              figure={() => layersFigure(shown, figureFacts(app))}
            />
          </div>
          <div className={classes.multiples} data-testid="indicator-lines">
            {layerMeasures.map((measure) => (
              <figure key={measure.id} className={classes.multiple}>
                <figcaption>
                  <MeasureName measure={measure} />
                </figcaption>
                <LayerLines measure={measure} shown={shown} />
              </figure>
            ))}
          </div>
          <Disclosure title={t('inside.byLayer.table')}>
            <LayerTable shown={shown} pinned={pinned} />
          </Disclosure>
          <CopyTable
            what={t('inside.byLayer.copy')}
            testId="copy-indicators"
            table={() => layersTable(app.document.experiment.getState().experiment, { shown, pinned })}
          />
          <h3 className={classes.next}>{t('inside.byLayer.radar')}</h3>
          <div className={classes.row}>
            <p className="muted">
              {t('inside.byLayer.radarAbout')}{' '}
              {t('inside.byLayer.radarEnd', { end: formatFixed(radarEnd(overlaid), 1) })}
            </p>
            <SaveFigure
              what={t('inside.byLayer.saveRadars')}
              testId="save-radars"
              disabled={overlaid.length === 0}
              figure={() => (overlaid.length > 0 ? radarsFigure(overlaid, figureFacts(app)) : null)}
            />
          </div>
          {overlaid.length > 0 ? (
            <Radars overlaid={overlaid} />
          ) : (
            <p className="muted">{t('inside.notCaptured')}</p>
          )}
        </>
      )}
    </section>
  );
}

function Radars({ overlaid }: { overlaid: readonly MeasuredRun[] }) {
  const end = radarEnd(overlaid);
  const count = Math.max(0, ...overlaid.map(({ run }) => run.layers.length));
  return (
    <>
      <p className={classes.row}>
        {overlaid.map(({ run, name, style }) => (
          <span key={run.id}>
            <RunSwatch style={style} /> {isolated(name)}
          </span>
        ))}
      </p>
      <div className={classes.multiples} data-testid="radars">
        {range(count).map((l) => (
          <figure key={l} className={classes.multiple}>
            <RadarCaption overlaid={overlaid} layer={l} />
            <LayerRadar shown={overlaid} layer={l} end={end} />
          </figure>
        ))}
      </div>
    </>
  );
}

/** Names the layer, and in as many lines as they take the runs that have no map in it. */
function RadarCaption({ overlaid, layer }: { overlaid: readonly MeasuredRun[]; layer: number }) {
  const mapless = namesWithoutMap(overlaid, layer);
  return (
    <figcaption>
      {t('inside.layer', { layer: layer + 1 })}
      {mapless && <p className="muted">{t('inside.byLayer.mapless', { runs: mapless })}</p>}
    </figcaption>
  );
}
