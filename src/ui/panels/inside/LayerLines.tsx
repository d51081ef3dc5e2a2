/** Draws one measure over the layers, small: a line a run; a layer without a value leaves a gap. */
import { t } from '../../../i18n/i18n';
import type { LayerMeasure } from '../../../measure/layerMeasures';
import { gappedPath, type MeasuredRun, measureAxis } from '../../charts/layerAxis';
import { placeScale } from '../../charts/placeScale';
import { useDark } from '../../kit/useDark';
import { runStyle } from '../../runStyle';

interface Props {
  measure: LayerMeasure;
  shown: readonly MeasuredRun[];
}

export function LayerLines({ measure, shown }: Props) {
  const dark = useDark();
  const count = Math.max(2, ...shown.map(({ layers }) => layers.length));
  const values = shown.map(({ layers }) => layers.map((layer) => measure.of(layer)));
  const axis = measureAxis(measure, values.flat(), 3);
  if (!axis) return <p className="muted">{t('inside.course.nothing')}</p>;
  const x = (layer: number) => 52 + (228 * layer) / (count - 1);
  const { place: y } = placeScale(axis.domain, axis.log, [112, 12]);
  return (
    <svg viewBox="0 0 300 136" aria-hidden="true">
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <path d={`M52 ${y(tick)}H280`} stroke="var(--line)" />
          <text x={46} y={y(tick)} dy="0.35em" textAnchor="end">
            {axis.format(tick)}
          </text>
        </g>
      ))}
      {Array.from({ length: count }, (_, l) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
        <text key={l} x={x(l)} y={132} textAnchor="middle">
          {count <= 12 || l % 4 === 0 ? l + 1 : ''}
        </text>
      ))}
      {shown.map(({ run, style }, i) => {
        const { colour, dash, mark } = runStyle(style, dark);
        const points = (values[i] ?? []).map((value, l) =>
          value !== null && Number.isFinite(y(value)) ? `${x(l)} ${y(value)}` : null,
        );
        return (
          <g key={run.id} stroke={colour} fill="none" data-run={run.id}>
            <path d={gappedPath(points)} strokeWidth={2.5} strokeDasharray={dash} />
            {points.map(
              (point, l) =>
                point && (
                  <path
                    // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
                    key={l}
                    d={mark}
                    transform={`translate(${point}) scale(4.4)`}
                    fill={colour}
                    stroke="none"
                  />
                ),
            )}
          </g>
        );
      })}
    </svg>
  );
}
