/** Applies changes to the experiment for a control that shows itself why one was refused. */

import { useState } from 'react';
import type { Transition } from '../../experiment/edit';
import type { Experiment } from '../../experiment/schema';
import { useExperiment } from '../AppContext';

/** @returns what makes a change, and the sentence that refused the last one: it is about the experiment it was met in */
export function useChange(): { change(transition: Transition): void; refusal: string | null } {
  const experiment = useExperiment((e) => e.experiment);
  const apply = useExperiment((e) => e.apply);
  const [refused, setRefused] = useState<{ reason: string; at: Experiment } | null>(null);
  return {
    change(transition) {
      const reason = apply(transition);
      setRefused(reason === null ? null : { reason, at: experiment });
    },
    refusal: refused?.at === experiment ? refused.reason : null,
  };
}
