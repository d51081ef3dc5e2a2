/** Notices of what the worker reports of the device and of time that passed without computing. */

import { formatDuration } from '../../format/times';
import { t } from '../../i18n/i18n';
import type { RunEvent } from '../../runtime/protocol';
import type { Notice } from './notices';

/** Makes a notice of an event. @returns null for one that the run bar or a panel shows */
export function noticeOfEvent(event: RunEvent): Notice | null {
  if (event.type === 'slept') {
    const slept = 60 * Math.max(1, Math.round(event.seconds / 60));
    return {
      id: 'slept',
      passes: true,
      text: () => t('app.notices.slept', { time: formatDuration(slept) }),
    };
  }
  if (event.type === 'kernelFallback') {
    const instead = event.instead === 'webgpu' ? 'webgpu' : 'processor';
    return { id: 'kernelFallback', text: () => t(`app.notices.kernelFallback.${instead}`) };
  }
  return null;
}
