/** Shows the import of a chosen or dropped file, and asks whether it may replace the experiment on the page. */
import { Button, Loader } from '@mantine/core';
import { isolated } from '../../format/visible';
import { useApp, useFileImport } from '../AppContext';
import { Isolated } from '../kit/Isolated';
import classes from './ExportForm.module.css';

export function ImportStatus() {
  const { files } = useApp();
  const { busy, waiting, done, error } = useFileImport();
  return (
    <div className={classes.status}>
      <p role="status" data-testid="import-status">
        {busy && (
          <>
            <Loader size={14} aria-hidden="true" /> Opening <Isolated text={busy} />…
          </>
        )}
        {waiting &&
          `${isolated(waiting.name)} is ready. It takes the place of the experiment that is here, and of its curves.`}
        {done}
      </p>
      {waiting && (
        <div className={classes.buttons}>
          <Button size="xs" data-testid="import-replace" onClick={() => void files.confirm()}>
            Open it
          </Button>
          <Button size="xs" variant="default" data-testid="import-leave" onClick={() => files.dismiss()}>
            Keep what is here
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
