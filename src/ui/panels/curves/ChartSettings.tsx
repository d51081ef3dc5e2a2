/** The less used settings of the chart: what is on its horizontal axis, the scales of both axes, and smoothing. */
import { SegmentedControl, Slider } from '@mantine/core';
import type { View } from '../../../document/view';
import { formatFixed } from '../../../format/numbers';
import { useView } from '../../AppContext';
import { useReading } from '../../charts/units';
import { xScales } from '../../charts/xScales';
import classes from './CurvesPanel.module.css';

export function ChartSettings() {
  const { logSteps, logValues, smoothing, xAxis, against, set } = useView();
  const { unit } = useReading();
  const linearAlone = against ? 'Differences have' : unit.isAccuracy ? 'Shares of right answers have' : null;
  return (
    <div className={classes.settings}>
      <fieldset>
        <legend>Horizontal axis</legend>
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label="Horizontal axis"
          data={xScales.map(({ id, name }) => ({ value: id, label: name }))}
          value={xAxis}
          onChange={(id) => set({ xAxis: id as View['xAxis'] })}
        />
        {xAxis === 'seconds' && (
          <p className={classes.note}>
            Time that each run trained. On a graphics card the runs take turns, and each is given its share.
          </p>
        )}
        {xAxis === 'flops' && <p className={classes.note}>Counted from the sizes of each run: rough.</p>}
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label="Scale of the horizontal axis"
          data={scales}
          value={logSteps ? 'log' : 'linear'}
          onChange={(value) => set({ logSteps: value === 'log' })}
        />
      </fieldset>
      <fieldset>
        <legend>Vertical axis</legend>
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label="Scale of the vertical axis"
          disabled={linearAlone !== null}
          data={scales}
          value={logValues && linearAlone === null ? 'log' : 'linear'}
          onChange={(value) => set({ logValues: value === 'log' })}
        />
        {linearAlone && <p className={classes.note}>{linearAlone} a linear axis alone.</p>}
      </fieldset>
      <fieldset>
        <legend>Smoothing of training losses</legend>
        <div className={classes.smoothing}>
          <Slider
            size="sm"
            min={0}
            max={0.98}
            step={0.02}
            label={null}
            thumbLabel="Smoothing"
            value={smoothing}
            onChange={(value) => set({ smoothing: value })}
          />
          <span>{formatFixed(smoothing, 2)}</span>
        </div>
      </fieldset>
    </div>
  );
}

const scales = [
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Logarithmic' },
];
