/** Names what a run was before it was changed, whose curves are faded on the chart, and brings it back. */

import { Button } from '@mantine/core';
import { isEqual } from 'es-toolkit';
import { Undo2 } from 'lucide-react';
import { variant } from '../../../attention/variants';
import { setStack } from '../../../experiment/edit';
import { runDifference } from '../../../experiment/runDifference';
import type { Run } from '../../../experiment/schema';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment } from '../../AppContext';
import { useEarlierRuns } from '../../charts/useEarlierRuns';
import classes from './RunRow.module.css';

export function EarlierStack({ run, index }: { run: Run; index: number }) {
  const { history } = useApp().document;
  const experiment = useExperiment((e) => e.experiment);
  const update = useExperiment((e) => e.update);
  const earlier = useEarlierRuns().find((one) => one.run.id === run.id);
  if (!earlier) return null;
  const isOwnChange =
    !isEqual(earlier.run.layers, run.layers) || !isEqual(earlier.run.overrides, run.overrides);
  // What a branch begins as was changed: its own stack is what it was.
  if (!isOwnChange)
    return (
      <p className={`muted ${classes.earlier}`} data-testid={`earlier-${index}`}>
        {t('runs.earlierStack.fadedOrigin')}
      </p>
    );
  const letters = earlier.run.layers.map((layer) => variant(layer.variant).short).join(' · ');
  const told = [letters, ...runDifference(experiment, run, earlier.run)].join(', ');
  const bringBack = () =>
    history.change(
      () => t('runs.earlierStack.broughtBack', { run: isolated(run.name) }),
      () => update(setStack(run.id, earlier.run)),
      { offersUndo: false },
    );
  return (
    <p className={classes.earlier} data-testid={`earlier-${index}`}>
      <span className="muted">{t('runs.earlierStack.faded', { stack: told })}</span>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Undo2 size={14} aria-hidden="true" />}
        aria-label={t('runs.earlierStack.bringBackOf', { run: isolated(run.name) })}
        data-testid={`bring-back-${index}`}
        onClick={bringBack}
      >
        {t('runs.earlierStack.bringBack')}
      </Button>
    </p>
  );
}
