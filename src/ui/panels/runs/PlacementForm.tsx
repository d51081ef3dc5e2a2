/** Places a variant in a stack: every placement of the registry, drawn for this one. */

import { Select } from '@mantine/core';
import { useState } from 'react';
import { layerOf } from '../../../attention/layers';
import { type VariantId, variant, variants } from '../../../attention/variants';
import { placeRun } from '../../../experiment/edit';
import { type Placement, place, placements } from '../../../experiment/placements';
import type { Run } from '../../../experiment/schema';
import { isolated } from '../../../format/visible';
import { entryName, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment } from '../../AppContext';
import { useChipStyle } from '../../kit/VariantChip';
import classes from './PlacementForm.module.css';

const relaxed = variants.filter((v) => v.id !== 'standard');

export function PlacementForm({ run, onDone }: { run: Run; onDone: () => void }) {
  const { history, view } = useApp().document;
  const [id, setId] = useState(() => likelyVariant(run, view.getState().layer));
  const update = useExperiment((e) => e.update);
  const apply = (placement: Placement) => {
    const label = () =>
      t('runs.placement.placed', {
        variant: variant(id).name,
        run: isolated(run.name),
        placement: entryName('placements', placement),
      });
    if (history.change(label, () => update(placeRun(run.id, placement, id)))) onDone();
  };
  return (
    <>
      <Select
        label={t('runs.placement.variant')}
        allowDeselect={false}
        data={relaxed.map((v) => ({ value: v.id, label: v.name }))}
        value={id}
        onChange={(value) => value && setId(value as VariantId)}
      />
      <p className={classes.hint}>{t('runs.placement.hint')}</p>
      <ul className={classes.list}>
        {placements.map((placement, i) => (
          <li key={placement.id}>
            <button
              type="button"
              className={classes.choice}
              data-autofocus={i === 0 || undefined}
              data-testid={`place-${placement.id}`}
              onClick={() => apply(placement)}
            >
              <span>
                <strong>{entryName('placements', placement)}</strong>{' '}
                <span className="muted">
                  {words(`placements.${placement.id}.description`, placement.description)}
                </span>
              </span>
              <Preview placement={placement} id={id} layers={run.layers.length} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** @param layer that is selected @returns its variant, or another relaxed one of the run, or the first there is */
function likelyVariant(run: Run, layer: number): VariantId {
  const selected = run.layers[layer];
  const found = [selected, ...run.layers].find((layer) => layer && layer.variant !== 'standard');
  return found?.variant ?? relaxed[0]?.id ?? 'standard';
}

/** Standard layers are hollow, the variant's are filled. */
function Preview({ placement, id, layers }: { placement: Placement; id: VariantId; layers: number }) {
  const { color } = useChipStyle(id);
  return (
    <span className={classes.preview} style={{ color }} aria-hidden="true">
      {place(placement, layerOf(id), layers).map((layer, l) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its position
        <i key={l} className={layer.variant === 'standard' ? classes.hollow : classes.filled} />
      ))}
    </span>
  );
}
