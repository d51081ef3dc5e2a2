/** A number, typed or moved on a slider. */
import { NumberInput, Slider } from '@mantine/core';
import { decimalSign, formatRounded } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { firstAnswer } from '../../../lessons/questions';
import type { NumberQuestion } from '../../../lessons/questions/number';
import type { WidgetProps } from './widget';

export function NumberWidget({
  question,
  answer,
  locked,
  onAnswer,
  truth,
}: WidgetProps<NumberQuestion, number, number>) {
  const { from, to, step } = question;
  const value = answer ?? (firstAnswer(question) as number);
  const shown = (number: number) => formatRounded(number, 4);
  return (
    <>
      <NumberInput
        decimalSeparator={decimalSign()}
        allowedDecimalSeparators={[decimalSign(), '.']}
        label={t('lessons.number.label')}
        value={value}
        min={from}
        max={to}
        step={step}
        clampBehavior="strict"
        disabled={locked}
        onChange={(typed) => typeof typed === 'number' && onAnswer(typed)}
        data-testid="number-answer"
      />
      <Slider
        thumbLabel={t('lessons.number.label')}
        value={value}
        min={from}
        max={to}
        step={step}
        disabled={locked}
        onChange={onAnswer}
        label={null}
        mt="xs"
      />
      {truth !== null && (
        <p>
          {t('lessons.number.apart', {
            answer: shown(value),
            truth: shown(truth),
            apart: shown(Math.abs(value - truth)),
          })}
        </p>
      )}
    </>
  );
}
