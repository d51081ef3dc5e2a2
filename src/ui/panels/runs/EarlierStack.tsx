/** Names the stack that a run had before it was changed, whose curves are faded on the chart, and brings it back. */

import { Button } from '@mantine/core';
import { Undo2 } from 'lucide-react';
import { variant } from '../../../attention/variants';
import { setStack } from '../../../experiment/edit';
import type { Run } from '../../../experiment/schema';
import { isolated } from '../../../format/visible';
import { useApp, useExperiment } from '../../AppContext';
import { useEarlierRuns } from '../../charts/useEarlierRuns';
import classes from './RunRow.module.css';

export function EarlierStack({ run, index }: { run: Run; index: number }) {
  const { history } = useApp().document;
  const update = useExperiment((e) => e.update);
  const earlier = useEarlierRuns().find((one) => one.run.id === run.id);
  if (!earlier) return null;
  const letters = earlier.run.layers.map((layer) => variant(layer.variant).short).join(' · ');
  const bringBack = () =>
    history.change(
      `Brought back the stack of “${isolated(run.name)}”.`,
      () => update(setStack(run.id, earlier.run)),
      { offersUndo: false },
    );
  return (
    <p className={classes.earlier} data-testid={`earlier-${index}`}>
      <span className="muted">Faded: before its change, {letters}</span>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Undo2 size={14} aria-hidden="true" />}
        aria-label={`Bring back the earlier stack of ${isolated(run.name)}`}
        data-testid={`bring-back-${index}`}
        onClick={bringBack}
      >
        Bring back
      </Button>
    </p>
  );
}
