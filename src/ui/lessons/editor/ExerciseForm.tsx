/** The exercise of a step: what is asked for, and its solution, which is what the page shows as it is taken. */
import { Button } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Experiment } from '../../../experiment/schema';
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import type { Exercise, Requirement } from '../../../lessons/exercise';
import { emptyText } from '../../../lessons/text';
import { editsBetween } from '../../../lessons/writing';
import { useExperiment } from '../../AppContext';
import classes from './Editor.module.css';
import { ListFields } from './ListFields';
import { firstOf, RequirementFields } from './RequirementFields';
import type { WrittenLanguage } from './TextField';

interface Props {
  exercise: Exercise | undefined;
  /** Of the step, which the reader begins with. */
  experiment: Experiment;
  language: WrittenLanguage;
  onChange(exercise: Exercise | undefined): void;
}

export function ExerciseForm({ exercise, experiment, language, onChange }: Props) {
  const shown = useExperiment((e) => e.experiment);
  const [refused, setRefused] = useState<'same' | 'noEdits' | null>(null);
  /** Takes what the page shows as the solution; says why where it is none. */
  const solve = (requirements: Requirement[]) => {
    const solution = editsBetween(experiment, shown);
    setRefused(solution === null ? 'noEdits' : solution.length === 0 ? 'same' : null);
    if (solution && solution.length > 0) onChange({ requirements, solution });
  };
  const refusal = refused && (
    <p className="error" role="alert" data-testid="exercise-refused">
      {t(`lessonWriting.exercise.${refused}`)}
    </p>
  );
  if (!exercise)
    return (
      <>
        <div className={classes.buttons}>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Plus size={16} />}
            data-testid="add-exercise"
            onClick={() => solve([firstOf('reaches', experiment, emptyText)])}
          >
            {t('lessonWriting.exercise.add')}
          </Button>
        </div>
        <p className="muted">{t('lessonWriting.exercise.addAbout')}</p>
        {refusal}
      </>
    );
  const { requirements, solution } = exercise;
  const setRequirements = (changed: Requirement[]) => onChange({ ...exercise, requirements: changed });
  return (
    <fieldset className={classes.form} aria-label={t('lessonWriting.exercise.title')}>
      <strong>{t('lessonWriting.exercise.title')}</strong>
      <ListFields
        entries={requirements}
        least={1}
        name={(number) => t('lessonWriting.exercise.requirement', { number })}
        removes={(number) => t('lessonWriting.exercise.removeRequirement', { number })}
        adds={t('lessonWriting.exercise.addRequirement')}
        addTestId="add-requirement"
        blank={() => firstOf('layersOf', experiment, emptyText)}
        fields={(requirement, at) => (
          <RequirementFields
            requirement={requirement}
            experiment={experiment}
            language={language}
            testId={`requirement-${at}`}
            onChange={(changed) => setRequirements(requirements.with(at, changed))}
          />
        )}
        onChange={setRequirements}
      />
      <div className={classes.buttons}>
        <Button size="compact-sm" variant="default" onClick={() => solve(requirements)}>
          {t('lessonWriting.exercise.solve')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Trash2 size={16} />}
          data-testid="remove-exercise"
          onClick={() => onChange(undefined)}
        >
          {t('lessonWriting.exercise.remove')}
        </Button>
      </div>
      <p className="muted">
        {t('lessonWriting.exercise.solution', {
          count: solution.length,
          changes: formatCount(solution.length),
        })}
      </p>
      {refusal}
    </fieldset>
  );
}
