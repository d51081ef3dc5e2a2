/** A few sequences of the task on paper; nothing on a text. */
import { range } from 'es-toolkit';
import { chosenTask, shownSample } from '../../../data/tasks';
import { t } from '../../../i18n/i18n';
import { useExperiment } from '../../AppContext';
import { TaskSample } from '../../kit/TaskSample';

const samples = 2;

export default function TaskPaper() {
  const { task, model, seed } = useExperiment((e) => e.experiment);
  if (!task) return null;
  return range(samples).map((n) => (
    <TaskSample
      key={n}
      sample={shownSample(task, model.context, seed, n)}
      tokens={chosenTask(task).tokens}
      label={t('task.samples.sample', { number: n + 1 })}
    />
  ));
}
