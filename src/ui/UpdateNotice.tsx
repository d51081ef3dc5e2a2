/** Offers a new version that is ready; it is only loaded while nothing trains. */

import { Button, CloseButton } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { t } from '../i18n/i18n';
import { useApp, useOffline, useRuns } from './AppContext';
import { usePassing } from './kit/usePassing';
import classes from './Notices.module.css';

export function UpdateNotice() {
  const { offline } = useApp();
  const { update, refusal } = useOffline();
  const trains = useRuns((r) => r.state === 'training' || r.state === 'loading');
  const [later, setLater] = useState(false);
  // What was refused, or waits for the training, stays.
  const passes = update !== 'none' && !later && !trains && refusal === null;
  const said = t(update === 'waiting' ? 'notices.update.ready' : 'notices.update.replaced');
  const held = usePassing(passes ? said : null, () => setLater(true));
  if (update === 'none' || later) return null;
  return (
    <div className={classes.notice} role="status" data-testid="update-notice" {...held}>
      <RefreshCw size={18} aria-hidden="true" />
      <p>
        {said} {trains ? t('notices.update.whileTraining') : refusal}
      </p>
      <Button
        size="compact-sm"
        disabled={trains}
        onClick={() => void offline.takeUpdate()}
        data-testid="take-update"
      >
        {t('notices.update.reload')}
      </Button>
      <CloseButton aria-label={t('notices.update.later')} onClick={() => setLater(true)} />
    </div>
  );
}
