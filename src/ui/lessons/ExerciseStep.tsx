/** The exercise of a step: what is asked, how each point stands, and a hint where one does not hold. */
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { outcomeOf } from '../../app/lessons/lessonState';
import { variant } from '../../attention/variants';
import { getTask } from '../../data/tasks';
import { formatCount, formatRounded } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { type Exercise, type Graded, gradeBest, type Requirement } from '../../lessons/exercise';
import { useApp, useExperiment, useRuns } from '../AppContext';
import { CopyField } from '../share/CopyField';
import { addressOf, currentText } from '../share/currentLink';
import classes from './Lesson.module.css';
import { MarkdownText } from './MarkdownText';

export function ExerciseStep({ exercise }: { exercise: Exercise }) {
  const experiment = useExperiment((e) => e.experiment);
  const runs = useRuns();
  const { run, graded, solved } = gradeBest(exercise, outcomeOf(experiment, runs));
  const isOpen = graded.some(({ holds }) => holds === null);
  const name = isolated(run.name);
  const failed = graded.find(({ holds }) => holds === false);
  return (
    <section className={classes.question} aria-label={t('lessons.exercise.title')} data-testid="exercise">
      <h3>{t('lessons.exercise.title')}</h3>
      <p role="status" data-testid="exercise-verdict">
        {solved
          ? t('lessons.exercise.solved', { run: name })
          : isOpen && !failed
            ? t('lessons.exercise.untrained')
            : t('lessons.exercise.notYet', { run: name })}
      </p>
      <ul className={classes.requirements}>
        {graded.map((one) => (
          <li key={requirementText(one.requirement)}>
            <Mark graded={one} /> {requirementText(one.requirement)}
            {one.has !== null && one.holds === false && (
              <span className="muted">
                {' '}
                · {t('lessons.exercise.has', { value: formatRounded(one.has, 4) })}
              </span>
            )}
          </li>
        ))}
      </ul>
      {failed && <MarkdownText text={failed.requirement.hint} />}
      {solved && <HandIn />}
    </section>
  );
}

/** The link of what solves it. */
function HandIn() {
  const app = useApp();
  return (
    <CopyField
      label={t('lessons.exercise.handIn')}
      text={addressOf(app, { text: currentText(app), curves: null }, { embed: false })}
      copied={t('share.link.copied')}
      testId="hand-in"
    />
  );
}

function Mark({ graded: { holds } }: { graded: Graded }) {
  if (holds === null) return <CircleDashed size={16} aria-label={t('lessons.exercise.open')} />;
  return holds ? (
    <CircleCheck size={16} aria-label={t('lessons.exercise.holds')} />
  ) : (
    <CircleX size={16} aria-label={t('lessons.exercise.fails')} />
  );
}

export function requirementText(asked: Requirement): string {
  switch (asked.ask) {
    case 'reaches':
      return t(`lessons.exercise.reaches.${asked.of}`, { bound: formatRounded(asked.bound, 4) });
    case 'layersOf': {
      const kind = asked.atMost === undefined ? 'atLeast' : 'atMost';
      const count = formatCount(asked.atMost ?? asked.atLeast ?? 0);
      return t(`lessons.exercise.layersOf.${kind}`, { number: count, variant: variant(asked.variant).name });
    }
    case 'parameters':
      return t('lessons.exercise.parameters', { number: formatCount(asked.below) });
    case 'task':
      return t('lessons.exercise.task', { task: getTask(asked.id).name });
    case 'steps':
      return t('lessons.exercise.steps', { number: formatCount(asked.atMost) });
  }
}
