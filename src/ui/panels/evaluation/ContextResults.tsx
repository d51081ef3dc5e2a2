/** Shows perplexity against context length (paper Table 4), as a chart and a table. */

import { lazy, Suspense, useId } from 'react';
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { formatEstimate } from '../../../measure/evals/format';
import { lengthsOf, perplexityAt, type ResultRow } from '../../../measure/evals/table';
import { useApp, useExperiment } from '../../AppContext';
import { BeyondScale } from '../../charts/BeyondScale';
import chartClasses from '../../charts/charts.module.css';
import { contextAxes } from '../../charts/contextAxes';
import { contextFigure } from '../../figures/contextFigure';
import { figureFacts } from '../../figures/facts';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import { SaveFigure } from '../../kit/SaveFigure';
import { ScrollBox } from '../../kit/ScrollBox';
import { contextLines } from './contextLines';
import classes from './EvaluationPanel.module.css';

const ContextChart = lazy(() => import('../../charts/ContextChart'));

export function ContextResults({ rows }: { rows: readonly ResultRow[] }) {
  const app = useApp();
  const id = useId();
  const lengths = lengthsOf(rows);
  const runs = useExperiment((e) => e.experiment.runs);
  const lines = contextLines(rows, runs);
  if (!lines) return null;
  return (
    <section aria-labelledby={id}>
      <div className={classes.headed}>
        <h3 id={id} className={classes.heading}>
          {t('evaluation.context.heading')}
        </h3>
        <SaveFigure
          what={t('evaluation.context.save')}
          testId="save-context"
          figure={() => contextFigure(lines, lengths, figureFacts(app))}
        />
      </div>
      <p className="muted">{t('evaluation.context.note')}</p>
      <Suspense fallback={<div className={chartClasses.chart} />}>
        <ContextChart lines={lines} lengths={lengths} />
      </Suspense>
      <BeyondScale names={contextAxes(lines, lengths)?.beyond ?? []} testId="beyond-context-scale" />
      <ScrollBox label={t('evaluation.context.label')}>
        <table className={classes.table} data-testid="context-table">
          <caption className="visually-hidden">{t('evaluation.context.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('evaluation.context.tokens')}</th>
              {lengths.map((length) => (
                <th scope="col" key={length}>
                  {formatCount(length)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => {
              const row = rows.find((one) => one.id === line.id) as ResultRow;
              return (
                <tr key={line.id}>
                  <th scope="row">
                    <span className={classes.name}>
                      {line.style !== null && <RunSwatch style={line.style} />}
                      <Isolated text={line.name} />
                    </span>
                  </th>
                  {lengths.map((length) => {
                    const estimate = perplexityAt(row, length);
                    return <td key={length}>{estimate ? formatEstimate('perplexity', estimate) : '–'}</td>;
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
