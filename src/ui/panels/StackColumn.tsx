/** One run as a stack of chips; arrows move between layers and runs. */
import type { KeyboardEvent } from 'react';
import type { Run } from '../../experiment/schema';
import { useChosenRun, useView } from '../../store/viewStore';
import { type VariantId, variant } from '../../variants';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import { useChipStyle } from './LayerChip';
import { RunMenu } from './RunMenu';
import classes from './StackPanel.module.css';

export function StackColumn({ run, index }: { run: Run; index: number }) {
  const { colour, mark } = runStyle(index, useDark());
  const layers = run.layers.map((id, layer) => ({ id, layer })).reverse();
  return (
    <li className={classes.column}>
      <div className={classes.head}>
        <span className={classes.name}>
          <span style={{ color: colour }} aria-hidden="true">
            {mark}
          </span>{' '}
          {run.name}
        </span>
        <RunMenu run={run} />
      </div>
      <p className={classes.end}>logits</p>
      <ol className={classes.layers} reversed aria-label={`Layers of ${run.name}`}>
        {layers.map(({ id, layer }) => (
          <Layer key={layer} run={run} runIndex={index} layer={layer} id={id} />
        ))}
      </ol>
      <p className={classes.end}>embedding</p>
    </li>
  );
}

function Layer({ run, runIndex, layer, id }: { run: Run; runIndex: number; layer: number; id: VariantId }) {
  const chosen = useChosenRun().id === run.id;
  const selected = useView((v) => v.layer === layer) && chosen;
  const set = useView((v) => v.set);
  const { name, short } = variant(id);
  return (
    <li>
      <button
        type="button"
        className={classes.chip}
        style={useChipStyle(id)}
        data-testid={`chip-${runIndex}-${layer}`}
        data-chip={`${runIndex}-${layer}`}
        aria-label={`${run.name}, layer ${layer + 1}: ${name}`}
        aria-pressed={selected}
        onClick={() => set({ runId: run.id, layer })}
        onFocus={() => set({ runId: run.id, layer })}
        onKeyDown={(event) => moveFocus(event, runIndex, layer)}
      >
        <span className={classes.number}>{layer + 1}</span>
        <span className={classes.short}>{short}</span>
        <span className={classes.pattern} />
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

function moveFocus(event: KeyboardEvent, run: number, layer: number): void {
  const move = moves[event.key];
  if (!move) return;
  event.preventDefault();
  const to = document.querySelector<HTMLElement>(`[data-chip="${run + move[0]}-${layer + move[1]}"]`);
  to?.focus();
}
