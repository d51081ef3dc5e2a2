/** Copies the results to the clipboard: as a Markdown or LaTeX table, or as CSV. */

import { Button } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../i18n/i18n';
import { toLatex } from '../../../measure/evals/latex';
import { type ResultRow, toCsv, toMarkdown } from '../../../measure/evals/table';
import { copyText } from '../../../platform/sharing';
import classes from './EvaluationPanel.module.css';

const formats = [
  { id: 'markdown', name: 'Markdown', write: toMarkdown },
  { id: 'csv', name: 'CSV', write: toCsv },
  { id: 'latex', name: 'LaTeX', write: toLatex },
];

export function CopyResults({ rows }: { rows: readonly ResultRow[] }) {
  const [outcome, setOutcome] = useState<{ format: string; copied: boolean } | null>(null);
  const copy = async ({ name, write }: (typeof formats)[number]) => {
    setOutcome({ format: name, copied: await copyText(write(rows)) });
  };
  return (
    <div className={classes.copy}>
      {formats.map((format) => (
        <Button
          key={format.id}
          size="xs"
          variant="default"
          leftSection={<Copy size={16} />}
          data-testid={`copy-${format.id}`}
          onClick={() => void copy(format)}
        >
          {t('evaluation.copy.as', { format: format.name })}
        </Button>
      ))}
      <p className={classes.note} role="status" data-testid="copied">
        {outcome?.copied && t('evaluation.copy.copied', { format: outcome.format })}
      </p>
      {outcome?.copied === false && (
        <p className="error" role="alert">
          {t('evaluation.copy.refused')}
        </p>
      )}
    </div>
  );
}
