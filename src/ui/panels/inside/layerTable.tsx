/** The measures of all layers of runs in numbers: as data, and for who does not see the drawings. */
import { variant } from '../../../attention/variants';
import type { DataTable } from '../../../format/dataTable';
import { isolated } from '../../../format/visible';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { layerMeasures } from '../../../measure/layerMeasures';
import { bandAt, type MeasuredRun, writeMeasure } from '../../charts/layerAxis';

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

export function HiddenLayerTable({ shown }: { shown: readonly MeasuredRun[] }) {
  return (
    // A table itself is never narrower than its words.
    <div className="visually-hidden">
      <table>
        <caption>{t('inside.byLayer.table')}</caption>
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
                  return <td key={measure.id}>{band ? writeMeasure(measure, band.mean) : '–'}</td>;
                })}
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
