/** The runs side by side, each a stack of layers with the last on top. */
import { Button } from '@mantine/core';
import { Plus, Redo2, Undo2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useExperiment } from '../../../app/document/experimentStore';
import { history, useHistory, useUndoOffer } from '../../../app/document/history';
import { variants } from '../../../attention/variants';
import { addRun } from '../../../experiment/edit';
import { limits } from '../../../experiment/schema';

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
  const told = useHistory((h) => h.told);
  const canRedo = useHistory((h) => h.future.length > 0);
  return (
    <div role="status" data-testid="history">
      {told && (
        <p className={classes.undo}>
          <span>{told}</span>
          {canRedo && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<Redo2 size={14} />}
              onClick={() => history.redo()}
            >
              Redo
            </Button>
          )}
        </p>
      )}
      {offer && (
        <p className={classes.undo}>
          <span>{offer}</span>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Undo2 size={14} />}
            onClick={() => history.undo()}
          >
            Undo
          </Button>
        </p>
      )}
    </div>
  );
}
