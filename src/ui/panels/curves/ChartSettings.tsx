/** The less used settings of the chart: what is on its horizontal axis, the scales of both axes, and smoothing. */

import { SegmentedControl, Slider, Switch } from '@mantine/core';
import type { View } from '../../../document/view';
import { formatFixed } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { useExperiment, useView } from '../../AppContext';
import { SeedChoice } from '../../charts/SeedChoice';
import { useReading } from '../../charts/units';
import { xScales } from '../../charts/xScales';
import classes from './CurvesPanel.module.css';

export function ChartSettings() {
  const { logSteps, logValues, smoothing, xAxis, against, learningMarks, set } = useView();
  const onTask = useExperiment((e) => e.experiment.task !== null);
  const { unit } = useReading();
  const scales = [
    { value: 'linear', label: t('curves.settings.linear') },
    { value: 'log', label: t('curves.settings.log') },
  ];
  const whyLinear = against
    ? t('curves.settings.differenceIsLinear')
    : unit.isAccuracy
      ? t('curves.settings.accuracyIsLinear')
      : null;
  return (
    <div className={classes.settings}>
      <fieldset>
        <legend>{t('curves.settings.horizontal')}</legend>
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label={t('curves.settings.horizontal')}
          data={xScales.map(({ id, name }) => ({ value: id, label: name() }))}
          value={xAxis}
          onChange={(id) => set({ xAxis: id as View['xAxis'] })}
        />
        {xAxis === 'seconds' && <p className={classes.note}>{t('curves.settings.seconds')}</p>}
        {xAxis === 'flops' && <p className={classes.note}>{t('curves.settings.flops')}</p>}
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label={t('curves.settings.horizontalScale')}
          data={scales}
          value={logSteps ? 'log' : 'linear'}
          onChange={(value) => set({ logSteps: value === 'log' })}
        />
      </fieldset>
      <fieldset>
        <legend>{t('curves.settings.vertical')}</legend>
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label={t('curves.settings.verticalScale')}
          disabled={whyLinear !== null}
          data={scales}
          value={logValues && whyLinear === null ? 'log' : 'linear'}
          onChange={(value) => set({ logValues: value === 'log' })}
        />
        {whyLinear && <p className={classes.note}>{whyLinear}</p>}
      </fieldset>
      {onTask && (
        <fieldset>
          <legend>{t('curves.marks.setting')}</legend>
          <Switch
            size="sm"
            label={t('curves.marks.show')}
            checked={learningMarks}
            data-testid="learning-marks"
            onChange={(event) => set({ learningMarks: event.currentTarget.checked })}
          />
          <p className={classes.note}>{t('curves.marks.note')}</p>
        </fieldset>
      )}
      <SeedChoice testId="chart-seed-drawing" />
      <fieldset>
        <legend>{t('curves.settings.smoothingOf')}</legend>
        <div className={classes.smoothing}>
          <Slider
            size="sm"
            min={0}
            max={0.98}
            step={0.02}
            label={null}
            thumbLabel={t('curves.settings.smoothing')}
            value={smoothing}
            onChange={(value) => set({ smoothing: value })}
          />
          <span>{formatFixed(smoothing, 2)}</span>
        </div>
      </fieldset>
    </div>
  );
}
