/**
 * The runs that are shown and have a capture, as they were at the moment; those of several seeds as one where they are drawn so. Where the
 * capture is of another probe, it has what no probe changes alone.
 */
import { styleOf } from '../../../experiment/runStyles';
import { runsTogether } from '../../../experiment/seedRuns';
import { capturesOfAnyText } from '../../../runtime/runCaptures';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { groupName } from '../../charts/chartRuns';
import type { MeasuredRun } from '../../charts/layerAxis';
import { useHiddenRuns } from '../../charts/useHiddenRuns';
import { useMoment, useProbeText } from '../../time/useMoment';

export function useShownRuns(): MeasuredRun[] {
  const experiment = useExperiment((e) => e.experiment);
  const hidden = useHiddenRuns();
  const drawing = useView((v) => v.seedDrawing);
  const captures = useRuns((r) => r.captures);
  const text = useProbeText();
  const moment = useMoment();
  const { runs } = experiment;
  const groups = runsTogether(experiment, drawing !== 'each');
  return groups.flatMap((members) => {
    const captured = members.flatMap((run) => {
      const upTo = capturesOfAnyText(captures[run.id] ?? [], text).filter(
        ({ step }) => moment === null || step <= moment,
      );
      const capture = upTo.findLast((one) => one.text === text) ?? upTo.at(-1);
      const fits = capture?.layers.length === run.layers.length;
      if (!capture || !fits || hidden.includes(run.id)) return [];
      return [{ run, step: capture.step, layers: capture.layers, isProbed: capture.text === text }];
    });
    // A mean is of runs that are at one step: of those that have come furthest.
    const step = Math.max(...captured.map((one) => one.step));
    const seeds = captured.filter((one) => one.step === step);
    const [first] = seeds;
    if (!first) return [];
    const { run } = first;
    return [
      {
        run,
        name: seeds.length > 1 ? groupName(run, seeds.length) : run.name,
        style: styleOf(runs, (members[0] ?? run).id),
        step,
        seeds,
        isProbed: seeds.every((one) => one.isProbed),
        bandKind: drawing === 'range' ? ('range' as const) : ('standardError' as const),
      },
    ];
  });
}
