/** The measures of all layers of runs in numbers, with their differences to the pinned run: as data, and as a table. */
import { variant } from '../../../attention/variants';
import { settingsOfRun } from '../../../experiment/overrides';
import type { DataTable } from '../../../format/dataTable';
import { isolated } from '../../../format/visible';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { type Delta, seedDelta } from '../../../measure/deltas';
import { type LayerMeasure, layerMeasures } from '../../../measure/layerMeasures';
import { useExperiment, useView } from '../../AppContext';
import { bandAt, type MeasuredRun, writeMeasure } from '../../charts/layerAxis';
import { DeltaNote } from '../../kit/DeltaNote';
import { DeltaText } from '../../kit/DeltaText';
import classes from './InsidePanels.module.css';

/** Each measure, and beside it the same before it is normalised. */
const columns = layerMeasures.flatMap(({ id, of, raw }) => [{ id, of }, ...(raw ? [raw] : [])]);

/** Each seed has rows of its own. */
export const layersTable = (shown: readonly MeasuredRun[]): DataTable => ({
  columns: ['run', 'step', 'layer', 'variant', ...columns.map(({ id }) => id)],
  rows: shown.flatMap(({ step, seeds }) =>
    seeds.flatMap(({ run, layers }) =>
      layers.map((own, l) => [
        run.name,
        step,
        l + 1,
        run.layers[l]?.variant ?? null,
        ...columns.map(({ of }) => of(own)),
      ]),
    ),
  ),
});

export function LayerTable({ shown }: { shown: readonly MeasuredRun[] }) {
  const experiment = useExperiment((e) => e.experiment);
  const pinnedRun = useView((v) => v.pinnedRun);
  const pinned = shown.find(({ seeds }) => seeds.some(({ run }) => run.id === pinnedRun));
  const delta = (one: MeasuredRun, { of }: LayerMeasure, l: number): Delta | null => {
    const bySeed = ({ seeds }: MeasuredRun) =>
      new Map(
        seeds.flatMap(({ run, layers }) => {
          const value = layers[l] ? of(layers[l]) : null;
          return value === null ? [] : [[settingsOfRun(experiment, run).seed, value] as const];
        }),
      );
    return pinned && one !== pinned ? seedDelta(bySeed(one), bySeed(pinned)) : null;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where there is little room it scrolls sideways, which takes the focus
    <section className={classes.scroll} aria-label={t('inside.byLayer.table')} tabIndex={0}>
      <table className={classes.changes} data-testid="layer-table">
        <thead>
          <tr>
            <th scope="col">{t('inside.byLayer.run')}</th>
            <th scope="col">{t('inside.byLayer.layer')}</th>
            {layerMeasures.map((measure) => (
              <th key={measure.id} scope="col">
                {entryName('layerMeasures', measure)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.flatMap((one) =>
            one.run.layers.map((layer, l) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
              <tr key={`${one.run.id} ${l}`}>
                <th scope="row">{isolated(one.name)}</th>
                <td>
                  {l + 1} {variant(layer.variant).name}
                </td>
                {layerMeasures.map((measure) => {
                  const band = bandAt(one, measure.of, l);
                  const apart = delta(one, measure, l);
                  const write = (value: number) => writeMeasure(measure, value);
                  return (
                    <td key={measure.id}>
                      {band ? write(band.mean) : '–'}
                      {apart && <DeltaText delta={apart} write={write} />}
                    </td>
                  );
                })}
              </tr>
            )),
          )}
        </tbody>
      </table>
      {pinned && shown.length > 1 && (
        <DeltaNote
          against={pinned.name}
          columns={layerMeasures.map((measure) => ({
            name: entryName('layerMeasures', measure),
            deltas: shown.flatMap((one) => one.run.layers.map((_, l) => delta(one, measure, l))),
          }))}
          testId="layer-delta-note"
        />
      )}
    </section>
  );
}
