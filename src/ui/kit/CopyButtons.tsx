/** Buttons that copy one thing to the clipboard, each in another format, and what came of it. */
import { Button } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { type DataTable, tableCsv, tableJson } from '../../format/dataTable';
import { inEnglish } from '../../format/language';
import { t } from '../../i18n/i18n';
import { copyText } from '../../platform/sharing';
import classes from './CopyButtons.module.css';

interface CopyFormat {
  id: string;
  name: string;
  write(): string;
}

interface Props {
  /** Names the group: what is copied. */
  what: string;
  formats: readonly CopyFormat[];
  /** Starts the test ids of the buttons. */
  testId: string;
}

export function CopyButtons({ what, formats, testId }: Props) {
  const [outcome, setOutcome] = useState<{ format: string; copied: boolean } | null>(null);
  const copy = async ({ name, write }: CopyFormat) =>
    setOutcome({ format: name, copied: await copyText(inEnglish(write)) });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
    <div className={classes.copy} role="group" aria-label={what}>
      {formats.map((format) => (
        <Button
          key={format.id}
          size="xs"
          variant="default"
          leftSection={<Copy size={16} />}
          data-testid={`${testId}-${format.id}`}
          onClick={() => void copy(format)}
        >
          {t('kit.copy.as', { format: format.name })}
        </Button>
      ))}
      <p className={classes.note} role="status" data-testid={`${testId}-done`}>
        {outcome?.copied && t('kit.copy.copied', { format: outcome.format })}
      </p>
      {outcome?.copied === false && (
        <p className="error" role="alert">
          {t('kit.copy.refused')}
        </p>
      )}
    </div>
  );
}

/** Copies a table as CSV or JSON; it is made when it is copied. */
export function CopyTable({ what, testId, table }: Omit<Props, 'formats'> & { table(): DataTable }) {
  return (
    <CopyButtons
      what={what}
      testId={testId}
      formats={[
        { id: 'csv', name: 'CSV', write: () => tableCsv(table()) },
        { id: 'json', name: 'JSON', write: () => tableJson(table()) },
      ]}
    />
  );
}
