/** Copies the results to the clipboard: as a Markdown or LaTeX table, or as CSV. */

import { t } from '../../../i18n/i18n';
import { toLatex } from '../../../measure/evals/latex';
import { toCsv, toMarkdown } from '../../../measure/evals/table';
import { CopyButtons } from '../../kit/CopyButtons';
import { useRunColumnsMaker } from '../../kit/useRunColumns';
import type { ShownRows } from './useShownRows';

const formats = [
  { id: 'markdown', name: 'Markdown', of: toMarkdown },
  { id: 'csv', name: 'CSV', of: toCsv },
  { id: 'latex', name: 'LaTeX', of: toLatex },
];

export function CopyResults({ shown }: { shown: ShownRows }) {
  const properties = useRunColumnsMaker(shown.rows);
  return (
    <CopyButtons
      what={t('evaluation.copy')}
      testId="copy"
      formats={formats.map(({ of, ...format }) => ({
        ...format,
        write: () => of(shown.rows, { ...shown, properties: properties() }),
      }))}
    />
  );
}
