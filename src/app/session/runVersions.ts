/**
 * Lists the takes: versions of the runs that were trained with other shared settings or on another text. Derived from the archive of
 * results, so that a take ends when the archive evicts its runs.
 */
import { totalSteps } from '../../experiment/schema';
import { settingsDifference } from '../../experiment/settingsDifference';
import { stepOf } from '../../runtime/raceStanding';
import { type ArchivedRun, type Edited, shareSettings } from './resultsArchive';

/** All runs of an experiment as they were with settings that it has no longer. */
export interface RunVersion {
  edited: Edited;
  /** What its settings are where the present ones are others, in words. */
  difference: string[];
  /** Steps that its furthest run has taken. */
  step: number;
}

/** Lists the versions with other settings than the present, oldest first; of each the runs and the steps that it had last. */
export function runVersions(archived: readonly ArchivedRun[], now: Edited): RunVersion[] {
  const latest: Edited[] = [];
  for (const { edited } of archived) {
    if (shareSettings(edited, now)) continue;
    const found = latest.findIndex((version) => shareSettings(version, edited));
    if (found < 0) latest.push(edited);
    else latest[found] = edited;
  }
  return latest.map((edited) => ({
    edited,
    difference: settingsDifference(now.experiment, edited.experiment),
    step: furthestStep(archived, edited),
  }));
}

/** An undone extension is in the archive as well, but the version does not come back with its steps. */
function furthestStep(archived: readonly ArchivedRun[], edited: Edited): number {
  const total = totalSteps(edited.experiment);
  const steps = archived
    .filter((one) => shareSettings(one.edited, edited))
    .map(({ curves, checkpoint }) => stepOf(curves, checkpoint));
  return Math.max(0, ...steps.filter((step) => step <= total));
}
