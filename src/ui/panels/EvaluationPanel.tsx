/** What to evaluate, the start and stop of it, and what came out: a table and a chart over context lengths. */
import { Button, Checkbox, Progress } from '@mantine/core';
import { Gauge, Square } from 'lucide-react';
import { useState } from 'react';
import { evaluations } from '../../measure/evals';
import { useExperiment } from '../../store/experimentStore';
import { useRuns } from '../../store/runsStore';
import { session } from '../../store/session';
import { count, duration } from '../kit/format';
import { ContextResults } from './ContextResults';
import { CopyResults } from './CopyResults';
import classes from './EvaluationPanel.module.css';
import { ResultsTable } from './ResultsTable';
import { Section } from './Section';
import { useResultRows } from './useResultRows';

export function EvaluationPanel() {
  const [chosen, setChosen] = useState(evaluations.map(({ id }) => id));
  const { progress, note, start, stop } = useEvaluating();
  const rows = useResultRows();
  return (
    <Section title="Evaluation" testId="evaluation">
      <p className={`muted ${classes.intro}`}>
        Every run is asked the same questions about what it has not trained on, beside models that only count
        tokens. Training may go on meanwhile: a run is judged by the weights it has when its turn begins.
      </p>
      <Checkbox.Group value={chosen} onChange={setChosen} label="What to evaluate" className={classes.choice}>
        <div className={classes.choices}>
          {evaluations.map(({ id, name, measures }) => (
            <Checkbox
              key={id}
              value={id}
              label={name}
              description={measures}
              disabled={progress !== null}
              data-testid={`eval-${id}`}
            />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.go}>
        {progress === null ? (
          <Button
            size="sm"
            leftSection={<Gauge size={18} />}
            data-testid="evaluate"
            disabled={chosen.length === 0}
            onClick={() => start(chosen)}
          >
            Evaluate all runs
          </Button>
        ) : (
          <Button
            size="sm"
            variant="default"
            leftSection={<Square size={16} />}
            data-testid="stop-evaluate"
            onClick={stop}
          >
            Stop evaluating
          </Button>
        )}
        {progress && (
          <>
            <Progress
              className={classes.bar}
              value={(100 * progress.done) / Math.max(1, progress.total)}
              aria-label={`Evaluation progress, batch ${progress.done} of ${progress.total}`}
            />
            <p className={classes.note} data-testid="evaluation-progress">
              {progress.total === 0
                ? 'Getting ready…'
                : `${count(progress.done)} of ${count(progress.total)} batches, ${duration(progress.secondsLeft)} left`}
            </p>
          </>
        )}
        {/* Read out at the beginning and the end, not at every batch. */}
        <p
          className={progress ? 'visually-hidden' : classes.note}
          role="status"
          data-testid="evaluation-note"
        >
          {progress ? 'Evaluating…' : chosen.length === 0 ? 'Choose at least one evaluation.' : note.calm}
        </p>
      </div>
      {note.trouble && (
        <p className="trouble" role="alert">
          {note.trouble}
        </p>
      )}
      <Staleness />
      {rows.length > 0 && (
        <>
          <ResultsTable rows={rows} />
          <CopyResults rows={rows} />
          <ContextResults rows={rows} />
        </>
      )}
    </Section>
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
      Training has gone on since: these results go back to step {count(oldest)}, and the runs are at step{' '}
      {count(now)}. Evaluate again to bring them up to date.
    </p>
  );
}

interface BatchProgress {
  done: number;
  total: number;
  secondsLeft: number;
}

/** One evaluation of all runs at a time, until it is stopped or something else is loaded. */
function useEvaluating() {
  /** null while nothing is evaluated; of no batches until the first is done. */
  const [progress, setProgress] = useState<BatchProgress | null>(null);
  const [note, setNote] = useState<{ calm?: string; trouble?: string }>({});
  const start = async (chosen: string[]) => {
    setNote({});
    setProgress({ done: 0, total: 0, secondsLeft: 0 });
    const { runs } = useExperiment.getState().experiment;
    try {
      const end = await session.evaluate(chosen, setProgress);
      if (end === 'done')
        setNote({ calm: `Evaluated ${runs.length === 1 ? 'the run' : `all ${runs.length} runs`}.` });
      else if (end === 'stopped') setNote({ calm: 'Stopped. What was found until then is in the table.' });
      else setNote({ calm: 'The experiment was changed or reset, so the evaluation ended.' });
    } catch (error) {
      setNote({ trouble: error instanceof Error ? error.message : String(error) });
    } finally {
      setProgress(null);
    }
  };
  return {
    progress,
    note,
    start: (chosen: string[]) => void start(chosen),
    stop: () => void session.cancelEvaluate(),
  };
}
