/** A choice of sentences; the right one is marked once it is known. */
import { Radio } from '@mantine/core';
import { sum } from 'es-toolkit';
import { Check } from 'lucide-react';
import { formatCount } from '../../../format/numbers';
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
  room,
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
            {room && <RoomBar counts={room} place={place} />}
          </div>
        ))}
      </Radio.Group>
      {truth !== null && answer !== null && answer !== truth && (
        <p>{t('lessons.choose.wrong', { answer: textOf(answer), truth: textOf(truth) })}</p>
      )}
    </>
  );
}

/** How many of the room chose an option, as a bar of a share of all. */
function RoomBar({ counts, place }: { counts: readonly number[]; place: number }) {
  const own = counts[place] ?? 0;
  const all = Math.max(1, sum([...counts]));
  return (
    <span className={classes.room} data-testid={`room-${place}`}>
      <span style={{ width: `${(100 * own) / all}%` }} />
      <small>{t('present.room', { number: formatCount(own) })}</small>
    </span>
  );
}
