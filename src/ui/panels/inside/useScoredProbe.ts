/** The probe that a score of a run's heads is shown of at the moment: of a score that no probe changes also a capture of another one. */
import { useMemo } from 'react';
import type { Run } from '../../../experiment/schema';
import type { HeadScore } from '../../../measure/heads';
import { capturesOfAnyText, probeOfCapture } from '../../../runtime/runCaptures';
import { useRuns } from '../../AppContext';
import { type ShownProbe, useMoment, useProbeText, useShownProbe } from '../../time/useMoment';

/** @returns none where the run has other layers than were probed */
export function useScoredProbe(run: Run, { on }: HeadScore): ShownProbe {
  const { probe, isLive } = useShownProbe(run.id);
  const moment = useMoment();
  const text = useProbeText();
  const captures = useRuns((r) => r.captures[run.id]);
  const isWanted = probe === null && on === 'repeated';
  const other = useMemo(() => {
    const all = isWanted ? capturesOfAnyText(captures ?? [], text) : [];
    const capture = all.findLast(({ step }) => moment === null || step <= moment);
    return capture ? probeOfCapture(capture, run.id) : null;
  }, [isWanted, captures, text, moment, run]);
  const shown = probe ?? other;
  return {
    probe: shown?.layers.length === run.layers.length ? shown : null,
    isLive: isLive && other === null,
  };
}
