/**
 * Lists the takes: versions of the runs that were trained with other shared settings or on another text. Derived from the archive of
 * results, so that a take ends when the archive evicts its runs.
 */
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

/** Lists the versions with other settings than the present, oldest first; of each the runs that it had last. */
export function runVersions(archived: readonly ArchivedRun[], now: Edited): RunVersion[] {
  const versions: RunVersion[] = [];
  for (const { edited, curves, checkpoint } of archived) {
    if (shareSettings(edited, now)) continue;
    const step = stepOf(curves, checkpoint);
    const found = versions.find((version) => shareSettings(version.edited, edited));
    if (found) {
      found.edited = edited;
      found.step = Math.max(found.step, step);
    } else {
      const difference = settingsDifference(now.experiment, edited.experiment);
      versions.push({ edited, step, difference });
    }
  }
  return versions;
}
