/** Applies changes to the experiment for a control that shows why the last one was refused. */

import { useState } from 'react';
import type { Transition } from '../../experiment/edit';
import type { Experiment } from '../../experiment/schema';
import { useExperiment } from '../AppContext';

/** Returns `change`, and why the schema refused the last one; null once the experiment has changed since. */
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
