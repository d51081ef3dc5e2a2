/** A sweep over a link's experiment: which one, its seeds and its parameters, in place of its hundreds of runs. */
import type { Experiment } from '../../experiment/schema';
import { findSweep, type SweepChoice, sweepRuns } from '../../experiment/sweeps/choice';
import { sweepKinds } from '../../experiment/sweeps/index';
import { words } from '../../format/words';
import { type BitReader, BitWriter } from './bits';
import { readCodedNumbers, writeCodedNumbers } from './values';

const kindWidth = 4;
const seedsWidth = 4;
const maxCode = 9999;

/** Writes a sweep. @throws Error where there is no such sweep */
export function writeSweep(experiment: Experiment, { sweep, parameters, seeds }: SweepChoice): string {
  const kind = findSweep(sweep);
  if (!kind) throw new Error(`There is no sweep "${sweep}".`);
  const numbers = Object.entries(kind.parameters).map(([id, parameter]): [number, number] => {
    const value = parameters[id];
    const number =
      parameter.kind === 'choice'
        ? parameter.choices(experiment).find((choice) => choice.id === value)?.linkCode
        : value;
    return [parameter.linkCode, Number(number)];
  });
  const to = new BitWriter().whole(kind.linkCode, kindWidth).whole(seeds, seedsWidth);
  writeCodedNumbers(to, new Map(numbers));
  return to.done();
}

/** Reads a sweep over an experiment; undefined where it means nothing here, which `warnings` says. */
export function readSweep(
  from: BitReader,
  experiment: Experiment,
  warnings: string[],
): SweepChoice | undefined {
  const code = from.whole(kindWidth, maxCode);
  const seeds = from.whole(seedsWidth, maxCode);
  const numbers = readCodedNumbers(from);
  const kind = sweepKinds.find(({ linkCode }) => linkCode === code);
  if (!kind) {
    warnings.push(
      words(
        'link.unknownSweep',
        'The link has a sweep that this version of the lab does not know; it was left out.',
      ),
    );
    return undefined;
  }
  const parameters = Object.entries(kind.parameters).flatMap(
    ([id, parameter]): [string, number | string][] => {
      const number = numbers.get(parameter.linkCode);
      if (number === undefined) return [];
      if (parameter.kind === 'number') return [[id, number]];
      const choice = parameter.choices(experiment).find(({ linkCode }) => linkCode === number);
      return choice ? [[id, choice.id]] : [];
    },
  );
  const choice = { sweep: kind.id, parameters: Object.fromEntries(parameters), seeds };
  const listed = sweepRuns(experiment, choice);
  if (listed.ok) return choice;
  warnings.push(
    words('link.wrongSweep', 'The link’s sweep does not fit, so it was left out. {{why}}', {
      why: listed.message,
    }),
  );
  return undefined;
}
