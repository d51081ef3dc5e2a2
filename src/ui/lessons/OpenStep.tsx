/** One step of the lesson that is on the page: text, prediction, training, and the ways on, back and out. */
import { ActionIcon, Button, CloseButton, Progress } from '@mantine/core';
import { ChevronLeft, ChevronRight, Lock, Printer, RotateCcw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { printAddress } from '../../app/print/printAddress';
import { t } from '../../i18n/i18n';
import type { PagePart } from '../../lessons/parts';
import { mediaMatches } from '../../platform/layout';
import { useApp, useLesson } from '../AppContext';
import { EvaluateStep } from './EvaluateStep';
import { ExerciseStep } from './ExerciseStep';
import classes from './Lesson.module.css';
import { plainText } from './lessonText';
import { MarkdownText } from './MarkdownText';
import { Prediction } from './Prediction';
import { TrainStep } from './TrainStep';
import { WithoutStep } from './WithoutStep';

/**
 * Default export, as it is a chunk of its own: a page without a lesson needs none of it.
 * @param framed in another page: there is nothing to leave the lesson for, and the focus is that page's unless it is given
 */
export default function OpenStep({ framed = false }: { framed?: boolean }) {
  const { lessons } = useApp();
  const open = useLesson((l) => l.open);
  const fetching = useLesson((l) => l.fetching);
  const error = useLesson((l) => l.error);
  const [leaving, setLeaving] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  // Who goes on by a key reads on here.
  useEffect(() => {
    if (!framed || document.hasFocus()) heading.current?.focus({ preventScroll: true });
  }, [framed]);
  useMarkedMapInView(!framed);
  const step = open?.lesson.steps[open.at];
  if (!open || !step) return null;
  const { lesson, at } = open;
  const steps = lesson.steps.length;
  return (
    <>
      <header className={classes.head}>
        <p className="muted">{plainText(lesson.title)}</p>
        {!framed && (
          <div className={classes.buttons}>
            <ActionIcon
              component="a"
              href={printAddress(lesson.id)}
              target="_blank"
              variant="subtle"
              color="gray"
              aria-label={t('print.printLesson')}
              title={t('print.printLesson')}
              data-testid="print-lesson"
            >
              <Printer size={18} />
            </ActionIcon>
            <CloseButton
              aria-label={t('lessons.leave')}
              onClick={() => setLeaving(true)}
              data-testid="leave-lesson"
            />
          </div>
        )}
      </header>
      {leaving && <Leaving onStay={() => setLeaving(false)} />}
      <Progress
        value={(100 * (at + 1)) / steps}
        size="xs"
        aria-label={t('lessons.step', { step: at + 1, steps })}
        transitionDuration={0}
      />
      <h2 ref={heading} tabIndex={-1} className={classes.title} data-testid="step-title">
        {plainText(step.title)}
      </h2>
      <div className={classes.body}>
        <MarkdownText text={step.body} />
      </div>
      <LockedParts parts={open.stage.locked} />
      {step.question && <Prediction step={step} question={step.question} />}
      {step.train && <TrainStep train={step.train} />}
      {step.evaluate && <EvaluateStep step={step} />}
      {step.without && <WithoutStep without={step.without} />}
      {step.exercise && <ExerciseStep exercise={step.exercise} />}
      {error && (
        <p className="error" role="alert" data-testid="lesson-error">
          {error}
        </p>
      )}
      <footer className={classes.foot}>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<ChevronLeft size={16} />}
          disabled={at === 0}
          onClick={() => void lessons.move(-1)}
          data-testid="lesson-back"
        >
          {t('lessons.back')}
        </Button>
        <span className="muted">{t('lessons.step', { step: at + 1, steps })}</span>
        {at + 1 < steps ? (
          <Button
            size="compact-md"
            rightSection={<ChevronRight size={16} />}
            loading={fetching}
            onClick={() => void lessons.move(1)}
            data-testid="lesson-next"
          >
            {t('lessons.next')}
          </Button>
        ) : (
          !framed && (
            <Button size="compact-md" onClick={() => setLeaving(true)} data-testid="lesson-end">
              {t('lessons.leave')}
            </Button>
          )
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<RotateCcw size={14} />}
          onClick={() => void lessons.restage()}
          data-testid="restage"
        >
          {t('lessons.restage')}
        </Button>
      </footer>
    </>
  );
}

/** Scrolls to the map that the step points at, which may lie below the fold of the dock. On a phone the text is what is read first. */
function useMarkedMapInView(active: boolean): void {
  useEffect(() => {
    if (!active || !mediaMatches('(min-width: 900px)')) return;
    // Once the step's maps are drawn.
    const frame = requestAnimationFrame(() =>
      document.querySelector('[data-marked][data-part^="map:"]')?.scrollIntoView({ block: 'nearest' }),
    );
    return () => cancelAnimationFrame(frame);
  }, [active]);
}

/** What takes no input says so: else it seems broken. */
function LockedParts({ parts }: { parts: readonly PagePart[] }) {
  if (parts.length === 0) return null;
  const names = parts.map((part) => t(`lessons.parts.${part}`)).join(', ');
  return (
    <p className="muted" data-testid="locked-parts">
      <Lock size={14} aria-hidden="true" /> {t('lessons.lockedParts', { parts: names })}
    </p>
  );
}

function Leaving({ onStay }: { onStay(): void }) {
  const { lessons } = useApp();
  return (
    <fieldset className={classes.leaving} aria-label={t('lessons.leaveQuestion')}>
      <p>{t('lessons.leaveQuestion')}</p>
      <Button
        size="compact-md"
        variant="default"
        onClick={() => void lessons.leave('back')}
        data-testid="leave-back"
      >
        {t('lessons.leaveBack')}
      </Button>
      <Button
        size="compact-md"
        variant="default"
        onClick={() => void lessons.leave('keep')}
        data-testid="leave-keep"
      >
        {t('lessons.leaveKeep')}
      </Button>
      <Button size="compact-md" variant="subtle" onClick={onStay}>
        {t('lessons.stay')}
      </Button>
    </fieldset>
  );
}
