/** Makes a plan for a class of the sweep that is chosen: how many steps a seat trains, a minute's worth unless said otherwise. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { totalSteps } from '../../experiment/schema';
import { type SweepChoice, sweepRuns } from '../../experiment/sweeps/choice';
import { t } from '../../i18n/i18n';
import { useApp, useExperiment } from '../AppContext';
import { NumberField } from '../kit/NumberField';
import classes from './Class.module.css';
import { useCellSeconds } from './useCellSeconds';

/** Seconds that a class trains. */
const minute = 60;

interface Props {
  choice: SweepChoice;
  onAdded(id: string): void;
  onCancel(): void;
}

/** Default export, as it is a chunk of its own: who has no class needs none of it. */
export default function ClassPlan({ choice, onAdded, onCancel }: Props) {
  const { session } = useApp();
  const experiment = useExperiment((e) => e.experiment);
  const [given, setGiven] = useState<number | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const listed = sweepRuns(experiment, choice);
  const first = listed.ok ? listed.runs[0]?.run : undefined;
  const seconds = useCellSeconds(first ? { ...experiment, runs: [first] } : experiment);
  const all = totalSteps(experiment);
  const fitting = seconds === null ? all : Math.min(all, tens((all * minute) / seconds));
  const steps = given ?? fitting;
  const make = () => {
    const added = session.sweepEdits.add(choice, { ...experiment, steps, moreSteps: 0 });
    if ('refused' in added) setRefused(added.refused);
    else onAdded(added.id);
  };
  return (
    <div className={classes.part}>
      <NumberField
        label={t('class.plan.steps')}
        help={t('class.plan.stepsHelp')}
        value={steps}
        testId="class-steps"
        onCommit={(value) => {
          if (!(Number.isInteger(value) && value >= 1)) return t('sweeps.wholeRange', { min: 1, max: all });
          setGiven(value);
          return null;
        }}
      />
      <div className={classes.buttons}>
        <Button size="sm" data-testid="make-plan" onClick={make}>
          {t('class.plan.make')}
        </Button>
        <Button size="sm" variant="default" onClick={onCancel}>
          {t('class.plan.cancel')}
        </Button>
      </div>
      {refused && (
        <p className="error" role="alert">
          {refused}
        </p>
      )}
    </div>
  );
}

/** To a round number, at least 10. */
const tens = (steps: number) => Math.max(10, Math.floor(steps / 10) * 10);
