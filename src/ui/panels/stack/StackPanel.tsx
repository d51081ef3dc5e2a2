/** Shows the runs side by side, each a stack of layers with the last on top. */

import { Button } from '@mantine/core';
import { groupBy } from 'es-toolkit';
import { Plus, Redo2, Undo2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import { addRun } from '../../../experiment/edit';
import { limits } from '../../../experiment/schema';
import { useExperiment, useHistory, useUndoOffer } from '../../AppContext';
import { redo, undo } from '../../actions/pageActions';
import { variantActions } from '../../actions/stackActions';
import { ActionButton } from '../../kit/ActionButton';
import { Keys } from '../../kit/Keys';
import type { PanelProps } from '../panel';
import { focusNewChip } from './focus';
import { StackColumn } from './StackColumn';
import classes from './StackPanel.module.css';
import { VariantPicker } from './VariantPicker';

export function StackPanel({ id, title }: PanelProps) {
  const runs = useExperiment((e) => e.experiment.runs);
  const error = useExperiment((e) => e.error);
  const update = useExperiment((e) => e.update);
  const deepest = Math.max(...runs.map((run) => run.layers.length));
  return (
    <section className="panel" aria-labelledby={`${id}-title`} data-testid={id}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
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
        <p className="error" role="alert">
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
        Arrow keys move, <VariantKeys /> set, <kbd>Delete</kbd> removes a layer.
      </p>
      <VariantPicker />
    </section>
  );
}

/** The keys of all variants, a range for each number of digits: "1–9, 0 then 1–3". */
function VariantKeys() {
  const sequences = variantActions.flatMap(({ keys }) => keys);
  const ranges = Object.values(groupBy(sequences, ({ length }) => String(length)));
  return ranges.map((range, i) => (
    <span key={range[0]}>
      {i > 0 && ', '}
      <Keys keys={range[0] as string} />
      {range.length > 1 && (
        <>
          –<Keys keys={range.at(-1)?.split(' ').at(-1) as string} />
        </>
      )}
    </span>
  ));
}

function UndoLine() {
  const offer = useUndoOffer();
  const announcement = useHistory((h) => h.announcement);
  const canRedo = useHistory((h) => h.future.length > 0);
  return (
    <div role="status" data-testid="history">
      {announcement && (
        <p className={classes.undo}>
          <span>{announcement}</span>
          {canRedo && (
            <ActionButton action={redo} icon={Redo2} iconSize={14} size="compact-sm" variant="default" />
          )}
        </p>
      )}
      {offer && (
        <p className={classes.undo}>
          <span>{offer}</span>
          <ActionButton action={undo} icon={Undo2} iconSize={14} size="compact-sm" variant="default" />
        </p>
      )}
    </div>
  );
}
