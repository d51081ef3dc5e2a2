/**
 * Finds the versions of the runs that were trained with other shared settings or on another text: the takes that the page
 * offers to return to. They are read off the archive, so that what it has dropped is offered no more.
 */
import { isEqual, omit } from 'es-toolkit';
import type { Experiment } from '../../experiment/schema';
import { settingsDifference } from '../../experiment/settingsDifference';
import { trainedText } from './experimentText';
import { type ArchivedRun, type Edited, stepOf } from './resultsArchive';

/** All runs of an experiment as they were with settings that it has no longer. */
export interface RunVersion {
  edited: Edited;
  /** What its settings are where the present ones are others, in words. */
  difference: string[];
  /** Steps that its furthest run has taken. */
  step: number;
}

const sharedSettings = (experiment: Experiment) => omit(experiment, ['runs', 'moreSteps']);

/** Tells whether two experiments share settings and text, whatever their runs. */
const areAlike = (a: Edited, b: Edited): boolean =>
  trainedText(a) === trainedText(b) && isEqual(sharedSettings(a.experiment), sharedSettings(b.experiment));

/** Lists the versions with other settings than the present, oldest first; of each the runs that it had last. */
export function runVersions(archived: readonly ArchivedRun[], now: Edited): RunVersion[] {
  const versions: RunVersion[] = [];
  for (const { edited, curves, checkpoint } of archived) {
    if (areAlike(edited, now)) continue;
    const step = stepOf(curves, checkpoint);
    const found = versions.find((version) => areAlike(version.edited, edited));
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
