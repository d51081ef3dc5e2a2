/** Shows training and validation loss of every run, live: a row of controls, and the chart in all the room that is left. */

import { useCallback, useMemo } from 'react';
import { t } from '../../../i18n/i18n';
import { useApp, usePresent } from '../../AppContext';
import { BeyondScale } from '../../charts/BeyondScale';
import chart from '../../charts/charts.module.css';
import { LossChart } from '../../charts/LossChart';
import { Unplaced } from '../../charts/Unplaced';
import { useFilteredOut, useHiddenRuns } from '../../charts/useHiddenRuns';
import { figureFacts } from '../../figures/facts';
import { lossFigure } from '../../figures/lossFigure';
import { FilteredOut } from '../../kit/FilteredOut';
import { SaveFigure } from '../../kit/SaveFigure';
import { useLatest } from '../../kit/useLatest';
import { useSize } from '../../kit/useSize';
import { WithTerms } from '../../kit/WithTerms';
import type { PanelProps } from '../panel';
import { LinkedCurvesLegend, RacedCurvesLegend } from './BehindLegends';
import { ChartControls } from './ChartControls';
import classes from './CurvesPanel.module.css';
import { LearningList } from './LearningList';
import { useAgainstOnce } from './useAgainstOnce';
import { useDrawing } from './useDrawing';

export function CurvesPanel({ id, title }: PanelProps) {
  const app = useApp();
  const size = useSize();
  const curves = useDrawing(size);
  useAgainstOnce(curves);
  const hiddenRuns = useHiddenRuns();
  const filteredOut = useFilteredOut();
  // There, no button is in sight that it could name.
  const inHall = usePresent((p) => p.shown);
  const onPick = useCallback(
    (step: number) => {
      app.playback.pause();
      app.playback.moveTo(step);
    },
    [app],
  );
  const { runs, drawing, isEmpty, scale, reading, levels, linkedCurves, zoom } = curves;
  const figure = useLatest(() => lossFigure({ ...curves, facts: figureFacts(app) }));
  const saveWords = t('curves.save');
  const save = useMemo(
    () => <SaveFigure what={saveWords} testId="save-chart" disabled={isEmpty} figure={figure} />,
    [saveWords, isEmpty, figure],
  );
  const allHidden = runs.every((run) => hiddenRuns.includes(run.id));
  const noneFound = runs.every((run) => filteredOut.has(run.id));
  const namesOf = (ids: readonly string[]) =>
    runs.filter((run) => ids.includes(run.id)).map(({ name }) => name);
  return (
    <section className={classes.pane} aria-labelledby={`${id}-title`} data-testid={id} ref={size.ref}>
      <h2 id={`${id}-title`} className="visually-hidden">
        {title}
      </h2>
      <ChartControls width={size.width} zoom={zoom}>
        {save}
      </ChartControls>
      <div className={chart.axisTitle}>
        <p data-testid="axis-title">
          <WithTerms text={curves.title} />
        </p>
        {drawing.beyond.length > 0 && <BeyondScale names={namesOf(drawing.beyond)} testId="beyond-scale" />}
        {drawing.unplaced.length > 0 && <Unplaced names={namesOf(drawing.unplaced)} />}
      </div>
      <LossChart
        runs={runs}
        room={curves.room}
        drawing={drawing}
        scale={scale}
        curves={curves.curves}
        reading={reading}
        linkedCurves={linkedCurves}
        levels={levels}
        marks={curves.marks}
        zoom={zoom}
        onPick={onPick}
        emptyBecause={
          isEmpty
            ? t(
                noneFound
                  ? 'curves.noneFound'
                  : allHidden
                    ? 'curves.allHidden'
                    : inHall
                      ? 'present.untrained'
                      : 'curves.untrained',
              )
            : null
        }
      />
      <div className={classes.below} data-testid="below-curves">
        {curves.band && (
          <p className={chart.legend} data-testid="seeds-legend">
            {t('curves.seeds.legend', { band: t(`curves.seeds.${curves.band}`) })}
          </p>
        )}
        <FilteredOut testId="curves-filtered" />
        <LearningList learned={curves.learned} lines={curves} />
        <LinkedCurvesLegend />
        <RacedCurvesLegend />
      </div>
    </section>
  );
}
