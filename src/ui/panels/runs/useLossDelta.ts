/** How far the training loss of a row of the list of runs is from that of the pinned run, or of its stack where seeds are drawn as one. */
import { pick } from 'es-toolkit';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Experiment, Run } from '../../../experiment/schema';
import { runsTogether } from '../../../experiment/seedRuns';
import { formatCount, formatMeasured } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { type Delta, deltaTexts } from '../../../measure/deltas';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { groupName } from '../../charts/chartRuns';
import { comparedSteps, trainDelta } from '../../charts/trainDelta';
import { useReading } from '../../charts/units';

export interface LossDelta {
  delta: Delta;
  /** The difference with its sign. */
  text: string;
  /** All of it, with its error and what it is to. */
  sentence: string;
}

const noRuns: readonly Run[] = [];

/** @param members of the row, at least one @returns null where no run is pinned, the row's own is, or there is too little to compare */
export function useLossDelta(members: readonly Run[]): LossDelta | null {
  const experiment = useExperiment((e) => e.experiment);
  const pinnedRun = useView((v) => v.pinnedRun);
  const together = useView((v) => v.seedDrawing !== 'each');
  const reading = useReading();
  const pinned = useMemo(
    () => pinnedOf(experiment, pinnedRun, together, members),
    [experiment, pinnedRun, together, members],
  );
  // Those alone, so that a row is not drawn anew with every other run's step.
  const curves = useRuns(
    useShallow((r) =>
      pinned.length > 0
        ? pick(
            r.curves,
            [...members, ...pinned].map(({ id }) => id),
          )
        : {},
    ),
  );
  const delta = useMemo(
    () => (pinned.length > 0 ? trainDelta(experiment, curves, members, pinned, reading) : null),
    [experiment, curves, members, pinned, reading],
  );
  if (!delta) return null;
  const [text = '', error] = deltaTexts(delta, (value) => formatMeasured(value, reading.unit.digits));
  const clear = delta.isClear === null ? [] : [t(delta.isClear ? 'kit.delta.clear' : 'kit.delta.notClear')];
  const [first] = pinned as [Run];
  const told = {
    run: isolated(pinned.length > 1 ? groupName(first, pinned.length) : first.name),
    delta: [error === undefined ? text : `${text} ${error}`, ...clear].join(', '),
    steps: formatCount(comparedSteps),
  };
  const isOfSteps = members.length === 1 && pinned.length === 1;
  const sentence = t(isOfSteps ? 'runs.row.lossDeltaOfSteps' : 'runs.row.lossDelta', told);
  return { delta, text, sentence: delta.isOfOneSeed ? `${sentence} ${t('kit.delta.oneSeed')}` : sentence };
}

/**
 * Says below the list what its losses and their differences are of, where that is not the same: of single runs.
 * @returns null where no single run is pinned, or no other has a loss
 */
export function useLossNote(): string | null {
  const experiment = useExperiment((e) => e.experiment);
  const pinnedRun = useView((v) => v.pinnedRun);
  const together = useView((v) => v.seedDrawing !== 'each');
  const hasLoss = useRuns((r) => experiment.runs.some(({ id }) => r.curves[id]?.train.last !== undefined));
  const pinned = runsTogether(experiment, together).find((own) => own.some(({ id }) => id === pinnedRun));
  const [first] = pinned ?? [];
  if (!first || pinned?.length !== 1 || !hasLoss || experiment.runs.length < 2) return null;
  return t('runs.row.lossNote', { run: isolated(first.name), steps: formatCount(comparedSteps) });
}

/** Nothing where none is pinned, or one of the row is. */
function pinnedOf(
  experiment: Experiment,
  pinnedRun: string | null,
  together: boolean,
  members: readonly Run[],
): readonly Run[] {
  const pinned = runsTogether(experiment, together).find((own) => own.some(({ id }) => id === pinnedRun));
  return !pinned || pinned.some(({ id }) => members.some((run) => run.id === id)) ? noRuns : pinned;
}
