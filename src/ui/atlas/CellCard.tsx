/** The cell that is pointed at: its seeds, its curves over those of its variants alone, and a button that opens its experiment. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { curvesKey } from '../../atlas/published';
import type { Result } from '../../atlas/results';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { formatEstimate } from '../../measure/evals/format';
import { useApp, useAtlas } from '../AppContext';
import classes from './Atlas.module.css';
import type { CellCurve } from './CellChart';
import { subjectName } from './names';
import { uniformStacks } from './questions';
import { stackLabel } from './stackLabel';

const CellChart = lazy(() => import('./CellChart'));

interface Props {
  result: Result | null;
  seeds: readonly number[];
  onOpen(result: Result): void;
}

export function CellCard({ result, seeds, onOpen }: Props) {
  const { atlas } = useApp();
  const opening = useAtlas((a) => a.opening);
  const planId = useAtlas((a) => a.planId);
  const subject = result?.subject ?? null;
  const curves = useAtlas((a) => (subject === null ? undefined : a.curves[`${planId}/${subject}`]));
  useEffect(() => {
    if (subject !== null) void atlas.needCurves(subject);
  }, [atlas, subject]);
  if (!result) return <p className="muted">{t('atlas.card.choose')}</p>;
  const { size, runs, sameAs } = result;
  const own = sameAs ?? result.stack;
  const ofStack = (stack: string, isOwn: boolean): CellCurve[] =>
    seeds.flatMap((seed) => {
      const found = curves?.[curvesKey(stack, size, seed)];
      return found ? [{ ...found, steps: result.steps, isOwn }] : [];
    });
  const alone = uniformStacks(result).filter((stack) => stack !== own);
  const lines = [...alone.flatMap((stack) => ofStack(stack, false)), ...ofStack(own, true)];
  return (
    <div className={classes.card} data-testid="atlas-card">
      <h3>
        {stackLabel(result.stack)} <small className="muted">{subjectName(result.subject)}</small>
      </h3>
      {sameAs !== null && <p className="muted">{t('atlas.card.same', { stack: stackLabel(sameAs) })}</p>}
      {runs.length === 0 && <p className="muted">{t('atlas.card.waits')}</p>}
      <ul className={classes.seeds}>
        {runs.map(({ seed, score }) => (
          <li key={seed}>
            {t('atlas.card.seed', { seed })}:{' '}
            {score
              ? formatEstimate(result.chance === null ? 'nats' : 'share', score)
              : t('atlas.card.diverged')}
          </li>
        ))}
      </ul>
      {lines.length > 0 && (
        <Suspense fallback={<div className={classes.chart} />}>
          <CellChart lines={lines} isTask={result.chance !== null} chance={result.chance} />
        </Suspense>
      )}
      {alone.length > 0 && lines.length > 0 && <p className="muted">{t('atlas.card.uniform')}</p>}
      {runs.length > 0 && (
        <Button
          size="sm"
          loading={opening !== null}
          data-testid="atlas-open"
          onClick={() => onOpen(result)}
          aria-label={`${t('atlas.card.open')}: ${isolated(stackLabel(result.stack))}, ${subjectName(result.subject)}`}
        >
          {t('atlas.card.open')}
        </Button>
      )}
    </div>
  );
}
