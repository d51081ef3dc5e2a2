/** Generates text from a prompt with a run's present weights. */

import { Button, Input, Select, Slider, Textarea } from '@mantine/core';
import { PenLine, Square } from 'lucide-react';
import { useId, useState } from 'react';
import { unknownSentence } from '../../../data/tokenizers';
import { formatCount, formatFixed } from '../../../format/numbers';
import { isolated, visiblePage } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
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
    return t('generate.wholeNumber', { min: formatCount(min), max: formatCount(max) });
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
          label={t('kit.run')}
          allowDeselect={false}
          data={runs.map(({ id, name }) => ({ value: id, label: isolated(name) }))}
          value={run.id}
          onChange={(runId) => setView({ runId })}
        />
        <div className={classes.temperature}>
          <Input.Label labelElement="div" id={temperatureId}>
            {t('generate.temperature', { temperature: formatFixed(temperature, 1) })}
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
            {t(temperature === 0 ? 'generate.likeliest' : 'generate.varied')}
          </Input.Description>
        </div>
        <NumberField
          label={t('generate.topK')}
          help={t('generate.topKHelp')}
          value={topK}
          testId="top-k"
          onCommit={whole(0, 100_000, setTopK)}
        />
        <NumberField
          label={t('generate.length')}
          help={t('generate.lengthHelp')}
          value={maxTokens}
          testId="length"
          onCommit={whole(1, 5000, setMaxTokens)}
        />
        <NumberField
          label={t('generate.seed')}
          help={t('generate.seedHelp')}
          value={seed}
          testId="generate-seed"
          onCommit={whole(0, 2 ** 32 - 1, setSeed)}
        />
      </div>
      <div className={classes.prompt}>
        <Textarea
          label={t('generate.prompt')}
          rows={1}
          resize="vertical"
          classNames={{ input: classes.growing }}
          value={prompt}
          data-testid="prompt"
          error={prompt === '' && t('generate.promptMissing')}
          onChange={(event) => setPrompt(event.currentTarget.value)}
        />
        {writing ? (
          <Button
            variant="default"
            leftSection={<Square size={16} />}
            data-testid="stop-generate"
            onClick={() => void session.generation.cancel()}
          >
            {t('generate.stop')}
          </Button>
        ) : (
          <Button
            leftSection={<PenLine size={18} />}
            disabled={prompt === '' || recorded}
            data-testid="start-generate"
            onClick={() => void start()}
          >
            {t('generate.start')}
          </Button>
        )}
      </div>
      {recorded && (
        <p className="muted" data-testid="generate-recorded">
          {t('generate.recorded')}
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
  const run = isolated(runName);
  const lacking = unknownSentence(read?.unknown ?? []);
  const cut = read?.cut && t('generate.page.cut');
  return (
    <figure className={classes.page}>
      <figcaption className="muted" data-testid="generate-step">
        {step === null
          ? t('generate.page.preparing', { run })
          : step === 0
            ? t('generate.page.untrained', { run })
            : t('generate.page.after', { count: step, run, steps: formatCount(step) })}
      </figcaption>
      {(lacking || cut) && (
        <p className="muted" role="status" data-testid="generate-read">
          {[lacking, cut, t('generate.page.marked')].filter(Boolean).join(' ')}
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
