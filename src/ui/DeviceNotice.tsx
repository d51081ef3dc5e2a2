/** Warns where training will be slow: why, and what to do. */

import { CloseButton } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { BackendInfo } from '../runtime/protocol';
import classes from './App.module.css';
import { useRuns } from './AppContext';

export function DeviceNotice() {
  const backend = useRuns((r) => r.backend);
  const [closed, setClosed] = useState(false);
  const text = backend && noticeOf(backend);
  if (!text || closed) return null;
  return (
    <div
      className={classes.notice}
      role="status"
      data-testid={backend.fallback ? 'fallback-notice' : 'software-notice'}
    >
      <TriangleAlert size={18} aria-hidden="true" />
      <p>{text}</p>
      <CloseButton aria-label="Close this notice" onClick={() => setClosed(true)} />
    </div>
  );
}

function noticeOf({ fallback, software }: BackendInfo): string | null {
  if (fallback) return `${fallback.reason} ${fallback.advice}`;
  if (!software) return null;
  return 'This adapter computes on the CPU, so training is slow. Switch on hardware acceleration in the browser’s settings if this machine has a graphics card.';
}
