/** The exercise of a step: what is asked, how each point stands, and a hint where one does not hold. */
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { outcomeOf } from '../../app/lessons/lessonState';
import { variant } from '../../attention/variants';
import { getTask } from '../../data/tasks';
import { formatCount, formatRounded } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { entryName } from '../../format/words';
import { t } from '../../i18n/i18n';
import { type Exercise, type Graded, gradeBest, isTried, type Requirement } from '../../lessons/exercise';
import { useApp, useExperiment, useRuns } from '../AppContext';
import { CopyField } from '../share/CopyField';
import { addressOf, currentText } from '../share/currentLink';
import classes from './Lesson.module.css';
import { MarkdownText } from './MarkdownText';

export function ExerciseStep({ exercise }: { exercise: Exercise }) {
  const experiment = useExperiment((e) => e.experiment);
  const outcome = outcomeOf(experiment, useRuns());
  const { run, graded, solved } = gradeBest(exercise, outcome);
  const tried = isTried(outcome);
  const name = isolated(run.name);
  const failed = tried ? graded.find(({ holds }) => holds === false) : undefined;
  return (
    <section className={classes.question} aria-label={t('lessons.exercise.title')} data-testid="exercise">
      <h3>{t('lessons.exercise.title')}</h3>
      <ul className={classes.requirements}>
        {graded.map((one) => (
          <li key={requirementText(one.requirement)}>
            <Mark graded={one} tried={tried} /> {requirementText(one.requirement)}
            <Standing graded={one} tried={tried} />
          </li>
        ))}
      </ul>
      <p role="status" data-testid="exercise-verdict">
        {solved
          ? t('lessons.exercise.solved', { run: name })
          : failed
            ? t('lessons.exercise.notYet', { run: name })
            : t('lessons.exercise.untrained')}
      </p>
      {failed && (
        <div data-testid="exercise-hint">
          <strong>{t('lessons.exercise.hint')}</strong>
          <MarkdownText text={failed.requirement.hint} />
        </div>
      )}
      {solved && <HandIn />}
      <p className="muted">{t('lessons.exercise.about')}</p>
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

/** Ticked or crossed once something was trained: what holds from the start was not reached. */
function Mark({ graded: { holds }, tried }: { graded: Graded; tried: boolean }) {
  if (!tried || holds === null)
    return (
      <CircleDashed size={16} aria-label={t(tried ? 'lessons.exercise.open' : 'lessons.exercise.untried')} />
    );
  return holds ? (
    <CircleCheck size={16} aria-label={t('lessons.exercise.holds')} />
  ) : (
    <CircleX size={16} aria-label={t('lessons.exercise.fails')} />
  );
}

/** What the run has; before the first training, whether the condition holds so far. */
function Standing({ graded: { has, holds }, tried }: { graded: Graded; tried: boolean }) {
  const parts = [
    ...(!tried && holds !== null ? [t(holds ? 'lessons.exercise.soFar' : 'lessons.exercise.notSoFar')] : []),
    ...(has !== null && (tried || holds === false)
      ? [t('lessons.exercise.has', { value: formatRounded(has, 4) })]
      : []),
  ];
  return parts.length > 0 && <span className="muted"> · {parts.join(' · ')}</span>;
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
      return t('lessons.exercise.task', { task: entryName('tasks', getTask(asked.id)) });
    case 'steps':
      return t('lessons.exercise.steps', { number: formatCount(asked.atMost) });
  }
}
