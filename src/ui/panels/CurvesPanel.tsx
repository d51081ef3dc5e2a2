/** Training loss of every run, live, and the numbers behind it. */
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useExperiment } from '../../store/experimentStore';
import { useRuns } from '../../store/runsStore';
import { useView } from '../../store/viewStore';
import { smooth, thin } from '../charts/thin';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';

/** Points a curve may have on the chart. */
const shown = 300;

export function CurvesPanel() {
  const runs = useExperiment((e) => e.experiment.runs);
  const smoothing = useView((v) => v.chart.smoothing);
  const { curves, failures } = useRuns();
  const dark = useDark();
  return (
    <section className="panel" aria-labelledby="curves-title" data-testid="curves">
      <header>
        <h2 id="curves-title">Loss</h2>
        <p className="muted">Training loss, nats per token, smoothed</p>
      </header>
      <ResponsiveContainer width="100%" height={320}>
        <LineChart margin={{ top: 4, right: 12, bottom: 4, left: 0 }}>
          <CartesianGrid stroke="var(--line)" />
          <XAxis
            dataKey="x"
            type="number"
            domain={['dataMin', 'dataMax']}
            stroke="var(--ink-2)"
            allowDuplicatedCategory={false}
          />
          <YAxis domain={['auto', 'auto']} stroke="var(--ink-2)" width={48} />
          <Tooltip contentStyle={{ background: 'var(--surface)', color: 'var(--ink)' }} />
          {runs.map((run, i) => {
            const train = curves[run.id]?.train;
            const { colour, dash } = runStyle(i, dark);
            return (
              <Line
                key={run.id}
                name={run.name}
                data={train ? thin(train.steps, smooth(train.losses, smoothing), shown) : []}
                dataKey="y"
                stroke={colour}
                strokeDasharray={dash}
                strokeWidth={2}
                dot={false}
                isAnimationActive={false}
              />
            );
          })}
        </LineChart>
      </ResponsiveContainer>
      <table style={{ width: '100%', borderCollapse: 'collapse', fontVariantNumeric: 'tabular-nums' }}>
        <thead>
          <tr>
            <th scope="col" style={{ textAlign: 'left' }}>
              Run
            </th>
            <th scope="col" style={{ textAlign: 'right' }}>
              Train loss
            </th>
            <th scope="col" style={{ textAlign: 'right' }}>
              Validation loss
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run, i) => {
            const { colour, mark } = runStyle(i, dark);
            const own = curves[run.id];
            return (
              <tr key={run.id}>
                <th scope="row" style={{ textAlign: 'left', fontWeight: 400 }}>
                  <span style={{ color: colour }} aria-hidden="true">
                    {mark}
                  </span>{' '}
                  {run.name}
                  {failures[run.id] && <span className="trouble"> {failures[run.id]?.message}</span>}
                </th>
                <td style={{ textAlign: 'right' }} data-testid={`loss-${i}`}>
                  {own?.train.last?.loss.toFixed(4) ?? '–'}
                </td>
                <td style={{ textAlign: 'right' }} data-testid={`val-${i}`}>
                  {own?.validation.last?.loss.toFixed(4) ?? '–'}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
