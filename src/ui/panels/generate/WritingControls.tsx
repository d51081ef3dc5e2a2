/** What a person sets of the writing: which runs, and how tokens are drawn. */
import { Input, SegmentedControl, Slider, TextInput } from '@mantine/core';
import { useId } from 'react';
import { formatCount, formatFixed } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import type { GenerateRequest } from '../../../runtime/protocol';
import { NumberField } from '../../kit/NumberField';
import classes from './GeneratePanel.module.css';

/** What is set; which runs write is found when they do. */
export type WritingSettings = Omit<GenerateRequest, 'runIds' | 'prompt' | 'checkpoints'> & { all: boolean };

interface Props {
  settings: WritingSettings;
  onChange(settings: WritingSettings): void;
}

export function WritingControls({ settings, onChange }: Props) {
  const { all, temperature, topK, topP, maxTokens, stop, seed } = settings;
  const set = (change: Partial<WritingSettings>) => onChange({ ...settings, ...change });
  /** A check for whole numbers of a range, as a field wants it. */
  const whole = (key: 'topK' | 'maxTokens' | 'seed', min: number, max: number) => (value: number) => {
    if (!Number.isInteger(value) || value < min || value > max)
      return t('generate.wholeNumber', { min: formatCount(min), max: formatCount(max) });
    set({ [key]: value });
    return null;
  };
  const share = (value: number) => {
    if (!(value > 0 && value <= 1)) return t('generate.shareNumber');
    set({ topP: value });
    return null;
  };
  const temperatureId = useId();
  return (
    <div className={classes.fields}>
      <div className={classes.controls}>
        <Input.Wrapper className={classes.runs} label={t('generate.runs')} labelElement="div">
          <SegmentedControl
            size="sm"
            fullWidth
            aria-label={t('generate.runs')}
            data-testid="generate-runs"
            value={all ? 'all' : 'chosen'}
            onChange={(value) => set({ all: value === 'all' })}
            data={[
              { value: 'all', label: t('generate.allRuns') },
              { value: 'chosen', label: t('generate.chosenRun') },
            ]}
          />
        </Input.Wrapper>
        <div className={classes.temperature}>
          <Input.Label labelElement="div" id={temperatureId}>
            {t('generate.temperature', { temperature: formatFixed(temperature, 1) })}
          </Input.Label>
          <Slider
            min={0}
            max={2}
            step={0.1}
            value={temperature}
            onChange={(value) => set({ temperature: value })}
            label={null}
            thumbProps={{ 'aria-labelledby': temperatureId }}
          />
          <Input.Description>
            {temperature === 0 ? t('generate.likeliest') : t('generate.temperatureHelp')}
          </Input.Description>
        </div>
        <NumberField
          label={t('generate.topK')}
          help={t('generate.topKHelp')}
          value={topK}
          testId="top-k"
          onCommit={whole('topK', 0, 100_000)}
        />
        <NumberField
          label={t('generate.topP')}
          help={t('generate.topPHelp')}
          value={topP}
          testId="top-p"
          onCommit={share}
        />
        <NumberField
          label={t('generate.length')}
          help={t('generate.lengthHelp')}
          value={maxTokens}
          testId="length"
          onCommit={whole('maxTokens', 1, 5000)}
        />
        <TextInput
          label={t('generate.stopText')}
          description={t('generate.stopTextHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={stop}
          maxLength={40}
          data-testid="stop-text"
          onChange={(event) => set({ stop: event.currentTarget.value })}
        />
        <NumberField
          label={t('generate.seed')}
          help={t('generate.seedHelp')}
          value={seed}
          testId="generate-seed"
          onCommit={whole('seed', 0, 2 ** 32 - 1)}
        />
      </div>
    </div>
  );
}
