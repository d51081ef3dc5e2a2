/** Curves as text, for spreadsheets and for programs: every point, in full precision. */

import { mapValues, pick } from 'es-toolkit';
import { layerJson } from '../attention/layers';
import type { Run } from '../experiment/schema';
import { csvLines } from '../format/csv';

interface Series {
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
}
/** By run id. */
type CurvesOf = Readonly<Record<string, Record<'train' | 'validation' | 'accuracy', Series>>>;

/** Losses are in nats per token, the mean over a step's batch before its update; accuracies are shares, 0 to 1. */
const units = { loss: 'nats per token', accuracy: 'share of right answers' };

const columns = ['run', 'step', 'train loss', 'validation loss', 'validation accuracy'];

/**
 * Writes curves as CSV, a line for each run and step; step 0 is the untrained model. A cell is empty where nothing was
 * measured.
 */
export function curvesCsv(runs: readonly Run[], curves: CurvesOf): string {
  const lines = runs.flatMap(({ id, name }) => {
    const own = curves[id];
    if (!own) return [];
    const measured = [own.train, own.validation, own.accuracy].map(
      ({ steps, values }) => new Map(Array.from(steps, (step, i) => [step, values[i] as number])),
    );
    const steps = [...new Set(measured.flatMap((series) => [...series.keys()]))].sort((a, b) => a - b);
    return steps.map((step) => [name, step, ...measured.map((series) => series.get(step) ?? null)]);
  });
  return csvLines([columns, ...lines]);
}

/** Writes curves as JSON with their units and each run's layers; runs without curves are left out. */
export function curvesJson(runs: readonly Run[], curves: CurvesOf): string {
  const written = runs.flatMap(({ id, name, layers }) => {
    const own = curves[id];
    return own
      ? [
          {
            id,
            name,
            layers: layers.map(layerJson),
            ...mapValues(pick(own, ['train', 'validation', 'accuracy']), plain),
          },
        ]
      : [];
  });
  return `${JSON.stringify({ units, runs: written }, null, 1)}\n`;
}

const plain = ({ steps, values }: Series) => ({ steps: Array.from(steps), values: Array.from(values) });
