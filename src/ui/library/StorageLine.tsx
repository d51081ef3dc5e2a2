/** Shows the site's storage: usage, quota, and whether it is persistent or may be evicted. */
import { Button, Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatBytes } from '../../format/bytes';
import { t } from '../../i18n/i18n';
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
        {t('library.storage.left', {
          used: formatBytes(usage),
          left: formatBytes(Math.max(0, quota - usage)),
        })}
      </p>
      <Progress value={quota > 0 ? (100 * usage) / quota : 0} aria-label={t('library.storage.share')} />
      {persisted ? (
        <p className="muted">{t('library.storage.persisted')}</p>
      ) : (
        <p className="muted">
          {t('library.storage.evictable')}{' '}
          <Button size="compact-sm" variant="default" onClick={() => void ask()}>
            {t('library.storage.ask')}
          </Button>
        </p>
      )}
      {refused && !persisted && (
        <p className="muted" role="status">
          {t('library.storage.refused')}
        </p>
      )}
    </div>
  );
}
