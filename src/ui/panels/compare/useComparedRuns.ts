/** The runs that can be compared: the page's own, those of several seeds together where the view draws them so, and those of elsewhere. */

import { styleOf } from '../../../experiment/runStyles';
import type { Experiment, Run } from '../../../experiment/schema';
import { runsTogether } from '../../../experiment/seedRuns';
import type { Indicators } from '../../../measure/indicators';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { groupName } from '../../charts/chartRuns';
import { useReadOnlyLines } from '../../charts/readOnlyLines';
import { useWorded } from '../../useLanguage';

export interface ComparedRun {
  /** Of the run, or of the first of several seeds. */
  id: string;
  name: string;
  style: number;
  isElsewhere: boolean;
  /** A run, or one for each seed; null where a file does not say. */
  trained: { experiment: Experiment; runs: readonly Run[] } | null;
  /** Of each layer of each seed at its last step, null of one that mixes no tokens; null where there are none. */
  indicators: readonly (Indicators | null)[] | null;
}

/** Returns the page's runs first. */
export function useComparedRuns(): readonly ComparedRun[] {
  const experiment = useExperiment((e) => e.experiment);
  const together = useView((v) => v.seedDrawing !== 'each');
  const captures = useRuns((r) => r.captures);
  const elsewhere = useReadOnlyLines();
  return useWorded(() => {
    const own = runsTogether(experiment, together).map((runs): ComparedRun => {
      const [{ id, name }] = runs as [Run];
      const newest = runs.flatMap((run) => captures[run.id]?.at(-1)?.layers ?? []);
      return {
        id,
        name: runs.length > 1 ? groupName(runs[0] as Run, runs.length) : name,
        style: styleOf(experiment.runs, id),
        isElsewhere: false,
        trained: { experiment, runs },
        indicators: newest.length > 0 ? newest.map(({ indicators }) => indicators) : null,
      };
    });
    const others = elsewhere.map(
      ({ run: { id, name, style }, trained, indicators }): ComparedRun => ({
        id,
        name,
        style,
        isElsewhere: true,
        trained: trained && { experiment: trained.experiment, runs: [trained.run] },
        indicators,
      }),
    );
    return [...own, ...others];
  }, [experiment, together, captures, elsewhere]);
}
