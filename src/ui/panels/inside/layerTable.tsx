/** The measures of all layers of runs in numbers, with their differences to the pinned run: as data, and as a table. */
import { variant } from '../../../attention/variants';
import { settingsOfRun } from '../../../experiment/overrides';
import type { Experiment } from '../../../experiment/schema';
import type { DataTable } from '../../../format/dataTable';
import { isolated } from '../../../format/visible';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { type Delta, sameSeeds, seedDelta } from '../../../measure/deltas';
import { type LayerMeasure, layerMeasures } from '../../../measure/layerMeasures';
import { useExperiment } from '../../AppContext';
import { bandAt, type MeasuredRun, writeMeasure } from '../../charts/layerAxis';
import { DeltaNote } from '../../kit/DeltaNote';
import { DeltaText } from '../../kit/DeltaText';
import { ScrollBox } from '../../kit/ScrollBox';
import { minusName } from './copiedDifferences';
import classes from './InsidePanels.module.css';

interface Shown {
  shown: readonly MeasuredRun[];
  /** What the others are held against, which may be none of them; null where no run is pinned. */
  pinned: MeasuredRun | null;
}

/** The values of one layer by seed. */
const bySeed = (
  experiment: Experiment,
  { seeds }: Pick<MeasuredRun, 'seeds'>,
  of: LayerMeasure['of'],
  l: number,
) =>
  new Map(
    seeds.flatMap(({ run, layers }) => {
      const value = layers[l] ? of(layers[l]) : null;
      return value === null ? [] : [[settingsOfRun(experiment, run).seed, value] as const];
    }),
  );

/** Each seed has rows of its own, and is held against the same seed of the pinned stack, if that has it. */
export function layersTable(experiment: Experiment, { shown, pinned }: Shown): DataTable {
  const against = shown.some((one) => one !== pinned) ? pinned : null;
  const minus = (of: LayerMeasure['of'], seed: MeasuredRun['seeds'][number], l: number): number | null => {
    if (!against || against.seeds.some(({ run }) => run.id === seed.run.id)) return null;
    const own = bySeed(experiment, { seeds: [seed] }, of, l);
    return seedDelta(own, sameSeeds(bySeed(experiment, against, of, l), own))?.value ?? null;
  };
  return {
    columns: [
      ...['run', 'step', 'layer', 'variant'],
      ...layerMeasures.flatMap(({ id, raw }) => [
        id,
        ...(against ? [minusName(id, against.name)] : []),
        ...(raw ? [raw.id] : []),
      ]),
    ],
    rows: shown.flatMap(({ step, seeds }) =>
      seeds.flatMap((seed) =>
        seed.layers.map((own, l) => [
          ...[seed.run.name, step, l + 1, seed.run.layers[l]?.variant ?? null],
          ...layerMeasures.flatMap(({ of, raw }) => [
            of(own),
            ...(against ? [minus(of, seed, l)] : []),
            ...(raw ? [raw.of(own)] : []),
          ]),
        ]),
      ),
    ),
  };
}

export function LayerTable({ shown, pinned }: Shown) {
  const experiment = useExperiment((e) => e.experiment);
  const delta = (one: MeasuredRun, { of }: LayerMeasure, l: number): Delta | null => {
    if (!pinned || one === pinned) return null;
    return seedDelta(bySeed(experiment, one, of, l), bySeed(experiment, pinned, of, l));
  };
  return (
    <ScrollBox label={t('inside.byLayer.table')}>
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
      {pinned && shown.some((one) => one !== pinned) && (
        <DeltaNote
          against={pinned.name}
          columns={layerMeasures.map((measure) => ({
            name: entryName('layerMeasures', measure),
            deltas: shown.flatMap((one) => one.run.layers.map((_, l) => delta(one, measure, l))),
          }))}
          testId="layer-delta-note"
        />
      )}
    </ScrollBox>
  );
}
