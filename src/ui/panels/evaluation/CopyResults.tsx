/** Copies the results to the clipboard: as a Markdown or LaTeX table, or as CSV. */
import { Button } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useState } from 'react';
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
  const [outcome, setOutcome] = useState<{ message?: string; error?: string }>({});
  const copy = async ({ name, write }: (typeof formats)[number]) => {
    setOutcome(
      (await copyText(write(rows)))
        ? { message: `Copied as ${name}.` }
        : {
            error:
              'The browser did not let the page copy. Allow the clipboard for this site, or select the table.',
          },
    );
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
          Copy as {format.name}
        </Button>
      ))}
      <p className={classes.note} role="status" data-testid="copied">
        {outcome.message}
      </p>
      {outcome.error && (
        <p className="error" role="alert">
          {outcome.error}
        </p>
      )}
    </div>
  );
}
