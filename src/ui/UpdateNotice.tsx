/** Offers a new version that is ready; it is only loaded while nothing trains. */

import { Button, CloseButton } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useApp, useOffline, useRuns } from './AppContext';
import classes from './Notices.module.css';

export function UpdateNotice() {
  const { offline } = useApp();
  const { update, refusal } = useOffline();
  const trains = useRuns((r) => r.state === 'training' || r.state === 'loading');
  const [later, setLater] = useState(false);
  if (update === 'none' || later) return null;
  const what =
    update === 'waiting'
      ? 'A new version is ready.'
      : 'A new version has taken over, as another tab asked for it. Reload to be sure that all goes on working.';
  return (
    <div className={classes.notice} role="status" data-testid="update-notice">
      <RefreshCw size={18} aria-hidden="true" />
      <p>
        {what} {trains ? 'It can be loaded once training is paused or done.' : refusal}
      </p>
      <Button
        size="compact-sm"
        disabled={trains}
        onClick={() => void offline.takeUpdate()}
        data-testid="take-update"
      >
        Reload
      </Button>
      <CloseButton aria-label="Later" onClick={() => setLater(true)} />
    </div>
  );
}
