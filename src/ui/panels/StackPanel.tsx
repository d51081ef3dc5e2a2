/** The runs side by side, each a stack of layers with the last on top. */
import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { addRun } from '../../experiment/edit';
import { limits } from '../../experiment/schema';
import { useExperiment } from '../../store/experimentStore';
import { StackColumn } from './StackColumn';
import classes from './StackPanel.module.css';
import { VariantPicker } from './VariantPicker';

export function StackPanel() {
  const runs = useExperiment((e) => e.experiment.runs);
  const error = useExperiment((e) => e.error);
  const update = useExperiment((e) => e.update);
  return (
    <section className="panel" aria-labelledby="stack-title">
      <header>
        <h2 id="stack-title">Stacks</h2>
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={16} />}
          disabled={runs.length >= limits.runs}
          onClick={() => update(addRun)}
        >
          Add run
        </Button>
      </header>
      {error && (
        <p className="trouble" role="alert">
          {error}
        </p>
      )}
      <ul className={classes.columns} aria-label="Runs">
        {runs.map((run, index) => (
          <StackColumn key={run.id} run={run} index={index} />
        ))}
      </ul>
      <VariantPicker />
    </section>
  );
}
