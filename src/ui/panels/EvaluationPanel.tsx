/** Every run on held-out text: loss, perplexity, and the loss without its non-standard layers (paper §4.2, "skip"). */
import { Button } from '@mantine/core';
import { Gauge, Square } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Evaluation } from '../../runtime/protocol';
import { useExperiment } from '../../store/experimentStore';
import { useRuns } from '../../store/runsStore';
import { session } from '../../store/session';
import { count } from '../kit/format';
import { RunSwatch } from '../kit/RunSwatch';
import classes from './EvaluationPanel.module.css';
import { Section } from './Section';

export function EvaluationPanel() {
  const runs = useExperiment((e) => e.experiment.runs);
  const evaluations = useRuns((r) => r.evaluations);
  const { current, note, start, stop } = useEvaluateAll();
  return (
    <Section title="Evaluation" testId="evaluation">
      <div className={classes.top}>
        <p className="muted">
          How well each run predicts held-out text, and what is left of it when every layer that is not
          standard is taken out whole. Where little is lost, the standard layers do the work; where much is
          lost, the others matter.
        </p>
        {current === null ? (
          <Button size="sm" leftSection={<Gauge size={18} />} data-testid="evaluate" onClick={start}>
            Evaluate all runs
          </Button>
        ) : (
          <Button size="sm" variant="default" leftSection={<Square size={16} />} onClick={stop}>
            Stop evaluating
          </Button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls sideways, which takes the focus */}
      <section className={classes.scroll} aria-label="Results" tabIndex={0}>
        <table className={classes.table}>
          <caption className="visually-hidden">Evaluation of each run</caption>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Step</th>
              <th scope="col">Validation loss</th>
              <th scope="col">Perplexity</th>
              <th scope="col">Loss without non-standard layers</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run, i) => {
              return (
                <tr key={run.id} data-testid={`evaluation-${i}`}>
                  <th scope="row">
                    <RunSwatch index={i} /> {run.name}
                  </th>
                  <Numbers evaluation={evaluations[run.id]} />
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <p className={classes.note} role="status" data-testid="evaluation-note">
        {current !== null ? `Evaluating run ${current + 1} of ${runs.length}…` : note?.calm}
      </p>
      {note?.trouble && (
        <p className="trouble" role="alert">
          {note.trouble}
        </p>
      )}
    </Section>
  );
}

function Numbers({ evaluation }: { evaluation: Evaluation | undefined }) {
  if (!evaluation) return [0, 1, 2, 3].map((i) => <td key={i}>–</td>);
  const { step, loss, perplexity, skipLoss } = evaluation;
  return (
    <>
      <td>{count(step)}</td>
      <td>{number(loss, 4)}</td>
      <td>{number(perplexity, 2)}</td>
      <td>
        {skipLoss === null ? (
          'all are standard'
        ) : (
          <>
            {number(skipLoss, 4)} <span className={classes.change}>({signed(skipLoss - loss)})</span>
          </>
        )}
      </td>
    </>
  );
}

const number = (value: number, digits: number) =>
  Number.isFinite(value) ? value.toFixed(digits) : 'not a number';
const signed = (value: number) => `${value < 0 ? '−' : '+'}${number(Math.abs(value), 4)}`;

/** Evaluates one run after the other, until it is stopped or something else is loaded. */
function useEvaluateAll() {
  const [current, setCurrent] = useState<number | null>(null);
  const [note, setNote] = useState<{ calm?: string; trouble?: string } | null>(null);
  const stopped = useRef(false);
  const start = async () => {
    stopped.current = false;
    setNote(null);
    const { runs } = useExperiment.getState().experiment;
    try {
      for (const [i, run] of runs.entries()) {
        if (stopped.current) return setNote({ calm: `Stopped after ${i} of ${runs.length} runs.` });
        setCurrent(i);
        if (!(await session.evaluate(run.id)))
          return setNote({ calm: 'The experiment was changed or reset, so the evaluation ended.' });
      }
      setNote({ calm: `Evaluated ${runs.length === 1 ? 'the run' : `all ${runs.length} runs`}.` });
    } catch (error) {
      setNote({ trouble: error instanceof Error ? error.message : String(error) });
    } finally {
      setCurrent(null);
    }
  };
  const stop = () => {
    stopped.current = true;
  };
  return { current, note, start: () => void start(), stop };
}
