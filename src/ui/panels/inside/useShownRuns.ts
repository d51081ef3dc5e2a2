/**
 * The runs that are shown and have a capture, as they were at the moment, and the pinned one that they are held against, shown or not; those of
 * several seeds as one where they are drawn so. Where the capture is of another probe, it has what no probe changes alone.
 */
import { styleOf } from '../../../experiment/runStyles';
import type { Run } from '../../../experiment/schema';
import { runsTogether } from '../../../experiment/seedRuns';
import { capturesOfAnyText } from '../../../runtime/runCaptures';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { groupName } from '../../charts/chartRuns';
import type { MeasuredRun } from '../../charts/layerAxis';
import { useHiddenRuns } from '../../charts/useHiddenRuns';
import { useMoment, useProbeText } from '../../time/useMoment';

interface ShownRuns {
  shown: MeasuredRun[];
  /** One of those that are shown, or, where it is hidden or filtered out, one beside them; null where none is pinned or captured. */
  pinned: MeasuredRun | null;
}

export function useShownRuns(): ShownRuns {
  const experiment = useExperiment((e) => e.experiment);
  const hidden = useHiddenRuns();
  const pinnedRun = useView((v) => v.pinnedRun);
  const drawing = useView((v) => v.seedDrawing);
  const captures = useRuns((r) => r.captures);
  const text = useProbeText();
  const moment = useMoment();
  const { runs } = experiment;
  const measure = (group: readonly Run[], members = group): MeasuredRun | null => {
    const captured = members.flatMap((run) => {
      const upTo = capturesOfAnyText(captures[run.id] ?? [], text).filter(
        ({ step }) => moment === null || step <= moment,
      );
      const capture = upTo.findLast((one) => one.text === text) ?? upTo.at(-1);
      const fits = capture?.layers.length === run.layers.length;
      if (!capture || !fits) return [];
      return [{ run, step: capture.step, layers: capture.layers, isProbed: capture.text === text }];
    });
    // A mean is of runs that are at one step: of those that have come furthest.
    const step = Math.max(...captured.map((one) => one.step));
    const seeds = captured.filter((one) => one.step === step);
    const [first] = seeds;
    if (!first) return null;
    const { run } = first;
    return {
      run,
      name: seeds.length > 1 ? groupName(run, seeds.length) : run.name,
      style: styleOf(runs, (group[0] ?? run).id),
      step,
      seeds,
      isProbed: seeds.every((one) => one.isProbed),
      bandKind: drawing === 'range' ? 'range' : 'standardError',
    };
  };
  const groups = runsTogether(experiment, drawing !== 'each');
  const measured = groups.map((group) =>
    measure(
      group,
      group.filter(({ id }) => !hidden.includes(id)),
    ),
  );
  const place = groups.findIndex((group) => group.some(({ id }) => id === pinnedRun));
  return {
    shown: measured.filter((one) => one !== null),
    pinned: measured[place] ?? measure(groups[place] ?? []),
  };
}
