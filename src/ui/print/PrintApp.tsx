/** Renders a lesson for paper, step by step; above it, on the screen alone, what prints it. */
import { Anchor, Button, Loader } from '@mantine/core';
import { Printer } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { errorMessage } from '../../app/errorMessage';
import { isLocalAddress, linkOfStep } from '../../app/present/presentAddress';
import { type PrintedLesson, printedLesson } from '../../app/print/printedLesson';
import { t } from '../../i18n/i18n';
import { useApp } from '../AppContext';
import { LanguageMenu } from '../LanguageMenu';
import { plainText } from '../lessons/lessonText';
import { Notices } from '../Notices';
import classes from './Print.module.css';
import { PrintStep } from './PrintStep';
import { paperPanels } from './paperPanels';

/** @param id of the lesson; null where the address names none */
export function PrintApp({ id }: { id: string | null }) {
  const app = useApp();
  const [printed, setPrinted] = useState<PrintedLesson | null>(null);
  const [error, setError] = useState<string | null>(null);
  /** All pictures are there: what is printed before lacks them. */
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    printedLesson(id, app).then(setPrinted, (reason) => setError(errorMessage(reason)));
  }, [id, app]);
  return (
    <div className={classes.page}>
      <header className={classes.tools}>
        <Button
          leftSection={<Printer size={18} />}
          disabled={!drawn}
          onClick={() => window.print()}
          data-testid="print"
        >
          {t('print.print')}
        </Button>
        {id !== null && <Anchor href={linkOfStep({ id, at: 0 })}>{t('print.toLesson')}</Anchor>}
        <LanguageMenu />
        <p className="muted">{t('print.about')}</p>
        {printed && !printed.isOwn && isLocalAddress(location.href) && <p>{t('print.local')}</p>}
        {printed?.isOwn && <p>{t('print.own')}</p>}
        <Notices />
      </header>
      <main>
        {error && (
          <p className="error" role="alert">
            {error}
          </p>
        )}
        {!printed && !error && <Loader aria-label={t('print.loading')} />}
        {printed && (
          <Suspense fallback={<Loader aria-label={t('print.loading')} />}>
            <Sheets printed={printed} onDrawn={() => setDrawn(true)} />
          </Suspense>
        )}
      </main>
    </div>
  );
}

interface SheetsProps {
  printed: PrintedLesson;
  onDrawn(): void;
}

function Sheets({ printed: { lesson, isOwn, steps }, onDrawn }: SheetsProps) {
  const title = plainText(lesson.title);
  // A browser names the PDF by it.
  useEffect(() => {
    document.title = t('print.title', { title });
  }, [title]);
  useEffect(onDrawn);
  const pictures = paperPanels(lesson, steps);
  return (
    <>
      <div className={classes.head}>
        <h1>{title}</h1>
        <p>{plainText(lesson.summary)}</p>
        <p>{t('lessons.minutes', { minutes: lesson.minutes })}</p>
        <p className={classes.name}>{t('print.name')}</p>
      </div>
      {steps.map((step, at) => (
        <PrintStep
          key={step.step.id}
          printed={step}
          before={steps[at - 1] ?? null}
          at={at}
          steps={steps.length}
          link={linkOfStep({ id: lesson.id, at })}
          hasCode={!isOwn}
          pictures={pictures[at] ?? []}
        />
      ))}
    </>
  );
}
