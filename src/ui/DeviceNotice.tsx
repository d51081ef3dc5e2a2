/** Warns where training will be slow: why, and what to do. */

import { CloseButton } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import classes from './App.module.css';
import { useRuns } from './AppContext';

export function DeviceNotice() {
  const engine = useRuns((r) => r.engine);
  const [closed, setClosed] = useState(false);
  if (!engine?.software || closed) return null;
  return (
    <div className={classes.notice} role="status" data-testid="slow-notice">
      <TriangleAlert size={18} aria-hidden="true" />
      <p>
        Training is slow here. {engine.reason} {engine.advice}
      </p>
      <CloseButton aria-label="Close this notice" onClick={() => setClosed(true)} />
    </div>
  );
}
