/** What a step lets the reader switch off of a trained run: whole layers, and heads. */
import { MultiSelect } from '@mantine/core';
import { partsName } from '../../../app/lessons/withoutParts';
import { mixingOf } from '../../../attention/layers';
import type { Experiment } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import type { LessonStep } from '../../../lessons/schema';
import { useChosenRun } from '../../AppContext';
import classes from './Editor.module.css';
import { RunField } from './fields';

type Without = NonNullable<LessonStep['without']>;

interface Props {
  without: Without | undefined;
  /** Of the step. */
  experiment: Experiment;
  onChange(change: Pick<LessonStep, 'without'>): void;
}

export function WithoutFields({ without, experiment, onChange }: Props) {
  const chosen = useChosenRun();
  const { runs, model } = experiment;
  const id = without?.run ?? chosen.id;
  const run = runs.find((one) => one.id === id) ?? runs[0];
  if (!run) return null;
  const parts = run.layers.flatMap((layer, l): Without[] => [
    { run: run.id, layers: [l] },
    ...(mixingOf(layer)
      ? Array.from({ length: model.heads }, (_, head): Without => ({ run: run.id, heads: [[l, head]] }))
      : []),
  ]);
  const chosenParts = [
    ...(without?.layers ?? []).map((l) => partKey({ run: run.id, layers: [l] })),
    ...(without?.heads ?? []).map((head) => partKey({ run: run.id, heads: [head] })),
  ];
  const choose = (keys: readonly string[]) => {
    const taken = parts.filter((part) => keys.includes(partKey(part)));
    const layers = taken.flatMap((part) => part.layers ?? []);
    const heads = taken.flatMap((part) => part.heads ?? []);
    const changed = {
      run: run.id,
      ...(layers.length > 0 && { layers }),
      ...(heads.length > 0 && { heads }),
    };
    onChange({ without: taken.length > 0 ? changed : undefined });
  };
  return (
    <>
      <MultiSelect
        size="sm"
        label={t('lessonWriting.without')}
        description={t('lessonWriting.withoutAbout')}
        data={parts.map((part) => ({ value: partKey(part), label: partsName(part) }))}
        value={chosenParts}
        data-testid="writing-without"
        onChange={choose}
      />
      {without && (
        <div className={classes.fields}>
          {/* Another run has other layers and heads: its first layer is taken, to choose from there. */}
          <RunField
            value={without.run}
            runs={runs}
            onChange={(other) => onChange({ without: { run: other, layers: [0] } })}
          />
        </div>
      )}
    </>
  );
}

const partKey = ({ layers = [], heads = [] }: Without) =>
  [...layers, ...heads.map((head) => head.join(' '))].join();
