/** Lines of the atlas (docs/atlas.md): a run each. */
import { parseLine, type TrainedLine } from '../../../atlas/line';
import { curveOf, type ReadOnlyRun, type ReadRuns } from './run';

/** Reads them; a line that another stands for has nothing of its own. @returns null where no line is one */
export function readAtlasLines(text: string): ReadRuns | null {
  const written = text.split('\n').filter((line) => line.trim() !== '');
  const lines = written.map(parseLine);
  if (lines.every((line) => line === null)) return null;
  return {
    ok: true,
    runs: lines.flatMap((line) => (line && !('sameAs' in line) ? [runOf(line)] : [])),
    unreadable: lines.filter((line) => line === null).length,
  };
}

function runOf({ id, settings, every, loss, accuracy = [], trainLoss }: TrainedLine): ReadOnlyRun {
  // The last entry is of the last step, which may come sooner than `every` after the one before.
  const at = (i: number) => Math.min(i * every, settings.steps);
  return {
    name: id,
    stepTokens: settings.batch * settings.context,
    curves: {
      train: curveOf(trainLoss.map((value, i) => [at(i + 1), value])),
      validation: curveOf(loss.map((value, i) => [at(i), value])),
      accuracy: curveOf(accuracy.map((value, i) => [at(i), value])),
    },
  };
}
