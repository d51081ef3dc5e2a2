/** Takes hand-ins into a plan of the document: all of what comes at a time at once. */
import { type HandIn, handInsIn, judgedHandIns } from '../../document/classroom/handIn';
import type { PageDocument } from '../document/pageDocument';
import { withResults } from '../document/sweepsStore';

/** Judges what was pasted, dropped or scanned, and keeps what is new. @returns what became of each, in order */
export function takeHandIns({ sweeps }: PageDocument, planId: string, text: string): HandIn[] {
  const plan = sweeps.getState().sweeps.find(({ id }) => id === planId);
  if (!plan) return [];
  const judged = judgedHandIns(plan, handInsIn(text));
  const results = judged.flatMap((one) => (one.is === 'new' ? [one.result] : []));
  if (results.length > 0) sweeps.setState((s) => ({ sweeps: withResults(s.sweeps, planId, results) }));
  return judged;
}
