/** A choice of sentences; the right one is marked once it is known. */
import { Radio } from '@mantine/core';
import { Check } from 'lucide-react';
import { t } from '../../../i18n/i18n';
import type { ChooseQuestion } from '../../../lessons/questions/choose';
import { plainText } from '../lessonText';
import classes from './Questions.module.css';
import type { WidgetProps } from './widget';

export function ChooseWidget({
  question,
  answer,
  locked,
  onAnswer,
  truth,
}: WidgetProps<ChooseQuestion, number, number>) {
  const textOf = (place: number) => {
    const option = question.options[place];
    return option ? plainText(option.text) : '';
  };
  return (
    <>
      <Radio.Group
        aria-label={plainText(question.prompt)}
        value={answer === null ? '' : String(answer)}
        onChange={(value) => onAnswer(Number(value))}
      >
        {question.options.map((option, place) => (
          <div
            key={plainText(option.text)}
            className={classes.option}
            data-right={truth === place || undefined}
          >
            <Radio
              value={String(place)}
              label={plainText(option.text)}
              disabled={locked && answer !== place}
              data-testid={`option-${place}`}
            />
            {truth === place && <Check size={18} aria-hidden="true" />}
          </div>
        ))}
      </Radio.Group>
      {truth !== null && answer !== null && answer !== truth && (
        <p>{t('lessons.choose.wrong', { answer: textOf(answer), truth: textOf(truth) })}</p>
      )}
    </>
  );
}
