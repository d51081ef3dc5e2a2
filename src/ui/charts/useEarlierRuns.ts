/** Selects what runs had learned before an edit changed them. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { type EarlierRun, earlierRuns } from '../../app/session/resultsArchive';
import { useApp, useExperiment } from '../AppContext';

/** Returns the last earlier training of each run that has one under the settings there are. */
export function useEarlierRuns(): readonly EarlierRun[] {
  const { session } = useApp();
  const archived = useStore(session.edits.archive.state, ({ archived }) => archived);
  const experiment = useExperiment((e) => e.experiment);
  const ownText = useExperiment((e) => e.ownText);
  return useMemo(() => earlierRuns(archived, { experiment, ownText }), [archived, experiment, ownText]);
}
