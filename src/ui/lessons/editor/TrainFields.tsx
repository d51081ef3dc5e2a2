/** What a step trains and evaluates: until when, how long a reader waits for it, and which evaluations the reader starts. */
import { Checkbox, MultiSelect } from '@mantine/core';
import type { Experiment } from '../../../experiment/schema';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { usualMeasure } from '../../../lessons/measures';
import { defaultPatience, type LessonStep, stepSchema } from '../../../lessons/schema';
import { evaluationsFor } from '../../../measure/evals';
import { useChosenRun } from '../../AppContext';
import { NumberField } from '../../kit/NumberField';
import classes from './Editor.module.css';
import { ChoiceField, CurveQuantityField, RunField } from './fields';

type Train = NonNullable<LessonStep['train']>;
type Until = Train['until'];

interface Props {
  step: LessonStep;
  /** Of the step. */
  experiment: Experiment;
  onChange(change: Pick<LessonStep, 'train'> | Pick<LessonStep, 'evaluate'>): void;
}

export function TrainFields({ step: { train, evaluate = [] }, experiment, onChange }: Props) {
  const change = (how: Partial<Train>): string | null => {
    const changed = { patience: defaultPatience, ...train, ...how };
    if (!stepSchema.shape.train.safeParse(changed).success) return t('lessonWriting.outOfBounds');
    onChange({ train: changed });
    return null;
  };
  return (
    <>
      <Checkbox
        label={t('lessonWriting.train')}
        description={t('lessonWriting.trainAbout')}
        data-testid="writing-train"
        checked={train !== undefined}
        onChange={(event) =>
          onChange({ train: event.currentTarget.checked ? { patience: defaultPatience } : undefined })
        }
      />
      {train && (
        <>
          <UntilFields until={train.until} experiment={experiment} onChange={(until) => change({ until })} />
          <NumberField
            label={t('lessonWriting.patience')}
            help={t('lessonWriting.patienceAbout')}
            value={train.patience}
            testId="writing-patience"
            onCommit={(patience) => change({ patience })}
          />
        </>
      )}
      <MultiSelect
        size="sm"
        label={t('lessonWriting.evaluate')}
        description={t('lessonWriting.evaluateAbout')}
        data={evaluationsFor(experiment.task !== null).map((one) => ({
          value: one.id,
          label: entryName('evaluations', one),
        }))}
        value={evaluate}
        data-testid="writing-evaluate"
        onChange={(chosen) => onChange({ evaluate: chosen.length > 0 ? chosen : undefined })}
      />
    </>
  );
}

const ends = ['end', 'step', 'measure', 'click'] as const;
type End = (typeof ends)[number];

function endOf(until: Until): End {
  if (!until) return 'end';
  return 'step' in until ? 'step' : 'click' in until ? 'click' : 'measure';
}

interface UntilProps {
  until: Until;
  experiment: Experiment;
  /** @returns why it is refused, or null */
  onChange(until: Until): string | null;
}

function UntilFields({ until, experiment, onChange }: UntilProps) {
  const chosen = useChosenRun();
  const run = (experiment.runs.find(({ id }) => id === chosen.id) ?? experiment.runs[0] ?? chosen).id;
  const { of, to } = usualMeasure(experiment);
  const firsts: Record<End, Until> = {
    end: undefined,
    step: { step: Math.min(100, experiment.steps) },
    measure: { measure: { run, of }, reaches: of === 'accuracy' ? 90 : to / 2 },
    click: { click: true },
  };
  return (
    <div className={classes.fields}>
      <ChoiceField
        label={t('lessonWriting.until.label')}
        value={endOf(until)}
        data={ends.map((end) => ({ value: end, label: t(`lessonWriting.until.${end}`) }))}
        testId="writing-until"
        onChange={(end) => onChange(firsts[end])}
      />
      {until && 'step' in until && (
        <NumberField
          label={t('lessonWriting.form.step')}
          value={until.step}
          testId="until-step"
          onCommit={(step) => onChange({ step })}
        />
      )}
      {until && 'measure' in until && (
        <>
          <RunField
            value={until.measure.run}
            runs={experiment.runs}
            onChange={(run) => onChange({ ...until, measure: { ...until.measure, run } })}
          />
          <CurveQuantityField
            value={until.measure.of}
            onChange={(of) => onChange({ ...until, measure: { ...until.measure, of } })}
          />
          <NumberField
            label={t('lessonWriting.until.reaches')}
            value={until.reaches}
            testId="until-reaches"
            onCommit={(reaches) => onChange({ ...until, reaches })}
          />
        </>
      )}
    </div>
  );
}
