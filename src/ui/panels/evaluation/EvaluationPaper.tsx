/** The results of the evaluations on paper: what was measured of the runs, and perplexity against context length. */

import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import {
  columnsOf,
  estimateAt,
  lengthsOf,
  type ResultRow,
  rowName,
  textAt,
} from '../../../measure/evals/table';
import { useApp, useExperiment } from '../../AppContext';
import { contextFigure } from '../../figures/contextFigure';
import { figureFacts } from '../../figures/facts';
import { FigureImage } from '../../kit/FigureImage';
import { Isolated } from '../../kit/Isolated';
import { RunColumnCells, RunColumnHeads } from '../../kit/RunColumns';
import { useRunColumns } from '../../kit/useRunColumns';
import type { PaperProps } from '../panel';
import { contextLines } from './contextLines';
import { useShownRows } from './useShownRows';

export default function EvaluationPaper({ link }: PaperProps) {
  const app = useApp();
  const { rows } = useShownRows();
  const runs = useExperiment((e) => e.experiment.runs);
  if (rows.length === 0) return null;
  const lines = contextLines(rows, runs);
  const figure = lines && contextFigure(lines, lengthsOf(rows), { ...figureFacts(app), link });
  return (
    <>
      <Measured rows={rows} />
      {figure && <FigureImage figure={figure} />}
    </>
  );
}

/** No wider than a sheet: without intervals, and without what no run has. */
function Measured({ rows }: { rows: readonly ResultRow[] }) {
  const columns = columnsOf(rows).filter((column) =>
    rows.some((row) => row.ranked && estimateAt(row, column)),
  );
  const properties = useRunColumns(rows);
  return (
    <table>
      <caption className="visually-hidden">{t('evaluation.results.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('kit.run')}</th>
          {columns.map(({ metric }) => (
            <th scope="col" key={metric.id}>
              {entryName('metrics', metric)}
            </th>
          ))}
          <RunColumnHeads of={properties} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Isolated text={rowName(row)} />
            </th>
            {columns.map((column) => (
              <td key={column.metric.id}>{estimateAt(row, column) ? textAt(row, column) : '–'}</td>
            ))}
            <RunColumnCells of={properties} rowId={row.id} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
