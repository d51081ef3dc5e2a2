/** Takes hand-ins into a plan of the document, all of what comes at a time at once, and single ones back. */
import { type HandIn, handInsIn, judgedHandIns } from '../../document/classroom/handIn';
import type { PageDocument } from '../document/pageDocument';
import { withoutResults, withResults } from '../document/sweepsStore';

/** Judges what was pasted, dropped or scanned, and keeps what is new. @returns what became of each, in order */
export function takeHandIns({ sweeps }: PageDocument, planId: string, text: string): HandIn[] {
  const plan = sweeps.getState().sweeps.find(({ id }) => id === planId);
  if (!plan) return [];
  const judged = judgedHandIns(plan, handInsIn(text));
  const results = judged.flatMap((one) => (one.is === 'new' ? [one.result] : []));
  if (results.length > 0) sweeps.setState((s) => ({ sweeps: withResults(s.sweeps, planId, results) }));
  return judged;
}

/** Takes back what came in for a cell, which is open again: its hand-in, or another, can be taken in. @param runId of the cell */
export function takeBack({ sweeps }: PageDocument, planId: string, runId: string): void {
  sweeps.setState((s) => ({ sweeps: withoutResults(s.sweeps, planId, [runId]) }));
}
