/** Shows the indicators (paper §4.4) of all layers at once, at the moment: as lines over the layers, and as a radar a layer (Fig. 1). */
import { round } from 'es-toolkit';
import { variant } from '../../../attention/variants';
import { referenceRun } from '../../../document/view';
import { styleOf } from '../../../experiment/runStyles';
import type { DataTable } from '../../../format/dataTable';
import { formatFixed } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { Indicators } from '../../../measure/indicators';
import { captureAt } from '../../../runtime/runCaptures';
import { useApp, useChosenRun, useExperiment, useRuns, useView } from '../../AppContext';
import { type LayerIndicators, layerMeasures } from '../../charts/layerMeasures';
import { figureFacts } from '../../figures/facts';
import { layersFigure } from '../../figures/layersFigure';
import { CopyTable } from '../../kit/CopyButtons';
import { RunSwatch } from '../../kit/RunSwatch';
import { SaveFigure } from '../../kit/SaveFigure';
import { useDark } from '../../kit/useDark';
import { runStyle } from '../../runStyle';
import { useMoment, useProbeText } from '../../time/useMoment';
import type { PanelProps } from '../panel';
import classes from './InsidePanels.module.css';

/** The runs that are shown and have a capture of the probe, as they were at the moment. */
export function useShownRuns(): LayerIndicators[] {
  const runs = useExperiment((e) => e.experiment.runs);
  const hidden = useView((v) => v.hiddenRuns);
  const captures = useRuns((r) => r.captures);
  const text = useProbeText();
  const moment = useMoment();
  return runs.flatMap((run) => {
    const capture = captureAt(captures[run.id] ?? [], text, moment ?? Number.POSITIVE_INFINITY);
    const fits = capture?.layers.length === run.layers.length;
    if (!capture || !fits || hidden.includes(run.id)) return [];
    return [
      {
        run,
        style: styleOf(runs, run.id),
        step: capture.step,
        layers: capture.layers.map((layer) => layer?.indicators ?? null),
      },
    ];
  });
}

