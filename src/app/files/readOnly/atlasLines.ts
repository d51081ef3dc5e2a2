/** Lines of the atlas (docs/atlas.md): a run each. */
import { groupBy, mapValues } from 'es-toolkit';
import { parseLine, type TrainedLine } from '../../../atlas/line';
import { decodeLink } from '../../../document/link/link';
import type { Experiment } from '../../../experiment/schema';
import { evaluations } from '../../../measure/evals';
import type { Evaluated } from '../../../runtime/runReducer';
import { learnedOf } from './learned';
import { curveOf, curvesAlone, mostReadOnlyRuns, type ReadOnlyRun, type ReadRuns } from './run';

/** Reads them; a line that another stands for has nothing of its own. @returns null where no line is one */
export function readAtlasLines(text: string): ReadRuns | null {
  const written = text.split('\n').filter((line) => line.trim() !== '');
  const lines = written.map(parseLine);
  if (lines.every((line) => line === null)) return null;
  return {
    ok: true,
    runs: lines.flatMap((line) => (line && !('sameAs' in line) ? [line] : [])).map(runOf),
    unreadable: lines.filter((line) => line === null).length,
  };
}

function runOf(line: TrainedLine, i: number): ReadOnlyRun {
  const { id, settings, every, loss, accuracy = [], trainLoss } = line;
  // The last entry is of the last step, which may come sooner than `every` after the one before.
  const at = (j: number) => Math.min(j * every, settings.steps);
  // Those beyond the most there can be are not read to the end.
  const decoded = i < mostReadOnlyRuns ? decodeLink(line.link) : null;
  const experiment = decoded?.ok ? decoded.shared.experiment : null;
  const [run] = experiment?.runs ?? [];
  return {
    ...curvesAlone,
    ...(experiment && run && { learned: learnedOf(experiment, undefined), trained: { experiment, run } }),
    name: id,
    stepTokens: settings.batch * settings.context,
    evaluated: experiment && evaluatedOf(line, experiment),
    curves: {
      train: curveOf(trainLoss.map((value, j) => [at(j + 1), value])),
      validation: curveOf(loss.map((value, j) => [at(j), value])),
      accuracy: curveOf(accuracy.map((value, j) => [at(j), value])),
    },
  };
}

/** Gives each metric of a line to its evaluation. */
function evaluatedOf({ final, settings }: TrainedLine, { evalWindows }: Experiment): Evaluated | null {
  if (!final) return null;
  const evalOf = (metricId: string) =>
    evaluations.find(({ metrics }) => metrics.some(({ id }) => id === metricId))?.id;
  const known = Object.entries(final).filter(([id]) => evalOf(id) !== undefined);
  const outcomes = mapValues(
    groupBy(known, ([id]) => evalOf(id) as string),
    (metrics) => ({
      metrics: Object.fromEntries(
        metrics.map(([id, [value, stderr]]) => [id, { value, stderr, n: evalWindows }]),
      ),
    }),
  );
  return { step: settings.steps, outcomes };
}
