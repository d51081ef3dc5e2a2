/** Chooses what is learned: a text, or a task with its knobs, what it isolates and a few of its sequences. */

import { Button, NativeSelect } from '@mantine/core';
import { Shuffle } from 'lucide-react';
import { useMemo, useState } from 'react';
import { chosenTask, shownSample, type TaskChoice, tasks } from '../../../data/tasks';
import { chooseTask } from '../../../experiment/edit';
import { knobSettings } from '../../../experiment/settings';
import { formatCount, formatPercent } from '../../../format/numbers';
import { entryName, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { useExperiment } from '../../AppContext';
import { Section } from '../../kit/Section';
import { SettingFields } from '../../kit/SettingFields';
import { TaskSample } from '../../kit/TaskSample';
import { useChange } from '../../kit/useChange';
import type { PanelProps } from '../panel';
import classes from './TaskPanel.module.css';

/** The value of the choice that is no task. */
const noTask = '';

export function TaskPanel({ id, title }: PanelProps) {
  const task = useExperiment((e) => e.experiment.task);
  const { change, refusal } = useChange();
  return (
    <Section
      title={title}
      summary={task ? entryName('tasks', chosenTask(task).task) : t('task.text')}
      testId={id}
    >
      <NativeSelect
        wrapperProps={{ 'data-controls': true }}
        label={t('task.learned')}
        value={task?.id ?? noTask}
        data={[
          { value: noTask, label: t('task.text') },
          ...tasks.map((one) => ({ value: one.id, label: entryName('tasks', one) })),
        ]}
        error={refusal && <span role="alert">{refusal}</span>}
        data-testid="task-choice"
        onChange={(event) => change(chooseTask(event.currentTarget.value || null))}
      />
      {task ? (
        <TaskSettings choice={task} />
      ) : (
        <p className={`muted ${classes.note}`} data-controls>
          {t('task.intro')}
        </p>
      )}
    </Section>
  );
}

function TaskSettings({ choice }: { choice: TaskChoice }) {
  const { task, tokens, chance } = chosenTask(choice);
  return (
    <>
      <p className={classes.note} data-testid="task-isolates">
        {words(`tasks.${task.id}.isolates`, task.isolates)}
      </p>
      <div data-controls>
        <SettingFields settings={knobsOf(task.id)} />
      </div>
      <Samples choice={choice} />
      <p className={`muted ${classes.note}`}>
        {t('task.facts', {
          count: tokens.length,
          tokens: formatCount(tokens.length),
          chance: formatPercent(chance),
        })}
      </p>
      <p className={`muted ${classes.note}`} data-controls>
        {t('task.noText', { text: t('task.text') })}
      </p>
    </>
  );
}

/** The task's knobs, in the reader's words. */
const knobsOf = (task: string) =>
  knobSettings(task).map((setting) => {
    const path = `tasks.${task}.${setting.id.split('.').at(-1)}`;
    return {
      ...setting,
      name: words(`${path}.name`, setting.name),
      help: words(`${path}.help`, setting.help),
    };
  });

/** How many sequences are shown at once. */
const samplesShown = 3;

function Samples({ choice }: { choice: TaskChoice }) {
  const context = useExperiment((e) => e.experiment.model.context);
  const seed = useExperiment((e) => e.experiment.seed);
  const [first, setFirst] = useState(0);
  const samples = useMemo(() => {
    const shown = Array.from({ length: samplesShown }, (_, i) => first + i);
    return shown.map((n) => ({ n, sample: shownSample(choice, context, seed, n) }));
  }, [choice, context, seed, first]);
  const { tokens } = chosenTask(choice);
  return (
    <>
      <div className={classes.samplesHead}>
        <h3>{t('task.samples.title')}</h3>
        <Button
          data-controls
          variant="default"
          size="xs"
          leftSection={<Shuffle size={16} />}
          data-testid="other-samples"
          onClick={() => setFirst(first + samplesShown)}
        >
          {t('task.samples.other')}
        </Button>
      </div>
      <p className="muted">{t('task.samples.hint')}</p>
      <div className={classes.samples}>
        {samples.map(({ n, sample }) => (
          <TaskSample
            key={n}
            sample={sample}
            tokens={tokens}
            label={t('task.samples.sample', { number: n + 1 })}
          />
        ))}
      </div>
    </>
  );
}
