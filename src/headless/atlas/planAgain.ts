/** Writes the plans that train the most surprising comparisons of a plan again: see src/atlas/again.ts. */
import { existsSync, writeFileSync } from 'node:fs';
import { cannotBeWritten } from '../../../scripts/lib/outputs.mjs';
import { PlainError } from '../../../scripts/lib/process.mjs';
import { againPlan, mostSurprising, ratesPlan } from '../../atlas/again';
import type { Plan } from '../../atlas/plan';
import { type Result, resultsOf } from '../../atlas/results';
import { jsonText } from '../../format/json';
import { formatCount } from '../../format/numbers';
import { readLines } from './lineFile';
import { readPlan } from './readPlan';
import { type AtlasRequest, fitting, linesPath } from './runAtlas';

/**
 * Writes the plans that train the most surprising comparisons again, beside the plan: PLAN-rates.json, and once that one's lines are
 * there PLAN-again.json.
 * @throws {PlainError} where a line is missing, or a plan cannot be written
 */
export function planAgain(
  request: Pick<AtlasRequest, 'plan' | 'out'> & { count: number },
  say: (text: string) => void,
): void {
  const { plan, results } = wholeResults(request.plan, linesPath(request));
  const surprising = mostSurprising(results, request.count);
  const pathOf = (what: string) => `${request.plan.replace(/\.json$/i, '')}-${what}.json`;
  const write = (path: string, made: Plan) => {
    writePlan(path, made);
    const { cells } = readPlan(path);
    say(`${path}: comparisons ${formatCount(surprising.length)}, runs ${formatCount(cells.length)}.`);
  };
  const rates = pathOf('rates');
  write(rates, ratesPlan(plan, surprising));
  const linesOfRates = linesPath({ plan: rates });
  if (!existsSync(linesOfRates)) {
    say(`Train it with npm run atlas -- ${rates}; then this command writes ${pathOf('again')}.`);
    return;
  }
  write(pathOf('again'), againPlan(plan, surprising, wholeResults(rates, linesOfRates).results));
}

/** Reads what came of a plan. @throws {PlainError} where a line is missing or does not fit */
function wholeResults(path: string, lines: string): { plan: Plan; results: Result[] } {
  const { plan, cells } = readPlan(path);
  const fit = fitting(lines, readLines(lines), cells, false);
  const missing = cells.find(({ id }) => !fit.has(id));
  if (missing) throw new PlainError(`${lines} lacks ${missing.id}: train it with npm run atlas -- ${path}.`);
  return { plan, results: resultsOf(cells, fit) };
}

function writePlan(path: string, plan: Plan): void {
  try {
    writeFileSync(path, `${jsonText(plan, 2)}\n`);
  } catch (error) {
    throw new PlainError(cannotBeWritten(path, error));
  }
}
