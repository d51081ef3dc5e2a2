/** The losses of the runs on paper. */
import { useExperiment } from '../../AppContext';
import { LossTable } from './LossTable';

export default function LossPaper() {
  const runs = useExperiment((e) => e.experiment.runs);
  return <LossTable runs={runs} />;
}
