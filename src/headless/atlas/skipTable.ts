/** What is left of a text's loss where the layers that are not standard attention are skipped, as a table: paper, §4.2. */
import { groupBy, uniq } from 'es-toolkit';
import type { Cell } from '../../atlas/cells';
import { markdownTable } from '../../format/markdown';
import { formatEstimate } from '../../measure/evals/format';
import { meanAndDeviation } from '../../measure/evals/statistics';
import type { Lines } from './lineFile';

/** Writes a row for each stack of each size, and a column for each text; '' where no line has it. */
export function skipTable(cells: readonly Cell[], lines: Lines): string {
  const texts = cells.filter(({ experiment }) => experiment.task === null);
  /** Nats per token, of each seed. */
  const losses = ({ id }: Cell): number[] => {
    const line = lines.get(id);
    const skip = line && !('sameAs' in line) ? line.final?.skip?.[0] : undefined;
    return skip === undefined ? [] : [Math.log(skip)];
  };
  const able = texts.filter((cell) => losses(cell).length > 0);
  if (able.length === 0) return '';
  const subjects = uniq(able.map(({ subject }) => subject));
  const body = Object.entries(groupBy(able, ({ stack, size }) => `${stack}, ${size}`)).map(([row, own]) => [
    row,
    ...subjects.map((subject) => {
      const found = own.filter((cell) => cell.subject === subject).flatMap(losses);
      if (found.length === 0) return '';
      const { mean: value, deviation: stderr } = meanAndDeviation(found);
      return formatEstimate('nats', { value, stderr });
    }),
  ]);
  return `## With all layers skipped that are not standard\n\nLoss in nats per token: mean ± deviation over seeds.\n\n${markdownTable(['Stack, from the bottom up', ...subjects], body).trimEnd()}`;
}
