/** Shows one run as a stack of chips; arrows move between layers and runs, Delete removes one. */

import type { KeyboardEvent } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { type Layer as LayerOfStack, layerName } from '../../../attention/layers';
import { variant } from '../../../attention/variants';
import { removeLayer } from '../../../experiment/edit';
import { overridesInWords } from '../../../experiment/overrides';
import type { Run } from '../../../experiment/schema';
import { isolated } from '../../../format/visible';
import { useApp, useChosenLayer, useChosenRun, useExperiment, useView } from '../../AppContext';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import { ChipContent, useChip } from '../../kit/VariantChip';
import { focusChip, focusNewChip } from './focus';
import { RunMenu } from './RunMenu';
import classes from './StackPanel.module.css';

export function StackColumn({ run, index }: { run: Run; index: number }) {
  const layers = run.layers.map((mixer, layer) => ({ mixer, layer })).reverse();
  return (
    <li className={classes.column}>
      <div className={classes.head}>
        <RunSwatch index={index} />
        <RunMenu run={run} index={index} />
      </div>
      <p className={classes.name} title={isolated(run.name)} data-testid={`run-name-${index}`}>
        <Isolated text={run.name} />
      </p>
      <p className={classes.end}>logits</p>
      <ol className={classes.layers} reversed aria-label={`Layers of ${isolated(run.name)}`}>
        {layers.map(({ mixer, layer }) => (
          <Layer key={layer} run={run} runIndex={index} layer={layer} mixer={mixer} />
        ))}
      </ol>
      <p className={classes.end}>embedding</p>
      <OwnSettings run={run} index={index} />
    </li>
  );
}

/** What the run has of its own, which opens the dialog that changes it; nothing where it shares all. */
function OwnSettings({ run, index }: { run: Run; index: number }) {
  const words = useExperiment(useShallow((e) => overridesInWords(e.experiment, run)));
  const set = useView((v) => v.set);
  if (words.length === 0) return null;
  return (
    <button
      type="button"
      className={classes.own}
      aria-label={`Settings of ${isolated(run.name)}: ${words.join(', ')}`}
      data-testid={`own-settings-${index}`}
      onClick={() => set({ dialog: { kind: 'overrides', runId: run.id } })}
    >
      {words.join(', ')}
    </button>
  );
}

function Layer(props: { run: Run; runIndex: number; layer: number; mixer: LayerOfStack }) {
  const { run, runIndex, layer, mixer } = props;
  const { history } = useApp().document;
  const chosen = useChosenRun().id === run.id;
  const selected = useChosenLayer() === layer && chosen;
  const set = useView((v) => v.set);
  const update = useExperiment((e) => e.update);
  const { id, short } = variant(mixer.variant);
  const name = layerName(mixer);
  // What the chip shows is in its name, for those who speak to the page.
  const spoken = name === short ? short : `${short} (${name})`;
  const onKey = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      focusChip(runIndex + move[0], layer + move[1]);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      const label = `Removed layer ${layer + 1} of “${isolated(run.name)}”.`;
      if (history.change(label, () => update(removeLayer(run.id, layer))))
        focusNewChip(runIndex, Math.min(layer, run.layers.length - 2));
    }
  };
  return (
    <li>
      <button
        type="button"
        {...useChip(id)}
        data-testid={`chip-${runIndex}-${layer}`}
        data-chip={`${runIndex}-${layer}`}
        aria-label={`${isolated(run.name)}, layer ${layer + 1} ${spoken}`}
        aria-pressed={selected}
        // Roving tabindex: the stacks are one stop of the Tab key, arrows move on from there.
        tabIndex={selected ? 0 : -1}
        onClick={() => set({ runId: run.id, layer })}
        onFocus={() => set({ runId: run.id, layer })}
        onKeyDown={onKey}
      >
        <ChipContent number={layer + 1}>{short}</ChipContent>
      </button>
    </li>
  );
}

const moves: Record<string, [number, number]> = {
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
