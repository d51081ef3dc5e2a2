/** One thing that an exercise asks for: what, its bound, and the hint where it fails. */
import { variants } from '../../../attention/variants';
import { tasks } from '../../../data/tasks';
import type { Experiment } from '../../../experiment/schema';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { type Requirement, requirementSchema } from '../../../lessons/exercise';
import { usualMeasure } from '../../../lessons/measures';
import type { LessonText } from '../../../lessons/text';
import { NumberField } from '../../kit/NumberField';
import classes from './Editor.module.css';
import { ChoiceField, CurveQuantityField } from './fields';
import { TextField, type WrittenLanguage } from './TextField';

interface Props {
  requirement: Requirement;
  /** Of the step. */
  experiment: Experiment;
  language: WrittenLanguage;
  testId: string;
  onChange(requirement: Requirement): void;
}

const asks = ['reaches', 'layersOf', 'parameters', 'task', 'steps'] as const satisfies Requirement['ask'][];

export function RequirementFields({ requirement, experiment, language, testId, onChange }: Props) {
  const change = (changed: Requirement): string | null => {
    if (!requirementSchema.safeParse(changed).success) return t('lessonWriting.outOfBounds');
    onChange(changed);
    return null;
  };
  return (
    <>
      <div className={classes.fields}>
        <ChoiceField
          label={t('lessonWriting.exercise.ask.label')}
          value={requirement.ask}
          data={asks.map((ask) => ({ value: ask, label: t(`lessonWriting.exercise.ask.${ask}`) }))}
          testId={`${testId}-ask`}
          onChange={(ask) => change(firstOf(ask, experiment, requirement.hint))}
        />
        <BoundFields requirement={requirement} testId={testId} onChange={change} />
      </div>
      <TextField
        label={t('lessonWriting.exercise.hint')}
        text={requirement.hint}
        language={language}
        testId={`${testId}-hint`}
        onCommit={(hint) => change({ ...requirement, hint })}
      />
    </>
  );
}

/** Gives a requirement of a kind, as it suits the experiment. */
export function firstOf(ask: Requirement['ask'], experiment: Experiment, hint: LessonText): Requirement {
  switch (ask) {
    case 'reaches': {
      const { of } = usualMeasure(experiment);
      return { ask, of, bound: of === 'accuracy' ? 90 : 3, hint };
    }
    case 'layersOf':
      return { ask, variant: 'standard', atMost: 1, hint };
    case 'parameters':
      return { ask, below: 100_000, hint };
    case 'task':
      return { ask, id: experiment.task?.id ?? 'recall', hint };
    case 'steps':
      return { ask, atMost: experiment.steps, hint };
  }
}

interface BoundProps {
  requirement: Requirement;
  testId: string;
  /** @returns why it is refused, or null */
  onChange(requirement: Requirement): string | null;
}

function BoundFields({ requirement, testId, onChange }: BoundProps) {
  const bound = { label: t('lessonWriting.exercise.bound'), testId: `${testId}-bound` };
  switch (requirement.ask) {
    case 'reaches':
      return (
        <>
          <CurveQuantityField value={requirement.of} onChange={(of) => onChange({ ...requirement, of })} />
          <NumberField
            {...bound}
            value={requirement.bound}
            onCommit={(value) => onChange({ ...requirement, bound: value })}
          />
        </>
      );
    case 'layersOf': {
      const { ask, variant, atMost, atLeast, hint } = requirement;
      const side = atMost === undefined ? 'atLeast' : 'atMost';
      const count = atMost ?? atLeast ?? 0;
      return (
        <>
          <ChoiceField
            label={t('lessonWriting.exercise.variant')}
            value={variant}
            data={variants.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(chosen) => onChange({ ...requirement, variant: chosen })}
          />
          <ChoiceField
            label={t('lessonWriting.exercise.side.label')}
            value={side}
            data={(['atMost', 'atLeast'] as const).map((value) => ({
              value,
              label: t(`lessonWriting.exercise.side.${value}`),
            }))}
            onChange={(chosen) => onChange({ ask, variant, [chosen]: count, hint })}
          />
          <NumberField
            {...bound}
            value={count}
            onCommit={(value) => onChange({ ask, variant, [side]: value, hint })}
          />
        </>
      );
    }
    case 'parameters':
      return (
        <NumberField
          {...bound}
          value={requirement.below}
          onCommit={(below) => onChange({ ...requirement, below })}
        />
      );
    case 'task':
      return (
        <ChoiceField
          label={t('lessonWriting.exercise.task')}
          value={requirement.id}
          data={tasks.map((task) => ({ value: task.id, label: entryName('tasks', task) }))}
          onChange={(id) => onChange({ ...requirement, id })}
        />
      );
    case 'steps':
      return (
        <NumberField
          {...bound}
          value={requirement.atMost}
          onCommit={(atMost) => onChange({ ...requirement, atMost })}
        />
      );
  }
}
