/** The bench page: a button that measures, what it does meanwhile, the figures, and a table to send in. */
import { Button, Progress } from '@mantine/core';
import { Gauge, Square } from 'lucide-react';
import { useStore } from 'zustand';
import { version } from '../../package.json';
import { formatCount } from '../../src/format/numbers';
import { FactList } from '../../src/ui/kit/FactList';
import { CopyField } from '../../src/ui/share/CopyField';
import classes from './BenchPage.module.css';
import { engineNames, missingReason, sizeTitle, timedEngines, timedSizes } from './cases';
import { benchMarkdown, machineFacts, ms, type Outcome } from './markdown';
import type { Measurement, MeasurementState } from './measurement';

export function BenchPage({ measurement }: { measurement: Measurement }) {
  const state = useStore(measurement.state);
  const { phase, machine, outcomes } = state;
  return (
    <>
      <header className={classes.header}>
        <h1>How fast is the lab here?</h1>
        <a href="./">To Attention Lab</a>
      </header>
      <main className={classes.main}>
        <section className="panel" aria-label="Measure">
          <p>
            This page takes training steps of two small models on each engine that this browser has, and
            writes a table to send in. Each case is timed for {formatCount(measurement.seconds)} s, and all
            together take about a minute. Close what else is at work, and leave this page in front. Nothing
            leaves the browser until you send it.
          </p>
          <MeasureButton measurement={measurement} running={phase === 'running'} />
          <StateOf state={state} />
        </section>
        {machine && (
          <section className="panel" aria-label="Figures">
            <FactList facts={machineFacts(machine)} testId="machine" />
            <Figures state={state} />
          </section>
        )}
        {machine && outcomes.length > 0 && phase !== 'running' && (
          <section className="panel" aria-label="To send in">
            <CopyField
              label="As a Markdown table"
              description="Send it to whoever runs this site, with a word on the machine: which graphics card, plugged in or on battery."
              text={benchMarkdown(machine, outcomes, version)}
              copied="The table is copied."
              testId="bench-table"
            />
          </section>
        )}
      </main>
    </>
  );
}

function MeasureButton({ measurement, running }: { measurement: Measurement; running: boolean }) {
  return (
    <Button
      leftSection={running ? <Square size={18} /> : <Gauge size={18} />}
      data-testid="measure"
      onClick={() => (running ? measurement.stop() : void measurement.start())}
    >
      {running ? 'Stop' : 'Measure'}
    </Button>
  );
}

const phases = {
  preparing: 'starting the engine and preparing its kernels',
  timing: 'taking steps',
};

/** What is done at the moment, for screen readers too; a bar of the cases that are done. */
function StateOf({ state: { phase, cases, outcomes, current, failure } }: { state: MeasurementState }) {
  const share = current?.phase === 'timing' ? current.share : 0;
  const done = cases.length === 0 ? 0 : (outcomes.length + share) / cases.length;
  const words = {
    idle: 'Nothing runs yet.',
    running: current
      ? `${outcomes.length + 1} of ${cases.length}: ${engineNames[current.engine]}, ${current.size}: ${phases[current.phase]}…`
      : 'Looking for engines…',
    done: 'Done.',
    stopped: 'Stopped.',
  };
  return (
    <>
      {phase === 'running' && <Progress value={100 * done} aria-label="Progress of the measurement" />}
      <p className="muted" role="status" data-testid="bench-state">
        {words[phase]}
      </p>
      {failure && (
        <p className="error" role="alert">
          {failure}
        </p>
      )}
    </>
  );
}

/** Milliseconds of each engine and size, as far as they are known. */
function Figures({ state: { machine, outcomes, current } }: { state: MeasurementState }) {
  if (!machine) return null;
  const failures = outcomes.flatMap((o) => ('failure' in o ? [o] : []));
  return (
    <>
      <table className={classes.figures} data-testid="figures">
        <caption>Milliseconds a training step: the median, and the first step</caption>
        <thead>
          <tr>
            <th scope="col">Engine</th>
            {timedSizes.map((size) => (
              <th key={size} scope="col">
                {sizeTitle(size)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {timedEngines.map((engine) => {
            const missing = missingReason(engine, machine);
            return (
              <tr key={engine}>
                <th scope="row">{engineNames[engine]}</th>
                {missing ? (
                  <td colSpan={timedSizes.length}>{missing}</td>
                ) : (
                  timedSizes.map((size) => (
                    <td key={size}>
                      <Figure
                        outcome={outcomes.find((o) => o.size === size && o.engine === engine)}
                        now={current?.size === size && current.engine === engine}
                      />
                    </td>
                  ))
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {failures.map(({ engine, size, failure }) => (
        <p key={`${engine} ${size}`} className="error" role="alert">
          {engineNames[engine]}, {size}: {failure}
        </p>
      ))}
    </>
  );
}

function Figure({ outcome, now }: { outcome: Outcome | undefined; now: boolean }) {
  if (!outcome) return now ? '…' : '–';
  if ('failure' in outcome) return 'failed';
  const { stepMs, firstMs } = outcome.timing;
  return (
    <>
      <strong>{ms(stepMs)}</strong> <small>first {ms(firstMs)}</small>
    </>
  );
}
