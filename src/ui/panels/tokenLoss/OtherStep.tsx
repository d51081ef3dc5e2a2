/** Says where a run's predictions are of another step than the page shows. */
import { formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useExperiment, useRuns } from '../../AppContext';
import { OtherMoment } from '../../kit/OtherMoment';
import { useMoment } from '../../time/useMoment';
import type { ReadAtMoment } from './useReadText';

export function OtherStep({ read }: { read: ReadAtMoment }) {
  const moment = useMoment();
  const runs = useExperiment((e) => e.experiment.runs);
  const curves = useRuns((r) => r.curves);
  // A run that has come no further than an earlier step reads as it is then.
  if (moment !== null && read.moment === moment) return null;
  const others = runs.flatMap(({ id, name, branchOf }) => {
    const own = read.runs.find(({ runId }) => runId === id);
    const shown = moment ?? curves[id]?.train.last?.step ?? branchOf?.step ?? 0;
    return own && own.step !== shown ? [{ name, step: own.step, shown }] : [];
  });
  const [first] = others;
  if (!first) return null;
  const text = t('tokenLoss.otherMoment', {
    run: isolated(first.name),
    step: formatCount(first.step),
    shown: formatCount(first.shown),
  });
  return <OtherMoment text={text} testId="token-loss-other-moment" />;
}
