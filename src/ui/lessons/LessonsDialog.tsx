/** The list of lessons, each with what it shows and how long it takes. */
import { Button, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { errorMessage } from '../../app/errorMessage';
import { printAddress } from '../../app/print/printAddress';
import { t } from '../../i18n/i18n';
import type { Lesson } from '../../lessons/schema';
import { useApp, useLesson } from '../AppContext';
import classes from './Lesson.module.css';
import { plainText } from './lessonText';
import { OwnLessons } from './OwnLessons';

export function LessonsDialog({ onDone }: { onDone: () => void }) {
  const { lessons } = useApp();
  const fetching = useLesson((l) => l.fetching);
  const failed = useLesson((l) => l.error);
  const [all, setAll] = useState<readonly Lesson[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    lessons.all().then(setAll, (reason) => setError(errorMessage(reason)));
  }, [lessons]);
  const wrong = error ?? failed;
  return (
    <div data-testid="lessons-list">
      <p className="muted">{t('lessons.intro')}</p>
      {wrong && (
        <p className="error" role="alert">
          {wrong}
        </p>
      )}
      {!all && !error && <Loader aria-label={t('lessons.title')} />}
      <ol className={classes.list}>
        {all?.map((lesson) => (
          <li key={lesson.id}>
            <h3 id={`lesson-${lesson.id}-title`}>{plainText(lesson.title)}</h3>
            <div className={classes.buttons}>
              <Button
                size="compact-md"
                disabled={fetching}
                aria-describedby={`lesson-${lesson.id}-title`}
                data-testid={`lesson-${lesson.id}`}
                onClick={async () => {
                  if (await lessons.open(lesson)) onDone();
                }}
              >
                {t('lessons.begin')}
              </Button>
              <Button
                component="a"
                href={printAddress(lesson.id)}
                target="_blank"
                size="compact-md"
                variant="default"
                aria-describedby={`lesson-${lesson.id}-title`}
                data-testid={`print-${lesson.id}`}
              >
                {t('print.print')}
              </Button>
            </div>
            <p>{plainText(lesson.summary)}</p>
            <p className="muted">{t('lessons.minutes', { minutes: lesson.minutes })}</p>
          </li>
        ))}
      </ol>
      <OwnLessons onDone={onDone} />
    </div>
  );
}
