/** Shows the site's storage: usage, quota, and whether it is persistent or may be evicted. */
import { Button, Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatBytes } from '../../format/bytes';
import { persistStorage, type StorageUse, storageUse } from '../../platform/storageUse';
import classes from './Library.module.css';

/** Shows usage and quota. @param changes the storage is read again whenever this changes */
export function StorageLine({ changes }: { changes: unknown }) {
  const [storage, setStorage] = useState<StorageUse | null>(null);
  const [refused, setRefused] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list stands for what is stored
  useEffect(() => {
    let current = true;
    void storageUse().then((now) => current && setStorage(now));
    return () => {
      current = false;
    };
  }, [changes]);
  if (!storage) return null;
  const { usage, quota, persisted } = storage;
  const ask = async () => {
    setRefused(!(await persistStorage()));
    setStorage(await storageUse());
  };
  return (
    <div className={classes.storage}>
      <p data-testid="storage">
        {formatBytes(usage)} used, {formatBytes(Math.max(0, quota - usage))} left for this site
      </p>
      <Progress
        value={quota > 0 ? (100 * usage) / quota : 0}
        aria-label="Share of the storage that is used"
      />
      {persisted ? (
        <p className="muted">The browser keeps it until you delete it.</p>
      ) : (
        <p className="muted">
          The browser may clear it when the disk is full.{' '}
          <Button size="compact-sm" variant="default" onClick={() => void ask()}>
            Ask the browser to keep it
          </Button>
        </p>
      )}
      {refused && !persisted && (
        <p className="muted" role="status">
          The browser did not agree. It often does once the page is bookmarked or used more.
        </p>
      )}
    </div>
  );
}
