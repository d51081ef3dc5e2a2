/**
 * The plan of a class: a sweep whose runs are trained by its seats, each on a device of its own. One link goes to all of them; the
 * number of a seat tells which run is its cell.
 */
import { isEqual } from 'es-toolkit';
import type { Experiment } from '../../experiment/schema';
import { findSweep, type SweepChoice, type SweepRun, sweepRuns } from '../../experiment/sweeps/choice';
import { decodeLink, encodeLink } from '../link/link';
import type { SharedText } from '../link/shared';
import { sharedText } from '../link/textSection';
import type { Sweep } from '../sweepsSchema';
import { defaultView } from '../view';

/** What a seat reads of the link on the wall. */
export interface Plan {
  experiment: Experiment;
  choice: SweepChoice;
  /** The own text that it trains on; null where it trains on none. */
  text: Extract<SharedText, { kind: 'text' }> | null;
}

/** Highest number of a seat. */
export const mostSeats = 9999;

/**
 * Gives the link of a plan, "#" included.
 * @param ownText what the sweep trains on where that is a person's own
 * @returns null where that text is too long for a link
 */
export function planLink(
  { experiment, choice }: Pick<Sweep, 'experiment' | 'choice'>,
  ownText: { name: string; text: string } | null,
): string | null {
  const text = ownText && sharedText(ownText.name, ownText.text);
  if (text?.kind === 'file') return null;
  return encodeLink({
    experiment: shortened(experiment, choice),
    view: defaultView,
    text,
    curves: null,
    sweep: choice,
  });
}

/** Leaves out the runs that the sweep makes nothing of, so that the code is coarse enough for the last row. */
function shortened(experiment: Experiment, choice: SweepChoice): Experiment {
  const short = { ...experiment, runs: experiment.runs.slice(0, 1) };
  return isEqual(sweepRuns(short, choice), sweepRuns(experiment, choice)) ? short : experiment;
}

/** `problem` is what the page says of it; `why` a sentence of the link's reader. */
export type ReadPlan = { ok: true; plan: Plan } | { ok: false; problem: 'damaged' | 'noPlan'; why: string };

/** Reads the link of a plan. */
export function readPlan(link: string): ReadPlan {
  const decoded = decodeLink(link);
  if (!decoded.ok) return { ok: false, problem: 'damaged', why: decoded.message };
  const { shared, warnings } = decoded;
  const { experiment, sweep: choice, text } = shared;
  // What is left out or mended would be another plan than the class's.
  if (warnings.length > 0) return { ok: false, problem: 'damaged', why: warnings.join(' ') };
  if (!choice || text?.kind === 'file') return { ok: false, problem: 'noPlan', why: '' };
  return { ok: true, plan: { experiment, choice, text } };
}

/** Lists the cells of a plan, as the sweep has them. @throws Error where the choice means nothing */
export function cellsOf({ experiment, choice }: Pick<Sweep, 'experiment' | 'choice'>): readonly SweepRun[] {
  const listed = sweepRuns(experiment, choice);
  if (!listed.ok) throw new Error(listed.message);
  return listed.runs;
}

/**
 * Gives the cell of a seat: the first seats have one variation each, all at the first seed, the next ones have them at the second
 * seed; beyond the last cell it begins anew.
 * @param seat from 1
 */
export function cellOfSeat(plan: Pick<Sweep, 'experiment' | 'choice'>, seat: number): SweepRun {
  const cells = cellsOf(plan);
  const { seeds } = plan.choice;
  const variations = cells.length / seeds;
  const place = (seat - 1) % cells.length;
  // The sweep lists all seeds of a variation before the next variation.
  return cells[(place % variations) * seeds + Math.floor(place / variations)] as SweepRun;
}

/** The experiment that a seat trains: the plan's settings, and its cell in place of the plan's runs. */
export const seatExperiment = ({ experiment }: Pick<Sweep, 'experiment'>, { run }: SweepRun): Experiment => ({
  ...experiment,
  runs: [{ ...run, id: 'run-1' }],
});

/** Name of the sweep that a plan is. */
export const planName = ({ choice }: Pick<Sweep, 'choice'>): string =>
  findSweep(choice.sweep)?.name ?? choice.sweep;
