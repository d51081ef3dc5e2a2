/** Buttons that copy one thing to the clipboard, each in another format, and what came of it. */
import { Button } from '@mantine/core';
import { Copy } from 'lucide-react';
import { memo, useState } from 'react';
import { type DataTable, tableCsv, tableJson } from '../../format/dataTable';
import { inEnglish } from '../../format/language';
import { t } from '../../i18n/i18n';
import { copyText } from '../../platform/sharing';
import { useLanguage } from '../useLanguage';
import classes from './CopyButtons.module.css';
import { useLatest } from './useLatest';

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
    <div className={classes.copy} role="group" aria-label={what} data-controls>
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

interface TableProps extends Omit<Props, 'formats'> {
  /** Is called when it is copied. */
  table(): DataTable;
}

/** Copies a table as CSV or JSON. It is another with each moment; the buttons are not. */
export function CopyTable({ table, ...props }: TableProps) {
  return <TableButtons {...props} table={useLatest(table)} />;
}

const TableButtons = memo(function TableButtons({ what, testId, table }: TableProps) {
  useLanguage();
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
});
