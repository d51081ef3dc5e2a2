/** Draws one layer in a run's strip; arrows move between layers and runs, Delete removes the layer. */

import { type KeyboardEvent, memo } from 'react';
import { type Layer, layerName } from '../../../attention/layers';
import { variant } from '../../../attention/variants';
import { removeLayer } from '../../../experiment/edit';
import type { Run } from '../../../experiment/schema';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment, useView } from '../../AppContext';
import { useMark } from '../../kit/useMark';
import { useChipStyle } from '../../kit/VariantChip';
import { useLanguage } from '../../useLanguage';
import { focusCell, focusCellBeside, focusNewCell } from './focus';
import classes from './RunRow.module.css';

interface Props {
  run: Run;
  runIndex: number;
  /** Of the layer, from 0. */
  index: number;
  layer: Layer;
  /** The view is on it. */
  selected: boolean;
}

/** By how many runs and layers a key moves. */
const moves: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export const LayerCell = memo(function LayerCell({ run, runIndex, index, layer, selected }: Props) {
  useLanguage();
  const { history } = useApp().document;
  const set = useView((v) => v.set);
  const update = useExperiment((e) => e.update);
  const mark = useMark(`layer:${run.id}:${index}`);
  const { id, short } = variant(layer.variant);
  const name = layerName(layer);
  const spoken = { run: isolated(run.name), layer: index + 1, variant: short };
  const choose = () => set({ runId: run.id, layer: index });
  const onKey = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      if (move[0] === 0) focusCell(runIndex, index + move[1]);
      else focusCellBeside(runIndex, index, move[0]);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      const label = () => t('runs.removedLayer', { layer: index + 1, run: isolated(run.name) });
      if (history.change(label, () => update(removeLayer(run.id, index))))
        focusNewCell(runIndex, Math.min(index, run.layers.length - 2));
    }
  };
  return (
    <li>
      <button
        type="button"
        className={classes.cell}
        style={useChipStyle(id)}
        title={t('runs.layerCell.title', { layer: index + 1, name })}
        data-testid={`chip-${runIndex}-${index}`}
        {...mark}
        data-cell={`${runIndex}-${index}`}
        // What the cell shows is in its name, for those who speak to the page.
        aria-label={
          name === short
            ? t('runs.layerCell.label', spoken)
            : t('runs.layerCell.labelWithName', { ...spoken, name })
        }
        aria-pressed={selected}
        // Roving tabindex: the stacks are one stop of the Tab key, arrows move on from there.
        tabIndex={selected ? 0 : -1}
        onClick={choose}
        onFocus={choose}
        onKeyDown={onKey}
      >
        <span>{short}</span>
      </button>
    </li>
  );
});
