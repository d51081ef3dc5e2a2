/** Draws one measure over the layers, small: a line a run, or the mean of several seeds with its band; a layer without a value leaves a gap. */
import { t } from '../../../i18n/i18n';
import type { LayerMeasure } from '../../../measure/layerMeasures';
import { bandPath, bandsOver, gappedPath, type MeasuredRun, measureAxis } from '../../charts/layerAxis';
import { placeScale } from '../../charts/placeScale';
import { useDark } from '../../kit/useDark';
import { runStyle } from '../../runStyle';

interface Props {
  measure: LayerMeasure;
  shown: readonly MeasuredRun[];
}

export function LayerLines({ measure, shown }: Props) {
  const dark = useDark();
  const count = Math.max(2, ...shown.map(({ run }) => run.layers.length));
  const bands = shown.map((one) => bandsOver(one, measure.of));
  const ends = bands.flat().flatMap((band) => (band ? [band.low, band.high] : []));
  const axis = measureAxis(measure, ends, 3);
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
        const own = bands[i] ?? [];
        const points = own.map((band, l) =>
          band && Number.isFinite(y(band.mean)) ? `${x(l)} ${y(band.mean)}` : null,
        );
        const wide = own.flatMap((band, l) =>
          band && band.low < band.high ? [bandPath(x(l), y(band.low), y(band.high))] : [],
        );
        return (
          <g key={run.id} stroke={colour} fill="none" data-run={run.id}>
            <path d={gappedPath(points)} strokeWidth={2.5} strokeDasharray={dash} />
            {wide.length > 0 && <path d={wide.join('')} strokeWidth={1.5} data-band={run.id} />}
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