export function ByLayerPanel({ id, title }: PanelProps) {
  const app = useApp();
  const shown = useShownRuns();
  const chosen = useChosenRun();
  const pinnedRun = useView((v) => v.pinnedRun);
  const reference = useExperiment((e) => referenceRun(e.experiment.runs, { pinnedRun }));
  const overlaid = shown.filter(({ run }) => run.id === chosen.id || run.id === reference.id);
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <h2>{title}</h2>
      {shown.length === 0 ? (
        <p className="muted">{t('inside.byLayer.none')}</p>
      ) : (
        <>
          <div className={classes.row}>
            <p className="muted">{t('inside.byLayer.about')}</p>
            <SaveFigure
              what={t('inside.byLayer.save')}
              testId="save-indicators"
              figure={() => layersFigure(shown, figureFacts(app))}
            />
          </div>
          <div className={classes.multiples} data-testid="indicator-lines">
            {layerMeasures.map(({ id: measure, of }) => (
              <figure key={measure} className={classes.multiple}>
                <figcaption>{t(`inside.byLayer.${measure}`)}</figcaption>
                <LayerLines shown={shown} of={of} />
              </figure>
            ))}
          </div>
          <IndicatorTable shown={shown} />
          <CopyTable
            what={t('inside.byLayer.copy')}
            testId="copy-indicators"
            table={() => indicatorsTable(shown)}
          />
          <h3 className={classes.next}>{t('inside.byLayer.radar')}</h3>
          <p className="muted">{t('inside.byLayer.radarAbout')}</p>
          <p className={classes.row}>
            {overlaid.map(({ run, style }) => (
              <span key={run.id}>
                <RunSwatch style={style} /> {isolated(run.name)}
              </span>
            ))}
          </p>
          <div className={classes.multiples} data-testid="radars">
            {Array.from({ length: Math.max(0, ...overlaid.map(({ layers }) => layers.length)) }, (_, l) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
              <figure key={l} className={classes.multiple}>
                <figcaption>{t('inside.layer', { layer: l + 1 })}</figcaption>
                <Radar shown={overlaid} layer={l} />
              </figure>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

interface LinesProps {
  shown: readonly LayerIndicators[];
  of(indicators: Indicators): number;
}

/** A line a run; a layer without a map leaves a gap. */
function LayerLines({ shown, of }: LinesProps) {
  const dark = useDark();
  const count = Math.max(2, ...shown.map(({ layers }) => layers.length));
  const x = (layer: number) => 36 + (244 * layer) / (count - 1);
  const y = (value: number) => 112 - 100 * value;
  return (
    <svg viewBox="0 0 300 136" aria-hidden="true">
      {[0, 0.5, 1].map((value) => (
        <g key={value}>
          <path d={`M36 ${y(value)}H280`} stroke="var(--line)" />
          <text x={30} y={y(value)} dy="0.35em" textAnchor="end">
            {formatFixed(value, 1)}
          </text>
        </g>
      ))}
      {Array.from({ length: count }, (_, l) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
        <text key={l} x={x(l)} y={132} textAnchor="middle">
          {count <= 12 || l % 4 === 0 ? l + 1 : ''}
        </text>
      ))}
      {shown.map(({ run, style, layers }) => {
        const { colour, dash, mark } = runStyle(style, dark);
        const points = layers.map((one, l) => one && `${x(l)} ${y(of(one))}`);
        const path = points.map((point, l) => (point ? `${points[l - 1] ? 'L' : 'M'}${point}` : '')).join('');
        return (
          <g key={run.id} stroke={colour} fill="none" data-run={run.id}>
            <path d={path} strokeWidth={2.5} strokeDasharray={dash} />
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

/** Local focus is drawn times two, as in the paper (footnote 3). */
const spokes = [
  { id: 'entropy', of: (i: Indicators) => i.entropyNormalised },
  { id: 'concentration', of: (i: Indicators) => i.concentrationNormalised },
  { id: 'sink', of: (i: Indicators) => i.sink },
  { id: 'focus0', of: (i: Indicators) => 2 * i.localFocus0 },
  { id: 'focus1', of: (i: Indicators) => 2 * i.localFocus1 },
  { id: 'focus2', of: (i: Indicators) => 2 * i.localFocus2 },
  { id: 'focus3', of: (i: Indicators) => 2 * i.localFocus3 },
] as const;

function Radar({ shown, layer }: { shown: readonly LayerIndicators[]; layer: number }) {
  const dark = useDark();
  const at = (spoke: number, share: number) => {
    const angle = (2 * Math.PI * spoke) / spokes.length - Math.PI / 2;
    const radius = 74 * Math.min(1, share);
    return `${round(150 + radius * Math.cos(angle), 1)} ${round(100 + radius * Math.sin(angle), 1)}`;
  };
  const ring = (share: number) => `M${spokes.map((_, i) => at(i, share)).join('L')}z`;
  const mapless = shown.filter(({ layers }) => !layers[layer]);
  return (
    <svg viewBox="0 0 300 216" aria-hidden="true">
      <path d={ring(1) + ring(0.5)} fill="none" stroke="var(--line)" />
      {spokes.map(({ id }, i) => {
        const [px = '0', py = '0'] = at(i, 1).split(' ');
        const dx = Number(px) - 150;
        return (
          <g key={id}>
            <path d={`M150 100L${px} ${py}`} stroke="var(--line)" />
            <text
              x={150 + 1.12 * dx}
              y={100 + 1.16 * (Number(py) - 100)}
              dy="0.35em"
              textAnchor={Math.abs(dx) < 8 ? 'middle' : dx > 0 ? 'start' : 'end'}
            >
              {t(`inside.byLayer.short.${id}`)}
            </text>
          </g>
        );
      })}
      {shown.map(({ run, style, layers }) => {
        const own = layers[layer];
        if (!own) return null;
        const { colour, dash } = runStyle(style, dark);
        return (
          <path
            key={run.id}
            d={`M${spokes.map(({ of }, i) => at(i, of(own))).join('L')}z`}
            fill={colour}
            fillOpacity={0.14}
            stroke={colour}
            strokeWidth={2.5}
            strokeDasharray={dash}
          />
        );
      })}
      {mapless.length > 0 && (
        <text x={150} y={212} textAnchor="middle">
          {t('inside.byLayer.mapless', { runs: mapless.map(({ run }) => isolated(run.name)).join(', ') })}
        </text>
      )}
    </svg>
  );
}

const indicatorsTable = (shown: readonly LayerIndicators[]): DataTable => ({
  columns: ['run', 'step', 'layer', 'variant', ...layerMeasures.map(({ id }) => id)],
  rows: shown.flatMap(({ run, step, layers }) =>
    layers.map((own, l) => [
      run.name,
      step,
      l + 1,
      run.layers[l]?.variant ?? null,
      ...layerMeasures.map(({ of }) => own && of(own)),
    ]),
  ),
});

/** The same in numbers, for who does not see the drawings. */
function IndicatorTable({ shown }: { shown: readonly LayerIndicators[] }) {
  return (
    // A table itself is never narrower than its words.
    <div className="visually-hidden">
      <table>
        <caption>{t('inside.byLayer.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('inside.byLayer.run')}</th>
            <th scope="col">{t('inside.byLayer.layer')}</th>
            {layerMeasures.map(({ id }) => (
              <th key={id} scope="col">
                {t(`inside.byLayer.${id}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.flatMap(({ run, layers }) =>
            layers.map((own, l) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
              <tr key={`${run.id} ${l}`}>
                <th scope="row">{isolated(run.name)}</th>
                <td>
                  {l + 1} {variant((run.layers[l] as (typeof run.layers)[0]).variant).name}
                </td>
                {layerMeasures.map(({ id, of }) => (
                  <td key={id}>{own ? formatFixed(of(own), 3) : '–'}</td>
                ))}
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
