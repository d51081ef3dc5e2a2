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
  shareError,
  type Verdict,
  type Write,
  windowError,
} from '../../../measure/verdict';
import type { Results } from '../../../runtime/runReducer';
import { lowest } from '../../charts/drawing';

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

type Judged = Pick<Contender, 'value' | 'error' | 'windows' | 'early'>;

function byLoss({ curves, heldOut }: Measured, id: string, name: string): Judged {
  const validation = curves[id]?.validation;
  if (!validation) return { value: null, error: null, early: null };
  const known = heldOut[id]?.lowest;
  const at = known ? validation.steps.indexOf(known.step) : -1;
  const value = lowest(validation);
  // What is kept may be of another validation, where the run was opened from a file of an earlier lab.
  const windows = known && validation.values[at] === value ? known.windows : null;
  const error = windows ? windowError(windows) : curveError(validation);
  return { value, error, windows, early: earlyBecause(name, validation, 'lower', error, inNats) };
}

function byAccuracy({ curves, heldOut }: Measured, id: string, name: string): Judged {
  const accuracy = curves[id]?.accuracy;
  if (!accuracy) return { value: null, error: null, early: null };
  const value = accuracy.last?.value ?? null;
  const answers = heldOut[id]?.answers;
  const error = value !== null && answers ? shareError(value, answers) : curveError(accuracy);
  return { value, error, early: earlyBecause(name, accuracy, 'higher', error, inPoints) };
}
