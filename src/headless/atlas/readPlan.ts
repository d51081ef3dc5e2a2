/** Reads a plan from its file. */
import { PlainError } from '../../../scripts/lib/process.mjs';
import { type Cell, cellsOf } from '../../atlas/cells';
import { type Plan, parsePlan } from '../../atlas/plan';
import { readJSON } from '../input';

export interface ExpandedPlan {
  plan: Plan;
  cells: Cell[];
}

/** Reads a plan. @throws {PlainError} where it is none */
export function readPlan(path: string): ExpandedPlan {
  const parsed = parsePlan(readJSON(path));
  if (!parsed.ok) throw new PlainError(`${path}: ${parsed.message}`);
  try {
    return { plan: parsed.plan, cells: cellsOf(parsed.plan) };
  } catch (error) {
    throw new PlainError(`${path}: ${(error as Error).message}`);
  }
}
