/** Chooses what is learned: a text, or a task with its knobs, what it isolates and a few of its sequences. */

import { Button, NativeSelect } from '@mantine/core';
import { Shuffle } from 'lucide-react';
import { useMemo, useState } from 'react';
import { chosenTask, shownSample, type TaskChoice, tasks } from '../../../data/tasks';
import { chooseTask } from '../../../experiment/edit';
import { knobSettings } from '../../../experiment/settings';
import { formatCount, formatPercent } from '../../../format/numbers';
import { useExperiment } from '../../AppContext';
import { Section } from '../../kit/Section';
import { SettingFields } from '../../kit/SettingFields';
import { TaskSample } from '../../kit/TaskSample';
import { useChange } from '../../kit/useChange';
import type { PanelProps } from '../panel';
import classes from './TaskPanel.module.css';

/** The choice that is no task. */
const text = { value: '', label: 'A text' };

export function TaskPanel({ id, title }: PanelProps) {
  const task = useExperiment((e) => e.experiment.task);
  const { change, refusal } = useChange();
  return (
    <Section title={title} summary={task ? chosenTask(task).task.name : text.label} testId={id}>
      <NativeSelect
        label="What the runs learn"
        value={task?.id ?? text.value}
        data={[text, ...tasks.map(({ id, name }) => ({ value: id, label: name }))]}
        error={refusal && <span role="alert">{refusal}</span>}
        data-testid="task-choice"
        onChange={(event) => change(chooseTask(event.currentTarget.value || null))}
      />
      {task ? (
        <TaskSettings choice={task} />
      ) : (
        <p className={`muted ${classes.note}`}>
          Predict the next token of a text, or choose a puzzle: each needs one ability of attention and has
          answers that can be counted.
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
        {task.isolates}
      </p>
      <SettingFields settings={knobSettings(task.id)} />
      <p className={`muted ${classes.note}`}>
        {formatCount(tokens.length)} tokens. From the current token alone {formatPercent(chance)} of the
        answers can be right: that is chance. Every step draws new sequences; only the answers count.
      </p>
      <Samples choice={choice} />
      <p className={`muted ${classes.note}`}>
        Text, tokenizer and writing have no part in a task. They wait as they are until you choose “
        {text.label}”.
      </p>
    </>
  );
}

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
        <h3>Samples</h3>
        <Button
          variant="default"
          size="xs"
          leftSection={<Shuffle size={16} />}
          data-testid="other-samples"
          onClick={() => setFirst(first + samplesShown)}
        >
          Other samples
        </Button>
      </div>
      <p className="muted">Under a token stands the answer due there, if one is.</p>
      <div className={classes.samples}>
        {samples.map(({ n, sample }) => (
          <TaskSample key={n} sample={sample} tokens={tokens} label={`Sample ${n + 1}`} />
        ))}
      </div>
    </>
  );
}
