/** Curves as text, for spreadsheets and for programs: every point, in full precision. */

import { layerJson } from '../attention/layers';
import type { RunCurves } from '../document/file/bundleSchema';
import type { Run } from '../experiment/schema';

type CurvesOf = Readonly<Record<string, RunCurves>>;

/** Losses are in nats per token, the mean over a step's batch before its update; accuracies are shares, 0 to 1. */
const units = { loss: 'nats per token', accuracy: 'share of right answers' };

const columns = ['run', 'step', 'train loss', 'validation loss', 'validation accuracy'];

/** One line a run and step; step 0 is the untrained model. Empty where nothing was measured. */
export function curvesCsv(runs: readonly Run[], curves: CurvesOf): string {
  const lines = runs.flatMap(({ id, name }) => {
    const own = curves[id];
    if (!own) return [];
    const measured = [own.train, own.validation, own.accuracy].map(
      ({ steps, values }) => new Map(steps.map((step, i) => [step, values[i] as number])),
    );
    const steps = [...new Set(measured.flatMap((series) => [...series.keys()]))].sort((a, b) => a - b);
    return steps.map((step) => [quoted(name), step, ...measured.map((series) => series.get(step) ?? '')]);
  });
  return [columns, ...lines].map((cells) => `${cells.join(',')}\n`).join('');
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export function curvesJson(runs: readonly Run[], curves: CurvesOf): string {
  const written = runs.flatMap(({ id, name, layers }) => {
    const own = curves[id];
    return own ? [{ id, name, layers: layers.map(layerJson), ...own }] : [];
  });
  return `${JSON.stringify({ units, runs: written }, null, 1)}\n`;
}
