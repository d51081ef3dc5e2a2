/** Shows one measure of every layer over the training, of the chosen run and beside it of the one that others are held against. */
import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { entryName, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { type LayerMeasure, layerMeasures } from '../../../measure/layerMeasures';
import { useApp, useView } from '../../AppContext';
import { measureAxis } from '../../charts/layerAxis';
import { courseFigure } from '../../figures/courseFigure';
import { figureFacts } from '../../figures/facts';
import { CopyTable } from '../../kit/CopyButtons';
import { Disclosure } from '../../kit/Disclosure';
import { SaveFigure } from '../../kit/SaveFigure';
import { Tex } from '../../kit/Tex';
import type { PanelProps } from '../panel';
import { courseTable } from './courseData';
import classes from './InsidePanels.module.css';
import { MeasureChart } from './MeasureChart';
import { MeasureTable } from './MeasureTable';
import { useMeasuredCourses } from './useMeasuredCourses';

export function OverTrainingPanel({ id, title }: PanelProps) {
  const app = useApp();
  const [chosen, setChosen] = useState<string | null>(null);
  const measure = layerMeasures.find((one) => one.id === chosen) ?? (layerMeasures[0] as LayerMeasure);
  const { measured, pinned } = useMeasuredCourses(measure.of, measure.ofMap);
  const { measured: raw } = useMeasuredCourses(measure.raw?.of ?? measure.of, measure.ofMap);
  const drawing = useView((v) => v.seedDrawing);
  const lastStep = Math.max(0, ...measured.flatMap(({ course }) => course.steps));
  const mostLines = Math.max(0, ...measured.map(({ run }) => run.layers.length));
  const y = useMemo(
    () =>
      measureAxis(
        measure,
        measured.flatMap(({ course: { layers, bands } }) => [
          ...layers.flat(),
          ...(bands ?? []).flat().flatMap((band) => (band ? [band.low, band.high] : [])),
        ]),
        5,
      ),
    [measure, measured],
  );
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <h2>{title}</h2>
      <div className={classes.row}>
        <NativeSelect
          size="sm"
          aria-label={t('inside.course.measure')}
          data-testid="measure"
          value={measure.id}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={layerMeasures.map((one) => ({ value: one.id, label: entryName('layerMeasures', one) }))}
        />
        <SaveFigure
          what={t('inside.course.save')}
          testId="save-course"
          disabled={measured.length === 0}
          figure={() => (measured.length > 0 ? courseFigure(measure, measured, figureFacts(app)) : null)}
        />
        <p>{words(`layerMeasures.${measure.id}.definition`, measure.definition)}</p>
      </div>
      <Disclosure title={t('inside.formula')}>
        <Tex tex={measure.tex} block />
        <p className="muted">{words(`layerMeasures.${measure.id}.source`, measure.source)}</p>
      </Disclosure>
      {measured.length === 0 ? (
        <p className="muted">{t('inside.course.none')}</p>
      ) : (
        <>
          <div className={classes.beside}>
            {y && lastStep > 0 ? (
              measured.map((one) => (
                <MeasureChart
                  key={one.run.id}
                  measure={measure}
                  measured={one}
                  y={y}
                  lastStep={lastStep}
                  mostLines={mostLines}
                />
              ))
            ) : (
              <p className="muted">{t('inside.course.nothing')}</p>
            )}
          </div>
          {drawing !== 'each' && measured.some(({ course }) => course.bands) && (
            <p className="muted">
              {t(`inside.byLayer.${drawing}`)} {t('inside.course.bands')}
            </p>
          )}
          <MeasureTable
            measure={measure}
            measured={measured}
            pinned={pinned}
            raw={measure.raw ? raw : null}
          />
          <CopyTable
            what={t('inside.course.copy')}
            testId="copy-course"
            table={() => courseTable(measure, measured, { raw, pinned })}
          />
        </>
      )}
    </section>
  );
}
