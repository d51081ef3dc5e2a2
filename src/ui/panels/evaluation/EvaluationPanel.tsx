/** Chooses, starts and stops evaluations, and shows their results: a table and a chart over context lengths. */

import { Button, Checkbox, NativeSelect, Progress } from '@mantine/core';
import { Gauge, Square } from 'lucide-react';
import { memo } from 'react';
import { asksFirst } from '../../../app/lessons/lessonState';
import { formatCount } from '../../../format/numbers';
import { formatDuration } from '../../../format/times';
import { words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { evaluationsFor } from '../../../measure/evals';
import type { ResultRow } from '../../../measure/evals/table';
import { useApp, useEvaluation, useExperiment, useLesson, useRuns } from '../../AppContext';
import { FilteredOut } from '../../kit/FilteredOut';
import { Section } from '../../kit/Section';
import { WithTerms } from '../../kit/WithTerms';
import { useMoment } from '../../time/useMoment';
import { useLanguage } from '../../useLanguage';
import type { PanelProps } from '../panel';
import { ContextResults } from './ContextResults';
import { CopyResults } from './CopyResults';
import classes from './EvaluationPanel.module.css';
import { ResultsTable } from './ResultsTable';
import { useShownRows } from './useShownRows';

/** Steps between evaluations while training that are offered; 0 for none. */
const intervals = [0, 50, 100, 250, 500];

export function EvaluationPanel({ id, title }: PanelProps) {
  return (
    <Section title={title} testId={id}>
      <Choices />
      <AtMoment />
    </Section>
  );
}

/** Not drawn anew with each moment. */
const Choices = memo(function Choices() {
  useLanguage();
  const { session, playback } = useApp();
  const chosen = useEvaluation((e) => e.chosen);
  const every = useEvaluation((e) => e.every);
  const note = useEvaluation((e) => e.note);
  const running = useEvaluation((e) => e.progress !== null);
  const onTask = useExperiment((e) => e.experiment.task !== null);
  const offered = evaluationsFor(onTask);
  const none = !offered.some(({ id }) => chosen.includes(id));
  const recorded = useRuns((r) => r.recorded);
  // What a prediction is about is not told before it.
  const asks = useLesson(asksFirst);
  return (
    <>
      <p className={`muted ${classes.intro}`} data-controls>
        <WithTerms text={t('evaluation.intro')} />
      </p>
      <Checkbox.Group
        data-controls
        value={chosen}
        onChange={(ids) => session.evaluation.choose({ chosen: ids })}
        label={t('evaluation.what')}
        className={classes.choice}
      >
        <div className={classes.choices}>
          {offered.map(({ id, name, measures }) => (
            <Checkbox
              key={id}
              value={id}
              label={words(`evaluations.${id}.name`, name)}
              description={words(`evaluations.${id}.measures`, measures)}
              disabled={running}
              data-testid={`eval-${id}`}
            />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.go}>
        {!running ? (
          <Button
            size="sm"
            data-controls
            leftSection={<Gauge size={18} />}
            data-testid="evaluate"
            disabled={none || recorded || asks}
            onClick={() => {
              // It is of the runs as they are now, and so are its results.
              playback.live();
              void session.evaluation.start();
            }}
          >
            {t('evaluation.start')}
          </Button>
        ) : (
          <Button
            size="sm"
            variant="default"
            leftSection={<Square size={16} />}
            data-testid="stop-evaluate"
            onClick={() => void session.evaluation.cancel()}
          >
            {t('evaluation.stop')}
          </Button>
        )}
        <NativeSelect
          size="sm"
          wrapperProps={{ 'data-controls': true }}
          aria-label={t('evaluation.whileTraining')}
          data-testid="evaluate-every"
          value={every}
          data={intervals.map((steps) => ({
            value: String(steps),
            label: steps === 0 ? t('evaluation.whenAsked') : t('evaluation.every', { steps }),
          }))}
          onChange={(event) => session.evaluation.choose({ every: Number(event.currentTarget.value) })}
        />
        <EvaluationProgress />
        {/* Read out at the beginning and the end, not at every batch. */}
        <p
          className={running ? 'visually-hidden' : classes.note}
          role="status"
          data-controls
          data-testid="evaluation-note"
        >
          {running
            ? t('evaluation.running')
            : recorded
              ? t('evaluation.recorded')
              : none
                ? t('evaluation.none')
                : note.done?.()}
        </p>
      </div>
      {note.error && (
        <p className="error" role="alert">
          {note.error}
        </p>
      )}
    </>
  );
});

/** The results at the moment. */
function AtMoment() {
  const shown = useShownRows();
  const { judged, rows } = shown;
  const moment = useMoment();
  return (
    <>
      {moment === null ? <Staleness /> : <WhichResults step={moment} rows={judged} />}
      {rows.length > 0 && (
        <>
          <ResultsTable shown={shown} />
          <FilteredOut testId="results-filtered" />
          <CopyResults shown={shown} />
          <ContextResults rows={rows} />
        </>
      )}
    </>
  );
}

/** Draws how far the evaluation is; by itself, so that the table and the chart are not drawn anew with it. */
function EvaluationProgress() {
  const progress = useEvaluation((e) => e.progress);
  if (!progress) return null;
  const { done, total, secondsLeft } = progress;
  return (
    <>
      <Progress
        className={classes.bar}
        value={(100 * done) / Math.max(1, total)}
        aria-label={t('evaluation.progress.label', { done, total })}
      />
      <p className={classes.note} data-testid="evaluation-progress">
        {total === 0
          ? t('evaluation.progress.preparing')
          : t('evaluation.progress.batches', {
              done: formatCount(done),
              total: formatCount(total),
              time: formatDuration(secondsLeft),
            })}
      </p>
    </>
  );
}

/** Says what the results of an earlier moment are, or that there are none. */
function WhichResults({ step, rows }: { step: number; rows: readonly ResultRow[] }) {
  const windows = useExperiment((e) => e.experiment.evalWindows);
  const recorded = useRuns((r) => r.recorded);
  const what = rows.length > 0 ? 'results' : recorded ? 'noneRecorded' : 'none';
  return (
    <p className={classes.stale} data-testid="evaluation-moment">
      {t(`evaluation.moment.${what}`, {
        step: formatCount(step),
        count: windows,
        windows: formatCount(windows),
      })}
    </p>
  );
}

/** Says where training has gone on since the results were taken. */
function Staleness() {
  const runs = useExperiment((e) => e.experiment.runs);
  const evaluated = useRuns((r) => r.evaluations);
  const now = useRuns((r) => r.progress?.step ?? 0);
  const steps = runs.flatMap(({ id }) => evaluated[id]?.step ?? []);
  const oldest = Math.min(...steps);
  if (steps.length === 0 || oldest >= now) return null;
  return (
    <p className={classes.stale} data-testid="evaluation-stale">
      {t('evaluation.stale', { evaluated: formatCount(oldest), now: formatCount(now) })}
    </p>
  );
}
