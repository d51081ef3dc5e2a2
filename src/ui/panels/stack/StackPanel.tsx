/** The runs side by side, each a stack of layers with the last on top. */
import { Button } from '@mantine/core';
import { Plus, Undo2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useExperiment } from '../../../app/document/experimentStore';
import { variants } from '../../../attention/variants';
import { addRun } from '../../../experiment/edit';
import { limits } from '../../../experiment/schema';
import { undo, useUndoOffer } from '../../undo';
import { focusNewChip } from './focus';
import { StackColumn } from './StackColumn';
import classes from './StackPanel.module.css';
import { VariantPicker } from './VariantPicker';

export function StackPanel() {
  const runs = useExperiment((e) => e.experiment.runs);
  const error = useExperiment((e) => e.error);
  const update = useExperiment((e) => e.update);
  const deepest = Math.max(...runs.map((run) => run.layers.length));
  return (
    <section className="panel" aria-labelledby="stack-title" data-testid="stacks">
      <header>
        <h2 id="stack-title">Stacks</h2>
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={16} />}
          disabled={runs.length >= limits.runs}
          onClick={() => update(addRun) && focusNewChip(runs.length, 0)}
        >
          Add run
        </Button>
      </header>
      {error && (
        <p className="trouble" role="alert">
          {error}
        </p>
      )}
      <UndoLine />
      <ul
        className={classes.columns}
        style={{ '--chip-height': deepest > 8 ? '28px' : '34px' } as CSSProperties}
        aria-label="Runs"
      >
        {runs.map((run, index) => (
          <StackColumn key={run.id} run={run} index={index} />
        ))}
      </ul>
      <p className={classes.keys}>
        Arrow keys move, <kbd>1</kbd>–<kbd>{variants.length}</kbd> set, <kbd>Delete</kbd> removes a layer.
      </p>
      <VariantPicker />
    </section>
  );
}

function UndoLine() {
  const offer = useUndoOffer();
  return (
    <div role="status">
      {offer && (
        <p className={classes.undo}>
          <span>{offer}</span>
          <Button size="compact-sm" variant="default" leftSection={<Undo2 size={14} />} onClick={undo}>
            Undo
          </Button>
        </p>
      )}
    </div>
  );
}
