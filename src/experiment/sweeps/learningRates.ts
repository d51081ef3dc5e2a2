import { range } from 'es-toolkit';
import { inEnglish } from '../../format/language';
import { formatExact, toDigits } from '../../format/numbers';
import { settingsOfRun } from '../overrides';
import { numberOf } from './parameters';
import type { SweepKind, SweepValues } from './sweep';

const rate = { kind: 'number', whole: false, min: 1e-6, max: 1 } as const;

/** @param rate up to 1 */
function twoDigits(rate: number): number {
  const scale = 10 ** (1 - Math.floor(Math.log10(rate)));
  return Math.round(rate * scale) / scale;
}

/** Lists rates from the lowest to the highest, evenly in their logarithm, to two digits. */
function ratesOf(values: SweepValues): number[] {
  const [lowest, highest, count] = ['lowest', 'highest', 'count'].map((id) => numberOf(values, id)) as [
    number,
    number,
    number,
  ];
  const between = range(count).map((i) => lowest * (highest / lowest) ** (count > 1 ? i / (count - 1) : 0));
  return [...new Set(between.map(twoDigits))];
}

/** Several learning rates of each run. */
export const learningRates: SweepKind = {
  id: 'learningRates',
  linkCode: 6,
  name: 'Learning rates',
  sentence:
    'Trains each run of the experiment at several learning rates; the lowest rate of the schedule keeps its ratio.',
  parameters: {
    lowest: {
      ...rate,
      linkCode: 1,
      name: 'Lowest rate',
      help: 'The first of them',
      default: ({ optimizer }) => twoDigits(optimizer.learningRate / 10),
    },
    highest: {
      ...rate,
      linkCode: 2,
      name: 'Highest rate',
      help: 'The last of them',
      default: ({ optimizer }) => Math.min(1, twoDigits(optimizer.learningRate * 10)),
    },
    count: {
      kind: 'number',
      whole: true,
      min: 2,
      max: 20,
      linkCode: 3,
      name: 'Rates',
      help: 'Evenly spread in their logarithm',
      default: () => 5,
    },
  },
  picture: 'logLine',
  axis: 'Learning rate',
  variations: (experiment, values) =>
    experiment.runs.flatMap((run, place) =>
      ratesOf(values).map((learningRate) => {
        const { optimizer } = settingsOfRun(experiment, run);
        const minLearningRate = Math.min(
          1,
          toDigits((optimizer.minLearningRate / optimizer.learningRate) * learningRate, 3),
        );
        return {
          key: `${place + 1}@${learningRate}`,
          x: learningRate,
          line: run.name,
          name: `${run.name}, rate ${inEnglish(() => formatExact(learningRate))}`,
          layers: run.layers,
          overrides: {
            ...run.overrides,
            optimizer: { ...run.overrides?.optimizer, learningRate, minLearningRate },
          },
        };
      }),
    ),
};
