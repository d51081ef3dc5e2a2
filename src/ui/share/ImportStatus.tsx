/** Shows the import of a chosen or dropped file, and asks whether it may replace the experiment on the page. */
import { Button, Loader } from '@mantine/core';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { useApp, useFileImport } from '../AppContext';
import { Isolated } from '../kit/Isolated';
import { Sentence } from '../kit/Sentence';
import classes from './ExportForm.module.css';

export function ImportStatus() {
  const { files } = useApp();
  const { busy, waiting, done, error } = useFileImport();
  return (
    <div className={classes.status}>
      <p role="status" data-testid="import-status">
        {busy && (
          <>
            <Loader size={14} aria-hidden="true" />{' '}
            <Sentence id="share.import.opening" components={{ file: <Isolated text={busy} /> }} />
          </>
        )}
        {waiting && t('share.import.ready', { file: isolated(waiting.name) })}
        {done}
      </p>
      {waiting && (
        <div className={classes.buttons}>
          <Button size="xs" data-testid="import-replace" onClick={() => void files.confirm()}>
            {t('share.import.open')}
          </Button>
          <Button size="xs" variant="default" data-testid="import-leave" onClick={() => files.dismiss()}>
            {t('share.import.keep')}
          </Button>
        </div>
      )}
      {error && (
        <p className="error" role="alert" data-testid="import-error">
          {error}
        </p>
      )}
    </div>
  );
}
