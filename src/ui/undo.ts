/** Changes that are easily made by mistake: made at once, and taken back with one click until the next change. */

import { useExperiment } from '../app/document/experimentStore';
import { useView } from '../app/document/viewStore';
import type { Transition } from '../experiment/edit';

/** Makes a change and offers to take it back. @returns whether it was made */
export function changeWithUndo(change: Transition, said: string): boolean {
  const { experiment: before, ownText, update } = useExperiment.getState();
  if (!update(change)) return false;
  useView
    .getState()
    .set({ undoOffer: { said, before, ownText, after: useExperiment.getState().experiment } });
  return true;
}

/** Takes back the change on offer; does nothing where another has been made since. */
export function undo(): void {
  const { undoOffer, set } = useView.getState();
  const { experiment, apply } = useExperiment.getState();
  if (undoOffer?.after === experiment) {
    apply(() => undoOffer.before, undoOffer.ownText);
    undoOffer.undone?.();
  }
  set({ undoOffer: null });
}

/** The sentence of the change on offer, or null. */
export function useUndoOffer(): string | null {
  const offer = useView((v) => v.undoOffer);
  const experiment = useExperiment((e) => e.experiment);
  return offer?.after === experiment ? offer.said : null;
}
