/** Makes a sweep over the page's experiment: which one, its parameters, seeds; with its runs and their time before it is made. */
import { Button, NativeSelect } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { speedOf, trainingSeconds } from '../../../app/session/deviceSpeed';
import { chosenTask } from '../../../data/tasks';
import { totalSteps } from '../../../experiment/schema';
import { sweepKinds } from '../../../experiment/sweeps';
import {
  choiceName,
  defaultChoice,
  experimentOfRuns,
  findSweep,
  parameterWords,
  type SweepChoice,
  sweepLimits,
  sweepRuns,
} from '../../../experiment/sweeps/choice';
import type { SweepKind, SweepParameter } from '../../../experiment/sweeps/sweep';
import { formatCount } from '../../../format/numbers';
import { formatEstimatedDuration } from '../../../format/times';
import { entryName, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { useApp, useDeviceSpeed, useExperiment, useRuns } from '../../AppContext';
import { NumberField } from '../../kit/NumberField';
import classes from './SweepsPanel.module.css';

const ClassPlan = lazy(() => import('../../classroom/ClassPlan'));

interface FormProps {
  onAdded(id: string): void;
  /** Added without being trained here: the class does. */
  onPlanned(id: string): void;
}

export function SweepForm({ onAdded, onPlanned }: FormProps) {
  const { session } = useApp();
  const experiment = useExperiment((e) => e.experiment);
  const [edited, setEdited] = useState<SweepChoice | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [forClass, setForClass] = useState(false);
  const choice = edited ?? defaultChoice(sweepKinds[0] as SweepKind, experiment);
  const kind = findSweep(choice.sweep) ?? (sweepKinds[0] as SweepKind);
  const change = (next: SweepChoice) => {
    setRefused(null);
    setEdited(next);
  };
  const add = () => {
    const added = session.sweepEdits.add(choice);
    if ('refused' in added) return setRefused(added.refused);
    setRefused(null);
    onAdded(added.id);
    void session.sweeps.start(added.id);
  };
  return (
    <>
      <div className={classes.form}>
        <NativeSelect
          size="sm"
          label={t('sweeps.kind')}
          data-testid="sweep-kind"
          value={kind.id}
          onChange={(event) => {
            const next = findSweep(event.currentTarget.value);
            if (next) change(defaultChoice(next, experiment));
          }}
          data={sweepKinds.map((one) => ({ value: one.id, label: entryName('sweeps', one) }))}
        />
        {Object.entries(kind.parameters).map(([id, parameter]) => (
          <ParameterField
            key={`${kind.id} ${id}`}
            sweep={kind.id}
            id={id}
            parameter={parameter}
            value={choice.parameters[id]}
            onChange={(value) => change({ ...choice, parameters: { ...choice.parameters, [id]: value } })}
          />
        ))}
        <NumberField
          label={t('sweeps.seeds')}
          help={t('sweeps.seedsHelp')}
          value={choice.seeds}
          testId="sweep-seeds"
          commitsTyping
          onCommit={(seeds) => {
            if (!(Number.isInteger(seeds) && seeds >= 1 && seeds <= sweepLimits.seeds))
              return t('sweeps.wholeRange', { min: 1, max: sweepLimits.seeds });
            change({ ...choice, seeds });
            return null;
          }}
        />
        <div className={classes.buttons}>
          <Button size="sm" data-testid="add-sweep" onClick={add}>
            {t('sweeps.train')}
          </Button>
          <Button
            size="sm"
            variant="default"
            aria-expanded={forClass}
            data-testid="plan-class"
            onClick={() => setForClass(!forClass)}
          >
            {t('class.plan.open')}
          </Button>
        </div>
      </div>
      <p className="muted">
        {words(`sweeps.${kind.id}.sentence`, kind.sentence)} <RunsAndTime choice={choice} />
      </p>
      {forClass && (
        <Suspense>
          <ClassPlan
            choice={choice}
            onAdded={(id) => {
              setForClass(false);
              onPlanned(id);
            }}
            onCancel={() => setForClass(false)}
          />
        </Suspense>
      )}
      {refused && (
        <p className="error" role="alert">
          {refused}
        </p>
      )}
    </>
  );
}

/** How many runs it comes to, and about how long they take on this device. */
function RunsAndTime({ choice }: { choice: SweepChoice }) {
  const experiment = useExperiment((e) => e.experiment);
  const engine = useRuns((r) => r.engine);
  const speed = useDeviceSpeed((speeds) => speedOf(speeds, engine));
  const textVocab = useRuns((r) => r.textFacts?.vocab);
  const listed = sweepRuns(experiment, choice);
  if (!listed.ok) return <span className="error">{listed.message}</span>;
  const runs = listed.runs.map(({ run }) => run);
  const vocab = experiment.task ? chosenTask(experiment.task).tokens.length : textVocab;
  const count = { count: runs.length, runs: formatCount(runs.length) };
  return (
    <span data-testid="sweep-size">
      {speed === null || vocab === undefined
        ? t('sweeps.size', count)
        : t('sweeps.sizeAndTime', {
            ...count,
            time: formatEstimatedDuration(
              trainingSeconds(experimentOfRuns(experiment, runs), totalSteps(experiment), vocab, speed),
            ),
          })}
    </span>
  );
}

interface FieldProps {
  sweep: string;
  id: string;
  parameter: SweepParameter;
  value: number | string | undefined;
  onChange(value: number | string): void;
}

function ParameterField({ sweep, id, parameter, value, onChange }: FieldProps) {
  const experiment = useExperiment((e) => e.experiment);
  const { name, help } = parameterWords(sweep, id, parameter);
  if (parameter.kind === 'choice')
    return (
      <NativeSelect
        size="sm"
        label={name}
        description={help}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data-testid={`sweep-${id}`}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={parameter.choices(experiment).map((one) => ({
          value: one.id,
          label: choiceName(sweep, id, parameter, one),
        }))}
      />
    );
  const { min, max, whole } = parameter;
  return (
    <NumberField
      label={name}
      help={help}
      value={Number(value)}
      testId={`sweep-${id}`}
      commitsTyping
      onCommit={(next) => {
        const fits = next >= min && next <= max && (!whole || Number.isInteger(next));
        if (!fits) return t(whole ? 'sweeps.wholeRange' : 'sweeps.range', { min, max });
        onChange(next);
        return null;
      }}
    />
  );
}
