/** The results of the evaluations on paper: the table, and perplexity against context length. */
import { lengthsOf } from '../../../measure/evals/table';
import { useApp } from '../../AppContext';
import { contextFigure } from '../../figures/contextFigure';
import { figureFacts } from '../../figures/facts';
import { FigureImage } from '../../kit/FigureImage';
import { useResultRows } from '../../kit/useResultRows';
import type { PaperProps } from '../panel';
import { contextLines } from './contextLines';
import { ResultsTable } from './ResultsTable';

export default function EvaluationPaper({ link }: PaperProps) {
  const app = useApp();
  const rows = useResultRows();
  if (rows.length === 0) return null;
  const lines = contextLines(rows);
  const figure = lines && contextFigure(lines, lengthsOf(rows), { ...figureFacts(app), link });
  return (
    <>
      <ResultsTable rows={rows} />
      {figure && <FigureImage figure={figure} />}
    </>
  );
}
