/** The step's question in the presenter's window: what the room answers is typed and shown here, and the prediction given. */
import { Button, NumberInput } from '@mantine/core';
import { Eye, EyeOff, Lock } from 'lucide-react';
import type { HallState } from '../../app/present/messages';
import type { Presenter } from '../../app/present/presenter';
import { mostPeople } from '../../app/present/presentState';
import { t } from '../../i18n/i18n';
import { type Question, readAnswer } from '../../lessons/questions';
import type { Lesson } from '../../lessons/schema';
import { experimentAt } from '../../lessons/stage';
import { useDark } from '../kit/useDark';
import { plainText } from '../lessons/lessonText';
import { widgetOf } from '../lessons/questions';
import { runNames } from '../lessons/questions/widget';
import classes from './Presenter.module.css';
import { usePending } from './usePending';

interface Props {
  presenter: Presenter;
  hall: HallState;
  lesson: Lesson;
  /** Place of the step, from 0. */
  at: number;
  question: Question;
}

export function RoomQuestion({ presenter, hall, lesson, at, question }: Props) {
  const dark = useDark();
  const { answer, counts } = hall;
  const locked = answer?.locked ?? false;
  const [given, give] = usePending(answer ? readAnswer(question, answer.value) : null);
  const Widget = widgetOf(question);
  return (
    <section className={classes.question} aria-label={plainText(question.prompt)}>
      <h2>{plainText(question.prompt)}</h2>
      <Widget
        question={question}
        answer={given}
        locked={locked}
        onAnswer={(value) => {
          give(value);
          presenter.answer(value);
        }}
        truth={null}
        outcome={null}
        names={runNames(experimentAt(lesson, at).runs, dark)}
      />
      {locked ? (
        <p className="muted">{t('lessons.lockedIn')}</p>
      ) : (
        <Button
          size="compact-md"
          variant="default"
          leftSection={<Lock size={16} />}
          onClick={() => presenter.do('lockIn')}
          data-testid="presenter-lock-in"
        >
          {t('lessons.lockIn')}
        </Button>
      )}
      {question.kind === 'choose' && (
        <RoomCounts
          options={question.options.map(({ text }) => plainText(text))}
          counts={counts}
          shown={hall.countsShown}
          onChange={(next, shown) => presenter.count(next, shown)}
        />
      )}
    </section>
  );
}

interface CountsProps {
  options: readonly string[];
  counts: readonly number[];
  /** The hall sees them. */
  shown: boolean;
  onChange(counts: number[], shown: boolean): void;
}

function RoomCounts({ options, counts, shown, onChange }: CountsProps) {
  const [all, setAll] = usePending(options.map((_, place) => counts[place] ?? 0));
  const change = (place: number, count: number) => {
    const next = all.with(place, count);
    setAll(next);
    onChange(next, shown);
  };
  return (
    <fieldset className={classes.counts}>
      <legend>{t('present.presenter.room')}</legend>
      <p className="muted">{t('present.presenter.roomAbout')}</p>
      {options.map((option, place) => (
        <NumberInput
          key={option}
          label={option}
          className={classes.count}
          value={all[place] ?? 0}
          min={0}
          max={mostPeople}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="strict"
          onChange={(typed) => change(place, typeof typed === 'number' ? typed : 0)}
          data-testid={`count-${place}`}
        />
      ))}
      <Button
        size="compact-md"
        variant="default"
        leftSection={shown ? <EyeOff size={16} /> : <Eye size={16} />}
        onClick={() => onChange(all, !shown)}
        data-testid="show-counts"
      >
        {t(shown ? 'present.presenter.hide' : 'present.presenter.show')}
      </Button>
    </fieldset>
  );
}
