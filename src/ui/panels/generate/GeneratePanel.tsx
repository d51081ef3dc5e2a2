/** Generates text from a prompt with a run's present weights. */

import { Button, Input, Select, Slider, Textarea } from '@mantine/core';
import { PenLine, Square } from 'lucide-react';
import { useId, useState } from 'react';
import { unknownSentence } from '../../../data/tokenizers';
import { formatCount, formatFixed } from '../../../format/numbers';
import { isolated, visiblePage } from '../../../format/visible';
import type { GenerateRequest, ReadPrompt } from '../../../runtime/protocol';
import { useApp, useChosenRun, useExperiment, useRuns, useView } from '../../AppContext';
import { NumberField } from '../../kit/NumberField';
import type { PanelProps } from '../panel';
import classes from './GeneratePanel.module.css';

/** What was written, and by what. */
interface Written {
  runName: string;
  prompt: string;
  /** What the model read of the prompt; null until it did. */
  read: ReadPrompt | null;
  text: string;
  /** Steps the run had taken; null until the first piece comes. */
  step: number | null;
}

/** @returns a check for whole numbers of a range, as a field wants it, that passes them on */
const whole = (min: number, max: number, take: (value: number) => void) => (value: number) => {
  if (!Number.isInteger(value) || value < min || value > max)
    return `Give a whole number from ${formatCount(min)} to ${formatCount(max)}.`;
  take(value);
  return null;
};

export function GeneratePanel({ id, title }: PanelProps) {
  const { session } = useApp();
  const runs = useExperiment((e) => e.experiment.runs);
  const run = useChosenRun();
  const recorded = useRuns((r) => r.recorded);
  const setView = useView((v) => v.set);
  const [prompt, setPrompt] = useState('The whale ');
  const [temperature, setTemperature] = useState(0.8);
  const [topK, setTopK] = useState(0);
  const [maxTokens, setMaxTokens] = useState(300);
  const [seed, setSeed] = useState(1);
  const { written, writing, error, write } = useWriting();
  const temperatureId = useId();
  const start = () => write({ runId: run.id, prompt, maxTokens, temperature, topK, seed }, run.name);
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <div className={classes.controls}>
        <Select
          label="Run"
          allowDeselect={false}
          data={runs.map(({ id, name }) => ({ value: id, label: isolated(name) }))}
          value={run.id}
          onChange={(runId) => setView({ runId })}
        />
        <div className={classes.temperature}>
          <Input.Label labelElement="div" id={temperatureId}>
            Temperature {formatFixed(temperature, 1)}
          </Input.Label>
          <Slider
            min={0}
            max={2}
            step={0.1}
            value={temperature}
            onChange={setTemperature}
            label={null}
            thumbProps={{ 'aria-labelledby': temperatureId }}
          />
          <Input.Description>
            {temperature === 0 ? 'Always the likeliest token' : 'Higher: more varied, less likely text'}
          </Input.Description>
        </div>
        <NumberField
          label="Top-k"
          help="0: no limit"
          value={topK}
          testId="top-k"
          onCommit={whole(0, 100_000, setTopK)}
        />
        <NumberField
          label="Length"
          help="Tokens"
          value={maxTokens}
          testId="length"
          onCommit={whole(1, 5000, setMaxTokens)}
        />
        <NumberField
          label="Seed"
          help="Same seed, same text"
          value={seed}
          testId="generate-seed"
          onCommit={whole(0, 2 ** 32 - 1, setSeed)}
        />
      </div>
      <div className={classes.prompt}>
        <Textarea
          label="Prompt"
          rows={1}
          resize="vertical"
          classNames={{ input: classes.growing }}
          value={prompt}
          data-testid="prompt"
          error={prompt === '' && 'Write a prompt of at least one character.'}
          onChange={(event) => setPrompt(event.currentTarget.value)}
        />
        {writing ? (
          <Button
            variant="default"
            leftSection={<Square size={16} />}
            data-testid="stop-generate"
            onClick={() => void session.generation.cancel()}
          >
            Stop
          </Button>
        ) : (
          <Button
            leftSection={<PenLine size={18} />}
            disabled={prompt === '' || recorded}
            data-testid="start-generate"
            onClick={() => void start()}
          >
            Generate
          </Button>
        )}
      </div>
      {recorded && (
        <p className="muted" data-testid="generate-recorded">
          A recording has no models to write with: press Train, and they write as they learn.
        </p>
      )}
      {error && (
        <p className="error" role="alert" data-testid="generate-error">
          {error}
        </p>
      )}
      {written && <Page written={written} writing={writing} />}
    </section>
  );
}

function Page({ written, writing }: { written: Written; writing: boolean }) {
  const { runName, step, prompt, read, text } = written;
  const lacking = unknownSentence(read?.unknown ?? []);
  return (
    <figure className={classes.page}>
      <figcaption className="muted" data-testid="generate-step">
        {step === null
          ? `${isolated(runName)} gets ready to write…`
          : step === 0
            ? `${isolated(runName)} is untrained: what it writes is noise.`
            : `${isolated(runName)} after ${formatCount(step)} ${step === 1 ? 'step' : 'steps'}`}
      </figcaption>
      {(lacking || read?.cut) && (
        <p className="muted" role="status" data-testid="generate-read">
          {lacking} {read?.cut && 'The prompt is longer than the context: only its end was read. '}What was
          read is marked.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which takes the focus */}
      <p className={classes.text} tabIndex={0} aria-busy={writing} data-testid="generated">
        <mark className={classes.given} data-testid="read-prompt">
          {visiblePage(read?.text ?? prompt)}
        </mark>
        <span data-testid="continuation">{visiblePage(text)}</span>
      </p>
    </figure>
  );
}

/** Generates one text at a time, token by token as it is sampled. */
function useWriting() {
  const { session } = useApp();
  const [written, setWritten] = useState<Written | null>(null);
  const [writing, setWriting] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const write = async (request: GenerateRequest, runName: string) => {
    setWriting(true);
    setError(null);
    setWritten({ runName, prompt: request.prompt, read: null, text: '', step: null });
    try {
      await session.generation.run(
        request,
        (piece, step) => setWritten((now) => now && { ...now, text: now.text + piece, step }),
        (read) => setWritten((now) => now && { ...now, read }),
      );
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    } finally {
      setWriting(false);
      setWritten((now) => (now?.text ? now : null));
    }
  };
  return { written, writing, error, write };
}
