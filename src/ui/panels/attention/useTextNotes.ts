/** Tells what is said of the probed text below its field. */
import { isEqual } from 'es-toolkit';
import { useState } from 'react';
import { textSettings } from '../../../experiment/schema';
import type { ProbeResult } from '../../../runtime/protocol';
import { useExperiment } from '../../AppContext';
import { useProbeText } from '../../time/useMoment';

type TextNotes = Pick<ProbeResult, 'cut' | 'unknown'>;

const nothing: TextNotes = { cut: false, unknown: [] };

/**
 * Returns what was found of the text. It holds while there are no maps of it, as before the first step: a line that goes and comes back
 * would move the maps.
 * @param probe what is shown of the text; null for none
 */
export function useTextNotes(probe: ProbeResult | null): TextNotes {
  const text = useProbeText();
  const experiment = useExperiment((e) => e.experiment);
  const [known, setKnown] = useState<{ of: unknown; notes: TextNotes }>({ of: null, notes: nothing });
  const of = [text, experiment.model.context, textSettings(experiment)];
  if (!probe) return isEqual(known.of, of) ? known.notes : nothing;
  const found = { of, notes: { cut: probe.cut, unknown: probe.unknown } };
  if (!isEqual(known, found)) setKnown(found);
  return found.notes;
}
