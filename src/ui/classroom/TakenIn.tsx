/** The cells that are in, each with what it came to: a hand-in that should not count is taken back. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { takeBack } from '../../app/classroom/handIns';
import type { Sweep, SweepResult } from '../../document/sweepsSchema';
import { formatCount, formatFixed, formatPercent } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { useApp } from '../AppContext';
import classes from './Class.module.css';

export function TakenIn({ plan }: { plan: Sweep }) {
  const { document } = useApp();
  const [takenBack, setTakenBack] = useState<string | null>(null);
  return (
    <>
      {plan.results.length > 0 && (
        <details data-testid="taken-in">
          <summary>{t('class.taken.title', { number: formatCount(plan.results.length) })}</summary>
          <ul className={classes.taken} aria-label={t('class.taken.list')}>
            {plan.results.map((result) => {
              const run = isolated(result.run.name);
              return (
                <li key={result.run.id}>
                  <span>{t('class.taken.cell', { run, result: outcomeOf(result) })}</span>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('class.taken.backOf', { run })}
                    data-testid={`take-back-${result.run.id}`}
                    onClick={() => {
                      takeBack(document, plan.id, result.run.id);
                      setTakenBack(result.run.name);
                    }}
                  >
                    {t('class.taken.back')}
                  </Button>
                </li>
              );
            })}
          </ul>
        </details>
      )}
      <p className="muted" role="status" data-testid="taken-back">
        {takenBack !== null && t('class.taken.done', { run: isolated(takenBack) })}
      </p>
    </>
  );
}

/** Accuracy of a task, else the loss. */
function outcomeOf({ accuracy, loss }: SweepResult): string {
  if (accuracy !== null) return t('class.taken.accuracy', { share: formatPercent(accuracy) });
  return loss === null ? '–' : t('class.taken.loss', { loss: formatFixed(loss, 3) });
}
