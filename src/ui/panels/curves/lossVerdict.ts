/** Judges the runs by what the table of losses shows of them: their lowest validation loss, or a task's accuracy. */

import { seedGroups } from '../../../experiment/overrides';
import type { Experiment } from '../../../experiment/schema';
import { formatCount, formatSignificant } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import {
  type Contender,
  curveError,
  earlyBecause,
  judge,
  type Verdict,
  type Write,
} from '../../../measure/verdict';
import type { Results } from '../../../runtime/runReducer';
import { lastAccuracy, lowestLoss } from '../../charts/measuredLosses';

type Measured = Pick<Results, 'curves' | 'heldOut' | 'failures'>;

const inNats: Write = (loss) => t('curves.verdict.nats', { difference: formatSignificant(loss, 2) });
const inPoints: Write = (share) =>
  t('curves.verdict.points', { difference: formatSignificant(100 * share, 2) });

/** Judges the runs of an experiment; a run that diverged is left out. */
export function lossVerdict(experiment: Experiment, results: Measured): Verdict {
  const { task, runs } = experiment;
  const groups = seedGroups(experiment);
  const live = runs.filter(({ id }) => !results.failures[id]);
  const stepOf = (id: string) => results.curves[id]?.validation.last?.step ?? 0;
  const furthest = Math.max(0, ...live.map(({ id }) => stepOf(id)));
  const contenders = live.map(({ id, name }): Contender => {
    const judged = (task ? byAccuracy : byLoss)(results, id, name);
    const early =
      stepOf(id) < furthest
        ? t('curves.verdict.behind', {
            run: isolated(name),
            step: formatCount(stepOf(id)),
            furthest: formatCount(furthest),
          })
        : judged.early;
    // Untrained, a run is as good as its luck.
    const value = stepOf(id) > 0 ? judged.value : null;
    return { id, name, kind: groups[id], ...judged, value, early };
  });
  return judge(contenders, task ? 'higher' : 'lower', task ? inPoints : inNats);
}

type Judged = Pick<Contender, 'value' | 'error' | 'items' | 'early'>;

function byLoss(results: Measured, id: string, name: string): Judged {
  const validation = results.curves[id]?.validation;
  const measured = lowestLoss(results, id);
  if (!validation || !measured) return { value: null, error: null, early: null };
  return { ...measured, early: earlyBecause(name, validation, 'lower', measured.error, inNats) };
}

function byAccuracy(results: Measured, id: string, name: string): Judged {
  const accuracy = results.curves[id]?.accuracy;
  const measured = lastAccuracy(results, id);
  if (!accuracy) return { value: null, error: null, early: null };
  const { value = null, error = curveError(accuracy) } = measured ?? {};
  return { value, error, early: earlyBecause(name, accuracy, 'higher', error, inPoints) };
}
