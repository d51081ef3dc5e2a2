/** What a headless run is asked of a sweep: its id with parameters, or what stands beside the experiment in its file or link. */
import { PlainError } from '../../scripts/lib/process.mjs';
import type { Experiment } from '../experiment/schema';
import {
  defaultChoice,
  findSweep,
  type SweepChoice,
  type SweepRun,
  sweepChoiceSchema,
  sweepRuns,
} from '../experiment/sweeps/choice';
import { sweepKinds } from '../experiment/sweeps/index';

/** A sweep, and the runs that it comes to. */
export interface AskedSweep {
  choice: SweepChoice;
  runs: readonly SweepRun[];
}

/**
 * Reads which sweep is asked for.
 * @param typed "ID", or "ID,parameter=value,…"; undefined for that of the source
 * @param beside what the file or the link has for a sweep; undefined for none
 * @param seeds of each run, in place of the sweep's own
 * @returns null where no sweep is asked for
 * @throws {PlainError} where there is no such sweep, or a parameter does not fit
 */
export function askedSweep(
  experiment: Experiment,
  typed: string | undefined,
  beside: unknown,
  seeds: number | undefined,
): AskedSweep | null {
  if (typed === undefined && beside === undefined) return null;
  const { sweep, parameters = {}, seeds: own } = typed === undefined ? stored(beside) : parsed(typed);
  const kind = findSweep(sweep);
  const start = kind ? defaultChoice(kind, experiment) : { sweep, parameters: {}, seeds: 1 };
  const choice: SweepChoice = {
    ...start,
    parameters: { ...start.parameters, ...parameters },
    seeds: seeds ?? own ?? start.seeds,
  };
  const listed = sweepRuns(experiment, choice);
  if (!listed.ok) throw new PlainError(listed.message);
  return { choice, runs: listed.runs };
}

interface Asked {
  sweep: string;
  parameters?: SweepChoice['parameters'] | undefined;
  seeds?: number | undefined;
}

function stored(beside: unknown): Asked {
  const asked = sweepChoiceSchema.partial({ parameters: true, seeds: true }).safeParse(beside);
  if (asked.success) return asked.data;
  throw new PlainError(
    `The file's "sweep" cannot be read, at ${asked.error.issues[0]?.path.join('.') || 'sweep'}. ` +
      'Write {"sweep": ID, "parameters": {…}, "seeds": N}; parameters and seeds may be left out.',
  );
}

/** Numbers are read as such where the sweep's parameter is one. */
function parsed(typed: string): Asked {
  const [sweep = '', ...given] = typed.split(',').map((part) => part.trim());
  const kind = findSweep(sweep);
  if (!kind)
    throw new PlainError(
      `--sweep takes one of ${sweepKinds.map(({ id }) => id).join(', ')}, not "${sweep}".`,
    );
  const parameters = given.map((part) => {
    const [name = '', value] = part.split('=').map((side) => side.trim());
    if (value === undefined || value === '')
      throw new PlainError(
        `--sweep takes parameters as NAME=VALUE, not "${part}". Those of ${sweep}: ${Object.keys(kind.parameters).join(', ') || 'none'}.`,
      );
    return [name, kind.parameters[name]?.kind === 'number' ? Number(value) : value];
  });
  return { sweep, parameters: Object.fromEntries(parameters) };
}
