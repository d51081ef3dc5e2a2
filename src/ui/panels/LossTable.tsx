/** The runs' losses in numbers; each run's name shows or hides its curves. */
import { EyeOff } from 'lucide-react';
import type { Run } from '../../experiment/schema';
import { useRuns } from '../../store/runsStore';
import { useView } from '../../store/viewStore';
import { lowest } from '../charts/curves';
import { useReading } from '../charts/units';
import { useCurves } from '../charts/useCurves';
import { RunSwatch } from '../kit/RunSwatch';
import classes from './LossTable.module.css';

export function LossTable({ runs }: { runs: readonly Run[] }) {
  const { hiddenRuns } = useView((v) => v.chart);
  const { unit, value } = useReading();
  const setChart = useView((v) => v.setChart);
  const failures = useRuns((r) => r.failures);
  const { curves } = useCurves();
  const best = runs.map((run) => (curves[run.id] ? lowest(curves[run.id]!.validation) : null));
  const reached = best.filter((loss) => loss !== null);
  // Before training every run is as good as its luck: nothing to mark yet.
  const trained = runs.some((run) => (curves[run.id]?.validation.length ?? 0) > 1);
  const winner = trained && runs.length > 1 ? best.indexOf(Math.min(...reached)) : -1;
  const text = (loss: number | null | undefined) =>
    loss === null || loss === undefined ? '–' : value(loss).toFixed(unit.digits);
  const toggle = (id: string) =>
    setChart({
      hiddenRuns: hiddenRuns.includes(id) ? hiddenRuns.filter((h) => h !== id) : [...hiddenRuns, id],
    });
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">
        {unit.id === 'perplexity' ? unit.name : `Loss in ${unit.axis}`} of each run
      </caption>
      <thead>
        <tr className={classes.heading}>
          <th scope="col" className={classes.run}>
            Click a run to show or hide it
          </th>
          <th scope="col">Train (line)</th>
          <th scope="col">Validation (marks)</th>
          <th scope="col">Best validation</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run, i) => {
          const hidden = hiddenRuns.includes(run.id);
          const own = curves[run.id];
          return (
            <tr key={run.id}>
              <th scope="row" className={classes.run}>
                <button
                  type="button"
                  className={classes.toggle}
                  aria-pressed={!hidden}
                  aria-label={`Curves of ${run.name}`}
                  data-testid={`legend-${i}`}
                  onClick={() => toggle(run.id)}
                >
                  <RunSwatch index={i} hidden={hidden} />
                  {run.name}
                  {hidden && <EyeOff size={16} aria-hidden="true" />}
                </button>
                {failures[run.id] && <p className="trouble">{failures[run.id]?.message}</p>}
              </th>
              <td data-testid={`loss-${i}`}>{text(own?.train.last?.loss)}</td>
              <td data-testid={`val-${i}`}>{text(own?.validation.last?.loss)}</td>
              <td>
                {i === winner && <span className={classes.best}>lowest</span>}
                {text(best[i])}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
