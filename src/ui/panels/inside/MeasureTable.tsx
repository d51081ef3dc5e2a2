/** A measure of every layer at the moment, a column for each run with its difference to the pinned one; a click chooses the layer. */
import { range } from 'es-toolkit';
import { mixingOf } from '../../../attention/layers';
import { variant } from '../../../attention/variants';
import { formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { placeAt } from '../../../measure/layerCourse';
import type { LayerMeasure } from '../../../measure/layerMeasures';
import { useView } from '../../AppContext';
import { writeMeasure } from '../../charts/layerAxis';
import { BandText } from '../../kit/BandText';
import { DeltaNote } from '../../kit/DeltaNote';
import { DeltaText } from '../../kit/DeltaText';
import { RunSwatch } from '../../kit/RunSwatch';
import { ScrollBox } from '../../kit/ScrollBox';
import { useMoment } from '../../time/useMoment';
import { courseDelta } from './courseData';
import classes from './InsidePanels.module.css';
import type { MeasuredCourse } from './useMeasuredCourses';

interface Props {
  measure: LayerMeasure;
  measured: readonly MeasuredCourse[];
  /** What the others are held against, which may be none of them; null where no run is pinned. */
  pinned: MeasuredCourse | null;
  /** The same before it is normalised, of the same runs; null where the measure has none. */
  raw: readonly MeasuredCourse[] | null;
}

export function MeasureTable({ measure, measured, pinned, raw }: Props) {
  const moment = useMoment();
  const chosen = useView((v) => v.layer);
  const set = useView((v) => v.set);
  const kind = useView((v) => (v.seedDrawing === 'range' ? 'range' : 'standardError'));
  const places = measured.map(({ course }) => placeAt(course, moment));
  const write = (value: number) => writeMeasure(measure, value);
  const deltas = measured.map((one) =>
    one.run.layers.map((_, l) => (pinned && one !== pinned ? courseDelta(one, pinned, l, moment) : null)),
  );
  return (
    <ScrollBox label={t('inside.course.table')}>
      <table className={classes.changes} data-testid="measure-table">
        <thead>
          <tr>
            <th scope="col">{t('inside.byLayer.layer')}</th>
            {measured.map(({ run, name, style, course }, r) => {
              const step = course.steps[places[r] as number];
              return (
                <th key={run.id} scope="col">
                  <RunSwatch style={style} /> {isolated(name)}{' '}
                  <small>
                    {step !== undefined && t('inside.course.atStep', { step: formatCount(step) })}
                  </small>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {range(Math.max(...measured.map(({ run }) => run.layers.length))).map((l) => (
            <tr key={l}>
              <th scope="row">
                <button
                  type="button"
                  className={classes.layer}
                  aria-pressed={l === chosen}
                  onClick={() => set({ layer: l })}
                >
                  {t('inside.layer', { layer: l + 1 })}
                </button>
              </th>
              {measured.map(({ run, course }, r) => {
                const own = run.layers[l];
                const value = course.layers[l]?.[places[r] as number] ?? null;
                const band = course.bands?.[l]?.[places[r] as number];
                const delta = deltas[r]?.[l];
                const before = raw?.[r]?.course.layers[l]?.[places[r] as number] ?? null;
                return (
                  <td key={run.id}>
                    {own && <small>{variant(own.variant).short} </small>}
                    {value !== null
                      ? write(value)
                      : own && (
                          <span className="muted">
                            {t(
                              measure.ofMap && !mixingOf(own)
                                ? 'inside.course.noMap'
                                : places[r] === -1
                                  ? 'inside.course.notCaptured'
                                  : 'inside.course.notMeasured',
                            )}
                          </span>
                        )}
                    {band && <BandText band={band} kind={kind} write={write} />}
                    {before !== null && <small> ({measure.raw?.write(before)})</small>}
                    {delta && <DeltaText delta={delta} write={write} testId={`delta-${run.id}-${l}`} />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {pinned && deltas.flat().some(Boolean) && (
        <DeltaNote
          against={pinned.name}
          columns={[{ name: entryName('layerMeasures', measure), deltas: deltas.flat() }]}
          testId="measure-delta-note"
        />
      )}
    </ScrollBox>
  );
}
