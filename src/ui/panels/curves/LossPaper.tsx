/** The losses of the runs on paper. */
import { LossTable } from './LossTable';
import { useLossRows } from './useLossRows';

export default function LossPaper() {
  return <LossTable table={useLossRows()} />;
}
