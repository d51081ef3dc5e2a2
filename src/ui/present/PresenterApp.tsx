/** Renders the presenter's window: notes, the next step, the time, the room's answers, and what the hall sees. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Presenter } from '../../app/present/presenter';
import { t } from '../../i18n/i18n';
import type { LessonStep } from '../../lessons/schema';
import { plainText } from '../lessons/lessonText';
import { HallPicture } from './HallPicture';
import { Notes } from './Notes';
import classes from './Presenter.module.css';
import { PresenterButtons } from './PresenterButtons';
import { followKeys } from './presenterKeys';
import { RoomQuestion } from './RoomQuestion';
import { Times } from './Times';

export function PresenterApp({ presenter }: { presenter: Presenter }) {
  const { hall, connected, noChannel, lessons, error } = useStore(presenter.state);
  useEffect(() => followKeys(presenter), [presenter]);
  const lesson = lessons.find(({ id }) => id === hall?.lesson?.id);
  const at = hall?.lesson?.at ?? 0;
  const step = lesson?.steps[at];
  const next = lesson?.steps[at + 1];
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('present.presenter.title')}</h1>
        <p role="status" data-testid="joined" data-connected={connected}>
          {joined({ noChannel, connected, known: hall !== null })}
        </p>
        {hall && <Times begun={hall.begun} entered={hall.entered} />}
      </header>
      {hall && (
        <main className={classes.main}>
          <section className={classes.notes} aria-label={t('present.presenter.notes')}>
            <h2 data-testid="presenter-claim">{hall.claim}</h2>
            {step ? <Notes step={step} /> : <p className="muted">{t('present.presenter.noLesson')}</p>}
            {error && (
              <p className="error" role="alert">
                {error}
              </p>
            )}
          </section>
          <div className={classes.side}>
            <HallPicture hall={hall} dimmed={!connected} />
            <PresenterButtons presenter={presenter} hall={hall} disabled={!connected} />
            {lesson && (
              <p className={classes.next} data-testid="next-step">
                {nextTitle(next)}
              </p>
            )}
            {lesson && step?.question && (
              <RoomQuestion
                key={step.id}
                presenter={presenter}
                hall={hall}
                lesson={lesson}
                at={at}
                question={step.question}
              />
            )}
          </div>
        </main>
      )}
    </div>
  );
}

function joined({ noChannel, connected, known }: { noChannel: boolean; connected: boolean; known: boolean }) {
  if (noChannel) return t('present.presenter.noChannel');
  if (connected) return t('present.presenter.connected');
  return t(known ? 'present.presenter.lost' : 'present.presenter.waiting');
}

const nextTitle = (next: LessonStep | undefined): string =>
  next ? t('present.presenter.next', { title: plainText(next.title) }) : t('present.presenter.noNext');
