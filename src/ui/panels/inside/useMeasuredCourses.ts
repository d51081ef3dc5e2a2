/**
 * A measure of every layer over the captures of the chosen run, and of the run that the others are held against where that is another; the
 * mean over seeds where they are drawn as one.
 */
import { uniqBy } from 'es-toolkit';
import { useMemo } from 'react';
import { referenceRun } from '../../../document/view';
import { settingsOfRun } from '../../../experiment/overrides';
import { styleOf } from '../../../experiment/runStyles';
import type { Run } from '../../../experiment/schema';
import { runsTogether } from '../../../experiment/seedRuns';
import { type LayerCourse, layerCourse, meanCourse } from '../../../measure/layerCourse';
import type { LayerMeasure } from '../../../measure/layerMeasures';
import { capturesOfAnyText } from '../../../runtime/runCaptures';
import { useChosenRun, useExperiment, useRuns, useView } from '../../AppContext';
import { groupName } from '../../charts/chartRuns';
import { useHiddenRuns } from '../../charts/useHiddenRuns';
import { useProbeText } from '../../time/useMoment';
import { useWorded } from '../../useLanguage';

export interface MeasuredCourse {
  /** The first of several. */
  run: Run;
  name: string;
  style: number;
  course: LayerCourse;
  /** What it is the mean of; one of a single run. */
  seeds: readonly { seed: number; course: LayerCourse }[];
}

interface MeasuredCourses {
  /** Without hidden runs, but for the chosen one. */
  measured: MeasuredCourse[];
  /** One of these, or, where it is hidden or filtered out, one beside them; null where none is pinned or captured. */
  pinned: MeasuredCourse | null;
}

/**
 * Leaves out runs without a capture of the probe.
 * @param ofMap whether it is of the probe's map; else captures of every probe tell it
 */
export function useMeasuredCourses(of: LayerMeasure['of'], ofMap: boolean): MeasuredCourses {
  const chosen = useChosenRun();
  const experiment = useExperiment((e) => e.experiment);
  const pinnedRun = useView((v) => v.pinnedRun);
  const hidden = useHiddenRuns();
  const drawing = useView((v) => v.seedDrawing);
  const captures = useRuns((r) => r.captures);
  const text = useProbeText();
  const groups = useMemo(() => {
    const { runs } = experiment;
    const all = runsTogether(experiment, drawing !== 'each');
    const groupOf = (run: Run) => all.find((members) => members.includes(run)) ?? [run];
    return uniqBy([chosen, referenceRun(runs, { pinnedRun })].map(groupOf), ([first]) => first?.id);
  }, [chosen, experiment, pinnedRun, drawing]);
  return useWorded(() => {
    const measure = (group: readonly Run[], members = group): MeasuredCourse | null => {
      const measured = members.flatMap((run) => {
        const own = capturesOfAnyText(captures[run.id] ?? [], text).filter(
          (one) => (one.text === text || !ofMap) && one.layers.length === run.layers.length,
        );
        return own.length === 0 ? [] : [{ run, course: layerCourse(own, run.layers.length, of) }];
      });
      const [first] = measured;
      if (!first) return null;
      const { run } = first;
      const courses = measured.map(({ course }) => course);
      return {
        run,
        name: courses.length > 1 ? groupName(run, courses.length) : run.name,
        style: styleOf(experiment.runs, (group[0] ?? run).id),
        course: meanCourse(courses, drawing === 'range' ? 'range' : 'standardError'),
        seeds: measured.map((one) => ({
          seed: settingsOfRun(experiment, one.run).seed,
          course: one.course,
        })),
      };
    };
    const shown = groups.map((group) =>
      measure(
        group,
        group.filter((run) => run === chosen || !hidden.includes(run.id)),
      ),
    );
    const place = groups.findIndex((group) => group.some(({ id }) => id === pinnedRun));
    return {
      measured: shown.filter((one) => one !== null),
      pinned: shown[place] ?? measure(groups[place] ?? []),
    };
  }, [groups, chosen, experiment, hidden, drawing, captures, text, of, ofMap, pinnedRun]);
}
